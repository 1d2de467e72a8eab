"""What is wrong with what a look at a spoilt answer decided: nothing, where the answer itself says so.

Of a track whose own part of the answers nobody touched, no look may say that it went. One look settles nothing
that was not in doubt; and where every track is in doubt, only an answer that plainly says so may settle it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from tests.faults.documents_answers import Key
from tests.faults.documents_bends import Node, at
from tests.faults.documents_looks import Scene, Where
from tracker.core import decision as d
from tracker.core.names import is_catalogue
from tracker.net.reply import Reply

NOWHERE = object()


@dataclass(frozen=True, slots=True)
class Spoilt:
    """One spoilt answer in its scene: to which question, and the reply that stood for the true one."""

    scene: Scene
    key: Key
    reply: Reply

    def touches(self, track: str) -> bool:
        """Whether anything that the answers say of a track is not as it truly is."""
        body, true = _value(self.reply), self.scene.bodies[self.key]
        return self.reply.status != 200 or any(
            at(true, where.row) != _found(body, where.row) for where in self._places(track)
        )

    def says_gone(self, track: str) -> bool:
        """Whether the answer plainly says that a track cannot be played."""
        body = _value(self.reply)
        gone = any(
            _gone(_found(body, end)) for where in self._places(track) for end in (where.row, where.own)
        )
        return gone or self.reply.status == 404

    def _places(self, track: str) -> list[Where]:
        return [where for where in self.scene.places.get(track, ()) if where.key == self.key]


def wrongs(spoilt: Spoilt, decision: d.Decision, *, doubted: bool) -> Iterator[str]:
    """Every change that the answers do not bear out."""
    spoken = {change.doubt_id for change in decision.changes if isinstance(change, d.Confirm)}
    if spoken and not doubted:
        yield "settled what was not in doubt"
    for change in decision.changes:
        if not decision.complete and not _harmless(change):
            yield f"an incomplete look changed a state: {type(change).__name__}"
        elif word := _unjust(spoilt, change):
            yield word


def _harmless(change: d.Change) -> bool:
    """What a look that failed may note: that nothing was seen, and that the source itself did not answer."""
    return isinstance(change, d.OpenGap) or (isinstance(change, d.Suspect) and change.track_id is None)


def _unjust(spoilt: Spoilt, change: d.Change) -> str | None:
    """What is wrong with one change; None if the answer bears it out."""
    match change:
        case d.Suspect(track_id=str(track)) | d.RemoveEntry(track_id=track) if is_catalogue(track):
            return None if spoilt.touches(track) else f"{type(change).__name__} of an untouched track"
        case d.OpenSpell(track_id=track) if change.target.state.absent:
            return None if spoilt.says_gone(track) else "a spell of absence that nothing says"
        case d.AddEntry(track_id=track) if change.event and is_catalogue(track):
            return None if track.encode() in spoilt.reply.body else "an entry that nothing names"
        case d.CloseSpell() | d.SettleRemoval():
            confirmed = spoilt.scene.known.standings
            return None if confirmed else "a change of what was never known"
    return None


def _value(reply: Reply) -> Node:
    with suppress(ValueError, RecursionError):
        return json.loads(reply.body)
    return NOWHERE


def _found(body: Node, row: tuple[str | int, ...]) -> Node:
    with suppress(KeyError, IndexError, TypeError):
        return at(body, row)
    return NOWHERE


def _gone(row: Node) -> bool:
    """Whether a row of any kind says that what it holds cannot be played, or holds nothing."""
    named = row.keys() & {"item", "track", "album"} if isinstance(row, dict) and "type" not in row else None
    item = row[min(named)] if named else row
    if not isinstance(item, dict):
        return item is None
    return item.get("is_playable") is False or item.get("name") == ""
