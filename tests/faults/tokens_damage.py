"""Login files that are damaged in any way."""

from __future__ import annotations

from pathlib import Path
from random import Random

from tests.faults.table import Row, Scale
from tests.faults.tokens_life import life, login_path, standing_events
from tests.living import Living
from tracker.core.errors import TrackerError

DAMAGE: tuple[bytes, ...] = (
    b"",
    b"{",
    b"null",
    b"[]",
    b"{}",
    b"\xff\xfe\x00",
    b"\x00" * 400,
    b"[" * 100_000,
    b'{"account_id":7}',
)


def damage_row(scale: Scale) -> Row:
    """A login file that is broken in any way is told of in one line, and stays as it is."""
    with life() as (alive, watch):
        path = login_path(alive)
        whole = path.read_bytes()
        rng = Random(scale.seed)
        bodies = [*DAMAGE, *(_flipped(whole, rng) for _ in range(scale.of(30, 1000)))]
        wrong = sum(_is_wrong(alive, path, body) for body in bodies)
        path.write_bytes(whole)
        lost = int(alive.check(watch).failure is not None)
        return Row(
            "damaged login file",
            len(bodies),
            len(bodies),
            standing_events(alive),
            lost=lost,
            wrong=wrong,
            seed=scale.seed,
        )


def _is_wrong(alive: Living, path: Path, body: bytes) -> bool:
    path.write_bytes(body)
    try:
        alive.app.required_login()._saved()
    except TrackerError as error:
        return (
            "\n" in str(error) or path.read_bytes() != body or alive.app.login_view().state != "needs_login"
        )
    except Exception:  # noqa: BLE001 - that nothing else ever comes is what is counted
        return True
    return path.read_bytes() != body


def _flipped(whole: bytes, rng: Random) -> bytes:
    spoilt = bytearray(whole)
    spoilt[rng.randrange(len(spoilt))] ^= 1 << rng.randrange(8)
    return bytes(spoilt[: rng.choice([len(spoilt), len(spoilt), rng.randrange(len(spoilt))])])
