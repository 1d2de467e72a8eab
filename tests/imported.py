"""Importing on the living program, the way the command does it: understood, proposed, taken."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from tracker.core.imports.recognise import understand
from tracker.core.watch import Watch, parse_rhythm
from tracker.usecases.importing import ImportWish, Proposal, propose, take

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.living import Living


def proposed(life: Living, text: str, *markets: str, name: str = "Old Favourites") -> Proposal:
    """What importing a text would do."""
    wish = ImportWish(name, markets, parse_rhythm("1d"))
    file = ("favourites.txt", sha256(text.encode()).hexdigest())
    return propose(file, understand(text), wish, life.app.store.imports, life.app.means)


def imported(
    life: Living, text: str, *markets: str, name: str = "Old Favourites", replace: bool = False
) -> Watch:
    """Import a text into the list of that name."""
    proposal = proposed(life, text, *markets, name=name)
    return take(proposal, life.app.store.imports, life.app.clock.now(), replace_absent=replace)


def links(tracks: Iterable[str]) -> str:
    """A file of links."""
    return "".join(f"spotify:track:{track}\n" for track in tracks)
