"""Rows N1 to N5, N8 and N10: what the network and those who sit on it can do to a look."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from tests.faults.http_bench import CALLS, POSITIONS, Shop, Trial, at, shop, some
from tests.faults.http_wire import hurried, listener, moved
from tracker.simulator import Fault

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tests.faults.table import Row, Scale

ONCE, ALWAYS = 1, None
SENT = (None, 0, 1, 0.5, -1)
"""Nothing at all, or this much of the body: none, one byte, half, all but one."""
TRIES = 4
"""So often a question is asked before a server error ends the look."""


def network(scale: Scale) -> Iterable[Row]:
    """All rows of this module."""
    with shop() as lent:
        yield _unreachable(lent, scale)
        yield _slow(lent, scale)
        yield lent.tried(some(_resets(), scale, 3)).row("N3 reset", scale)
        yield lent.tried(some(_cuts(), scale, 2)).row("N4 truncated", scale)
        yield lent.tried(some(_server_errors(), scale, 3)).row("N5 server errors", scale)
        yield lent.tried(some(_foreign_bodies(scale), scale, 2)).row("N8 portal, huge, bomb", scale)
        yield _redirects(lent, scale)


def _unreachable(lent: Shop, scale: Scale) -> Row:
    """Nobody listens at the address, or nobody knows the name."""
    made = lent.bench()
    for address in ("http://127.0.0.1:1/v1", "https://nowhere.invalid/v1"):
        with moved(made.life, address) as observer:
            for rounds in (1,) if scale.quick else (1, 2, 4, 8):
                made.run(Trial(address, rounds=rounds), observer)
    return made.tally.row("N1 unreachable", scale)


def _slow(lent: Shop, scale: Scale) -> Row:
    """The answer does not begin, or drips; each question has an end all the same, here after 0.15 s."""
    slow: Sequence[dict[str, object]] = (
        {"kind": "pass", "delay_s": 0.4},
        {"kind": "drip", "given": {"piece": 1, "pause_s": 0.02}},
        {"kind": "drip", "given": {"piece": 40, "pause_s": 0.2}},
    )
    cases = [Trial(f"slow {where}", [at(where, **traits)]) for where, traits in product(POSITIONS, slow)]
    made = lent.bench()
    with hurried(made.life, deadline_s=0.15) as observer:
        for trial in some(cases, scale, 1):
            made.run(trial, observer)
        return made.tally.row("N2 slow", scale, "a deadline for each question")


def _resets() -> Sequence[Trial]:
    """The connection is reset at every call of a look, after so many bytes, once or each time."""
    return [
        Trial(
            f"reset {where} after {sent}",
            [at(where, kind="reset", times=times, given={"sent": sent, "chunked": chunked})],
            expect="whole" if times == ONCE else "gap",
        )
        for where, sent, chunked, times in product(POSITIONS, SENT, (False, True), (ONCE, ALWAYS))
        if not chunked or sent in {0.5, -1}
    ]


def _cuts() -> Sequence[Trial]:
    """Half a body, with a length that fits it or not; only what is plainly broken off is asked for again at once."""
    kinds = (
        (("cut", ONCE), "whole"),
        (("cut", ALWAYS), "gap"),
        (("truncate", ONCE), "gap"),
        (("truncate", ALWAYS), "gap"),
    )
    return [
        Trial(f"{kind} {where}", [at(where, kind=kind, times=times)], expect=expect)  # type: ignore[arg-type]
        for where, ((kind, times), expect) in product(POSITIONS, kinds)
    ]


def _server_errors() -> Sequence[Trial]:
    """Errors of the server at every call, gone after one to three tries or staying."""
    return [
        Trial(
            f"{status} {where}, {times} times",
            [at(where, status=status, times=times)],
            expect="whole" if times < TRIES else "gap",
            most_calls=CALLS + TRIES - 1,
        )
        for where, status, times in product(POSITIONS, (500, 502, 503, 504), range(1, TRIES + 1))
    ]


def _foreign_bodies(scale: Scale) -> Sequence[Trial]:
    """A portal's page with or without the right media type, a body of 16 MB, and a small one that unpacks to 64 MB."""
    kinds: Sequence[tuple[str, dict[str, object]]] = (
        ("html", {}),
        ("html", {"claims_json": True}),
        ("huge", {"megabytes": 16}),
        ("bomb", {"megabytes": scale.of(16, 64)}),
    )
    return [
        Trial(f"{kind} {where}", [at(where, kind=kind, given=given)])
        for where, (kind, given) in product(POSITIONS, kinds)
    ]


def _redirects(lent: Shop, scale: Scale) -> Row:
    """Answers of both sides lead to another host, which must never hear of us."""
    made = lent.bench()
    with listener() as (address, heard):
        cases = list(product((*POSITIONS, "token"), (301, 302, 303, 307, 308)))
        for where, status in some(cases, scale, 2):
            given = {"to": f"http://{address}/v1", "status": status}
            traits: dict[str, object] = {"kind": "redirect", "given": given}
            fault = Fault(family="token", times=None, **traits) if where == "token" else at(where, **traits)  # type: ignore[arg-type]
            made.run(Trial(f"{status} {where}", [fault]))
        made.tally.wrong += [f"another host heard {len(said)} bytes" for said in heard]
        return made.tally.row("N10 redirect elsewhere", scale, f"{len(heard)} calls to the other host")
