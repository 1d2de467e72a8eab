"""Importing a list: what it would become is worked out and priced first, then written whole on the owner's word."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.core.errors import UsageError
from tracker.core.imports.intake import Intake, ListTerms
from tracker.core.imports.merging import Merged, merged
from tracker.core.imports.rows import Contents, FileRow, Form
from tracker.core.items import Kind
from tracker.core.links import Link
from tracker.core.names import is_catalogue, is_local
from tracker.core.phrases import count
from tracker.core.plan import away_calls
from tracker.core.watch import Source
from tracker.usecases.watching import markets_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime, timedelta

    from tracker.core.imports.intake import Earlier, Imports
    from tracker.core.known import KnownEntry
    from tracker.core.watch import Watch
    from tracker.usecases.watching import Means

LONGEST_LIST_NAME = 200


@dataclass(frozen=True, slots=True)
class ImportWish:
    """What the owner asked for beside the file; None and () stand for what an existing list has, or the usual.

    `usual` are the markets of a new list for which none was asked.
    """

    name: str | None
    markets: tuple[str, ...]
    every: timedelta | None
    usual: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """What an import would do. `watch` None: it makes a new list; `same` is the very same file, imported before."""

    contents: Contents
    intake: Intake
    watch: Watch | None
    places: int
    same: Earlier | None

    @property
    def calls(self) -> int:
        """The calls of the first check in each market: one for every track, for nobody knows their albums yet."""
        return self.places

    @property
    def idle(self) -> bool:
        """Whether importing this very file once more would change nothing."""
        joined, terms = self.intake.merged, self.intake.terms
        if self.same is None or self.watch is None or joined.added or joined.absent:
            return False
        return (self.watch.markets, int(self.watch.every.total_seconds())) == (terms.markets, terms.every_s)

    @property
    def per_day(self) -> float:
        """Calls a day at its rhythm, at the dearest: tracks that share an album will cost less."""
        return self.calls * len(self.intake.terms.markets) * 86400 / self.intake.terms.every_s


USUAL_EVERY_S = 7 * 86400


def propose(
    file: tuple[str, str], contents: Contents, wish: ImportWish, imports: Imports, means: Means
) -> Proposal:
    """Work out what importing a file (its name and digest) would do; UsageError if it cannot be done as wished."""
    name = _name(wish, contents, file[0])
    watch = next((each for each in imports.lists() if each.label == name), None)
    places = imports.listed(watch.id) if watch else []
    joined = merged(contents, places)
    markets = _markets(wish, watch, means)
    every = int(wish.every.total_seconds()) if wish.every else watch_every(watch)
    same = next((each for each in imports.earlier(file[1]) if watch and each.watch_id == watch.id), None)
    terms = ListTerms(name, markets, every, own=bool(wish.name or not contents.name))
    intake = Intake(contents.form, file[0], file[1], terms, joined, watch)
    return Proposal(contents, intake, watch, _asked(places, joined), same)


def watch_every(watch: Watch | None) -> int:
    """The rhythm of the list there is, or the usual one of an imported list."""
    return int(watch.every.total_seconds()) if watch else USUAL_EVERY_S


def must_fit(proposal: Proposal, per_day: int) -> None:
    """Refuse a list whose first check cannot be finished within a day's budget: it would never be complete."""
    if proposal.calls > per_day:
        raise _too_dear(proposal.calls, per_day)


def must_be_affordable(entries: Sequence[KnownEntry], per_day: int) -> int:
    """The calls of one check of entries whose albums are known; UsageError if a day's budget cannot pay for it."""
    calls = away_calls(entries)
    if calls > per_day:
        raise _too_dear(calls, per_day)
    return calls


def _too_dear(calls: int, per_day: int) -> UsageError:
    return UsageError(
        f"One check would cost {count(calls, 'call')}, and the budget is {per_day} a day: it would never be complete. "
        "Put the tracks into a playlist of your own and watch that (1,000 cost 22 calls), or import fewer."
    )


def kept(watch: Watch, entries: Sequence[KnownEntry], imports: Imports) -> Intake:
    """The last known entries of a watch as an imported list of the same markets and rhythm."""
    if watch.source is Source.LIST:
        raise UsageError(f"'{watch.label}' is an imported list already.")
    rows = tuple(_row_of(n, entry) for n, entry in enumerate(entries, 1) if is_listable(entry.track_id))
    if not any(row.kind is Kind.TRACK for row in rows):
        raise UsageError(f"No track of '{watch.label}' is on record: there is nothing to keep.")
    name = f"{watch.label} (kept)"[:LONGEST_LIST_NAME]
    if any(each.label == name for each in imports.lists()):
        raise UsageError(f"There is a list '{name}' already.")
    terms = ListTerms(name, watch.markets, int(watch.every.total_seconds()), own=watch.named_at is not None)
    return Intake(Form.KEPT, watch.label, f"watch:{watch.id}", terms, Merged(rows, (), ()))


def is_listable(track_id: str) -> bool:
    """Whether an entry can stand in an imported list: a place that never showed an object cannot."""
    return is_catalogue(track_id) or track_id.startswith(("local:", "episode:"))


def _row_of(line: int, entry: KnownEntry) -> FileRow:
    """Only the place: its names are on record already, under the origin they came from."""
    kind = Kind.TRACK
    if not is_catalogue(entry.track_id):
        kind = Kind.LOCAL if is_local(entry.track_id) else Kind.EPISODE
    return FileRow(line, entry.track_id, kind, added_on=entry.added_at)


def take(proposal: Proposal, imports: Imports, now: datetime, *, replace_absent: bool) -> Watch:
    """Write it; what the file no longer holds is taken out of the list only if the owner says so."""
    intake = proposal.intake
    drop = intake.merged.absent if replace_absent else ()
    return imports.take(
        Intake(intake.form, intake.file, intake.digest, intake.terms, intake.merged, intake.watch, drop), now
    )


def _name(wish: ImportWish, contents: Contents, file: str) -> str:
    stem = file.rsplit(".", 1)[0] or file
    name = " ".join((wish.name or contents.name or stem).split())
    if not name:
        raise UsageError("The list needs a name: give one with --name.")
    return name[:LONGEST_LIST_NAME]


def _markets(wish: ImportWish, watch: Watch | None, means: Means) -> tuple[str, ...]:
    if watch and not wish.markets:
        return watch.markets
    return markets_of(Link(Source.LIST, ""), wish.markets or wish.usual, means)


def _asked(places: Sequence[KnownEntry], joined: Merged) -> int:
    """The tracks of the catalogue that the list would hold, each once."""
    held = {place.track_id for place in places} | {row.track_id for row in joined.added}
    return sum(map(is_catalogue, held))
