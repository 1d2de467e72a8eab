"""The answers for the tracks of a watch: what was answered of late, and what is asked for now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.core.items import COMPLETE, Certificate, Place, Reading
from tracker.core.known import KnownEntry, Listing
from tracker.core.names import NAMELESS, is_catalogue, standing_in
from tracker.usecases.memory import GOOD_FOR, JUST_NOW, SHARE_OF_RHYTHM
from tracker.usecases.sharing import Wanted, ask

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from tracker.core.rights import Release
    from tracker.core.watch import Watch
    from tracker.usecases.look import Observer
    from tracker.usecases.memory import Answer

UNTOLD = Certificate(complete=False, why="unknown")


@dataclass(frozen=True, slots=True)
class Answered:
    """The answers for the tracks of a watch, old ones and new; the certificate is complete if none is missing."""

    answers: Mapping[str, Answer]
    certificate: Certificate
    repeated: frozenset[str]
    releases: tuple[Release, ...]

    def reading(self, places: Iterable[Place]) -> Reading:
        """The reading that these answers make; they are accounted for with it."""
        return Reading(
            tuple(places) if self.certificate.complete else (),
            self.certificate,
            releases=self.releases,
            since=min((each.asked_at for each in self.answers.values()), default=None),
            shared=sum(each.bill.settle() for each in self.answers.values()),
            repeated=self.repeated,
        )


def answered(
    observer: Observer,
    watch: Watch,
    market: str,
    entries: Sequence[KnownEntry],
    lists: Mapping[str, Listing],
) -> Answered:
    """What is known of the tracks of a watch from answers of late; what is not is asked for now."""
    memory, wanted, began = observer.memory, once(entries), observer.clock.now()
    answers = known_answers(observer, watch, market, wanted, began - JUST_NOW)
    missing = [entry for entry in wanted if entry.track_id not in answers]
    certificate = COMPLETE
    if missing:
        certificate = ask(
            observer, Wanted(market, missing, lists, packed_lists(observer, market)), billed=False
        )
        answers = known_answers(observer, watch, market, wanted, began - JUST_NOW)
    if len(answers) < len(wanted) and certificate.complete:
        certificate = UNTOLD
    return Answered(answers, certificate, memory.repeated(market, answers), memory.take_releases())


def known_answers(
    observer: Observer, watch: Watch, market: str, entries: Sequence[KnownEntry], doubted_since: datetime
) -> dict[str, Answer]:
    """The answers of late that may serve a watch. About a track in doubt, none that may be older than the doubt."""
    now, memory = observer.clock.now(), observer.memory
    oldest = now - min(GOOD_FOR, watch.every / SHARE_OF_RHYTHM)
    found = memory.answers(market, [entry.track_id for entry in entries], now, oldest)
    if not found:
        return found
    doubted = observer.store.doubted(market) - memory.repeated(market, found)
    return {t: each for t, each in found.items() if t not in doubted or each.asked_at >= doubted_since}


def standing(entries: Iterable[KnownEntry], found: Answered) -> list[Place]:
    """The places of a list as it is known, with what was answered for their tracks."""
    answers = found.answers
    return [
        Place(
            n,
            standing_in(entry.track_id, answers[entry.track_id].item if entry.track_id in answers else None),
            entry.added_at,
            entry.key or entry.track_id,
        )
        for n, entry in enumerate(entries)
    ]


def packed_lists(observer: Observer, market: str) -> dict[str, Listing]:
    """The tracker's own lists, where they can be read: they show the account's market."""
    if market != observer.home:
        return {}
    return {
        each.ref: Listing(each.snapshot, tuple(_place(track) for track in each.tracks))
        for each in observer.store.packed.lists()
        if each.ref
    }


def packed_tracks(observer: Observer) -> frozenset[str]:
    """The tracks that stand in them; none where many can be asked for in one call, for then no page is cheaper."""
    if observer.home is None or observer.catalog.tier().batches:
        return frozenset()
    return frozenset(track for each in observer.store.packed.lists() if each.ref for track in each.tracks)


def _place(track: str) -> KnownEntry:
    return KnownEntry(id=0, track_id=track or NAMELESS, answers=frozenset({track}))


def once(entries: Iterable[KnownEntry]) -> list[KnownEntry]:
    """Each track of the catalogue once."""
    return list({e.track_id: e for e in entries if is_catalogue(e.track_id)}.values())
