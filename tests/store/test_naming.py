"""What a track is called: one origin's words, never two side by side; and what asking MusicBrainz leaves behind."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from itertools import combinations
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import delete, insert, update
from sqlmodel import col

from tests.store.looks import (
    draft,
    first_reading,
    hours,
    knowledge,
    record,
    shown,
    suspicion,
    watch_list,
)
from tracker.core.decision import OpenSpell
from tracker.core.history import Sighting, State, Target
from tracker.core.names import IMPORT, MUSICBRAINZ, OWNER, SERVICE
from tracker.core.openname import (
    AGAIN,
    NOTHING_FOUND,
    By,
    Conclusion,
    Learnt,
    Outcome,
    Recording,
    Tally,
    Unnamed,
    learnt,
    put_off,
)
from tracker.core.pages.watch import Wanted
from tracker.core.ports import EventFilter
from tracker.core.watch import Source
from tracker.store.pages.api import Span, entries_part
from tracker.store.pages.owned import keep_name
from tracker.store.pages.watch import watch_page
from tracker.store.tables import NameRow, TrackRow

if TYPE_CHECKING:
    from tracker.store.repository import SqlStore

MBID = "1f1a9b3c-0000-4000-8000-000000000001"
DAY = timedelta(days=1)
FIRST = (SERVICE, OWNER, MUSICBRAINZ, IMPORT)
"""As docs/names.md promises it."""


def found(track_id: str, isrc: str | None = None, title: str = "Open Window") -> Learnt:
    """MusicBrainz knows the track."""
    recording = Recording(MBID, title, ("Compass",), 200_000)
    track = Unnamed(track_id, isrc or f"XX{track_id}", 200_000)
    return learnt(track, Conclusion(Outcome.FOUND, By.ISRC, recording), hours(3))


def only_named_by(store: SqlStore, track: str, origins: Sequence[str]) -> None:
    """Let a track be called something of its own by each of the origins, and by nobody else."""

    def deed(conn: object) -> None:
        conn.execute(delete(NameRow).where(col(NameRow.track_id) == track))  # type: ignore[attr-defined]
        rows = [
            {"track_id": track, "origin": each, "title": f"title {each}", "artists": [each], "album": each}
            for each in origins
        ]
        conn.execute(insert(NameRow), rows)  # type: ignore[attr-defined]

    store.change(deed)


@pytest.mark.parametrize(
    "origins", [each for size in (1, 2, 3, 4) for each in combinations(reversed(FIRST), size)]
)
def test_one_origin_gives_title_and_artists_alike(store: SqlStore, origins: tuple[str, ...]) -> None:
    """Service, owner, MusicBrainz, imported file: the first of these that calls it anything, in every list."""
    watch = watch_list(store)
    first_reading(store, watch, ["t1"])
    record(store, draft(watch, 2), suspicion("t1"))
    only_named_by(store, "t1", origins)
    best = next(origin for origin in FIRST if origin in origins)
    (event,) = store.events(EventFilter())
    assert (event.title, event.artists, event.name_origin) == (f"title {best}", (best,), best)
    page = store.ask(watch_page, watch.id, Wanted(), hours(4))
    assert page is not None
    (line,) = page.entries.rows
    assert (line.title, line.artists, line.origin) == (f"title {best}", (best,), best)
    part = store.ask(entries_part, watch.id, Span(0, 10))
    assert part is not None
    (entry,) = part.items
    assert entry.name is not None
    assert (entry.name.title, entry.name.artists, entry.name.origin) == (f"title {best}", (best,), best)
    assert entry.name.album == (SERVICE if best == SERVICE else "")
    assert [name.origin for name in shown(store, "t1").names] == [o for o in FIRST if o in origins]


def test_a_name_without_a_title_gives_way(store: SqlStore) -> None:
    """Artists alone name nothing: another origin that has a title goes first, with its own artists."""
    watch = watch_list(store)
    first_reading(store, watch, ["t1"])
    record(store, draft(watch, 2), suspicion("t1"))
    only_named_by(store, "t1", [SERVICE, IMPORT])
    store.change(
        lambda conn: conn.execute(update(NameRow).where(col(NameRow.origin) == SERVICE).values(title=""))
    )
    (event,) = store.events(EventFilter())
    assert (event.title, event.artists, event.name_origin) == ("title import", ("import",), IMPORT)


def test_the_words_of_others_never_decide_which_track_it_is(store: SqlStore) -> None:
    """What a place is compared with is the service's own name, whoever else calls the track something."""
    watch = watch_list(store)
    first_reading(store, watch, ["t1"])
    only_named_by(store, "t1", [OWNER, MUSICBRAINZ])
    (entry,) = knowledge(store, watch).entries
    assert (entry.title, entry.artists) == ("", ())


def test_a_name_from_musicbrainz_stands_with_its_date_and_page(store: SqlStore) -> None:
    """Beside the service's, not in its place, and without a term."""
    first_reading(store, watch_list(store), ["t1"])
    store.lookups.keep([found("t1")], hours(3))
    service, other = shown(store, "t1").names
    assert (service.origin, service.address) == (SERVICE, None)
    assert (other.title, other.artists, other.origin, other.kept_until) == (
        "Open Window",
        ("Compass",),
        MUSICBRAINZ,
        None,
    )
    assert (other.learnt_at, other.address) == (hours(3), f"https://musicbrainz.org/recording/{MBID}")


def test_the_service_is_dated_by_the_look_that_changed_its_words(store: SqlStore) -> None:
    """The same words again keep their date; the owner's have that of the owner's act."""
    watch = watch_list(store)
    first_reading(store, watch, ["t1"])
    first_reading(store, watch_list(store, ref="album2"), ["t1"], at=9)
    store.change(keep_name, "t1", "The Blue One", (), hours(5))
    service, own = shown(store, "t1").names
    assert service.learnt_at == hours(0) + timedelta(minutes=1)
    assert own.learnt_at == hours(5)


def test_the_names_of_let_go_tracks_outlive_the_services(store: SqlStore) -> None:
    """After the term the service's words are gone from the record, and MusicBrainz still names the track."""
    watch = watch_list(store)
    first_reading(store, watch, ["t1"])
    record(store, draft(watch, 2), suspicion("t1"))
    store.lookups.keep([found("t1")], hours(3))
    store.remove(watch.id, hours(4))
    store.housekeep(hours(5), 0)
    (event,) = store.events(EventFilter())
    assert (event.title, event.artists, event.name_origin) == ("Open Window", ("Compass",), MUSICBRAINZ)
    assert [name.origin for name in shown(store, "t1").names] == [MUSICBRAINZ]


def test_the_vanished_are_asked_for_first(store: SqlStore) -> None:
    """Then the suspected, then what a watch holds, then the rest; local files and the nameless never."""
    watch, other = watch_list(store, "DE", "US"), watch_list(store, ref="album2")
    first_reading(store, watch, ["a held", "b suspect", "c gone", "local:1234", "episode:1", "nothing"])
    first_reading(store, other, ["0 left"])
    first = Sighting(1, hours(0))
    record(store, draft(watch, 2), suspicion("b suspect"))
    record(store, draft(watch, 3, market="US"), OpenSpell("c gone", Target(State.GONE), None, None, first))
    store.remove(other.id, hours(4))
    wanted = [track.track_id for track in store.lookups.unnamed(hours(5), 10)]
    assert wanted == ["c gone", "b suspect", "a held", "0 left"]
    assert [track.track_id for track in store.lookups.unnamed(hours(5), 2)] == ["c gone", "b suspect"]
    assert store.lookups.tally(hours(5)) == Tally(4, 0, 4)


def test_what_was_found_is_not_asked_for_again_unless_the_isrc_changed(store: SqlStore) -> None:
    """Another ISRC is another recording: the name that the old one has brought goes when the new one brings none."""
    first_reading(store, watch_list(store), ["t1"])
    (track,) = store.lookups.unnamed(hours(1), 10)
    assert track == Unnamed("t1", "XXt1", 200_000)
    store.lookups.keep([found("t1")], hours(3))
    assert store.lookups.unnamed(hours(1) + 1000 * DAY, 10) == []
    assert store.lookups.tally(hours(4)) == Tally(1, 1, 0)
    store.change(lambda conn: conn.execute(update(TrackRow).values(isrc="ZZNEW1900001")))
    (again,) = store.lookups.unnamed(hours(4), 10)
    assert again == Unnamed("t1", "ZZNEW1900001", 200_000)
    store.lookups.keep([learnt(again, NOTHING_FOUND, hours(5))], hours(5))
    assert [name.origin for name in shown(store, "t1").names] == [SERVICE]
    assert store.lookups.unnamed(hours(6), 10) == []


def test_what_was_not_found_is_due_again_with_the_time_it_waited(store: SqlStore) -> None:
    """So that the second wait can be longer than the first."""
    first_reading(store, watch_list(store), ["t1"])
    (track,) = store.lookups.unnamed(hours(1), 10)
    store.lookups.keep([put_off(track, hours(1))], hours(1))
    assert store.lookups.unnamed(hours(24), 10) == []
    (again,) = store.lookups.unnamed(hours(25), 10)
    assert again.waited == DAY
    store.lookups.keep([learnt(again, Conclusion(Outcome.SEVERAL), hours(25))], hours(25))
    assert store.lookups.unnamed(hours(25) + AGAIN - DAY, 10) == []
    (later,) = store.lookups.unnamed(hours(25) + AGAIN, 10)
    assert later.waited == AGAIN


def test_what_is_learnt_of_a_track_that_was_purged_meanwhile_is_dropped(store: SqlStore) -> None:
    """The rest of the same answer is kept."""
    first_reading(store, watch_list(store), ["t1"])
    store.lookups.keep([found("nobody"), found("t1")], hours(3))
    assert store.track("nobody") is None
    assert store.lookups.tally(hours(4)).named == 1


def test_forgetting_the_login_takes_what_was_asked_for_with_it(store: SqlStore) -> None:
    """Nothing is left of a track that only the login had brought, its open name and the asking included."""
    private = watch_list(store, source=Source.SAVED_TRACKS, ref="saved")
    first_reading(store, private, ["t1", "t2"])
    store.lookups.keep([found("t1"), learnt(Unnamed("t2", None, None), NOTHING_FOUND, hours(3))], hours(3))
    store.forget_login()
    assert (store.track("t1"), store.track("t2")) == (None, None)
    assert store.lookups.tally(hours(4)) == Tally(0, 0, 0)
