"""All that deciding needs to know of the past, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from tracker.core.history import Doubt, Gap, Sighting, Spell
    from tracker.core.items import Way
    from tracker.core.watch import Watch


@dataclass(frozen=True, slots=True)
class KnownEntry:
    """One entry that the watch held at its last complete check.

    `track_id` is the id the list stores as far as it could be known; `answers` are the ids under which the
    entry answered before (the stored one, and the open spells' `via`). `name_key` compares names without telling
    them: it outlives the title, which is kept for a term.
    """

    id: int
    track_id: str
    answers: frozenset[str]
    added_at: datetime | None = None
    key: str | None = None
    isrc: str | None = None
    title: str = ""
    artists: tuple[str, ...] = ()
    album: str = ""
    album_id: str | None = None
    disc: int | None = None
    number: int | None = None
    duration_ms: int | None = None
    name_key: str | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """A list as it was left: its version, its entries in order, and whether nothing of it awaits a second reading."""

    snapshot: str | None
    entries: tuple[KnownEntry, ...]
    settled: bool = True


@dataclass(frozen=True, slots=True)
class Standing:
    """What is held true of one track in one market.

    `last_seen` is the latest check that observed it (in any watch), None if none did.
    """

    spell: Spell | None = None
    doubt: Doubt | None = None
    last_seen: Sighting | None = None
    gap: Gap | None = None


NEVER_SEEN = Standing()


@dataclass(frozen=True, slots=True)
class Leaving:
    """An entry that went from the list by `since` (UTC): `settled` once a later reading has agreed."""

    entry: KnownEntry
    since: datetime
    settled: bool


@dataclass(frozen=True, slots=True)
class Known:
    """The past of one watch in one market.

    `entries` are in the list's order; `standings` by track id; `elsewhere` are the tracks that another watch
    observes in this market too; `last_complete` is the last complete check (its `at` is when that check began);
    `gap` the watch's open gap; `source_doubt` the open doubt about the source itself; `source_down` whether its
    loss is confirmed; `old_snapshots` are versions seen before the current one; `leaving` went from it lately.
    `words` False: names are never kept, so that none is missing.
    """

    watch: Watch
    market: str
    entries: tuple[KnownEntry, ...] = ()
    snapshot: str | None = None
    standings: Mapping[str, Standing] = field(default_factory=dict)
    elsewhere: frozenset[str] = frozenset()
    last_complete: Sighting | None = None
    gap: Gap | None = None
    source_doubt: Doubt | None = None
    source_down: bool = False
    old_snapshots: frozenset[str] = frozenset()
    leaving: tuple[Leaving, ...] = ()
    words: bool = True

    def standing(self, track_id: str) -> Standing:
        """The standing of a track, or that of one never seen."""
        return self.standings.get(track_id, NEVER_SEEN)


@dataclass(frozen=True, slots=True)
class Look:
    """One look: which check it is, when it began and ended (UTC), and how it asked.

    A change lies after the *beginning* of the last check that saw the old state and before the *end* of
    the first that saw the new one; both edges are therefore taken on the careful side.
    """

    check_id: int
    started_at: datetime
    ended_at: datetime
    way: Way
