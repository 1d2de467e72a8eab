"""Two simple rules that other tools follow, on the same answers: what they would have claimed that is not so.

They stand beside our own figures so that these can be judged: the model is hard on simple rules.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from tests.faults.core_answers import Answer
from tests.faults.world_model import World
from tracker.core.items import Place, Reading


@dataclass(slots=True)
class Rival:
    """What a rule holds to be there, by the ids that are shown, and its claims that were not true.

    `believes` says whether it takes an answer at its word, `shows` whether a place is a track that is there.
    """

    believes: Callable[[Reading], bool]
    shows: Callable[[Place], bool]
    present: frozenset[str] | None = None
    known: set[str] = field(default_factory=set)
    false_losses: int = 0
    false_returns: int = 0
    _latest: tuple[Place, ...] | None = None

    def see(self, answer: Answer, world: World) -> None:
        """Compare an answer with the one before, and every claim with the truth."""
        if not isinstance(answer, Reading) or answer.places is self._latest or not self.believes(answer):
            return
        self._latest = answer.places
        shown = frozenset(place.item.id for place in answer.places if place.item.id and self.shows(place))
        if self.present is not None and shown != self.present:
            there = {name for name, _ in world.rows if world.songs[name].absent is None}
            self._claim(shown, self.present, there, world)
        self.present = shown
        self.known |= shown

    def _claim(self, shown: frozenset[str], before: frozenset[str], there: set[str], world: World) -> None:
        self.false_losses += sum(world.song_of(track).name in there for track in before - shown)
        back = (shown - before) & self.known
        self.false_returns += sum(world.song_of(track).name not in there for track in back)


def archive() -> Rival:
    """A text archive of the list: an entry that is null or missing was removed; a failed look is skipped."""
    return Rival(believes=lambda answer: answer.certificate.complete, shows=lambda place: True)


def differ() -> Rival:
    """A plain comparison: greyed out, null or missing is vanished at once, and shown again is back."""
    return Rival(believes=lambda answer: True, shows=lambda place: place.item.playable is not False)
