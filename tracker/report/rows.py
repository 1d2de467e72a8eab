"""Rows: what each event, absence or outage looks like in any format, with its link to the service."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tracker.core import wording
from tracker.core.history import EventKind
from tracker.core.links import ID, item_address, track_link
from tracker.core.phrases import between, days, interval, listed, quoted, visible
from tracker.core.replacements import Replacement, sureness_text

if TYPE_CHECKING:
    from tracker.core.absences import Absence, Lost
    from tracker.core.history import Event
    from tracker.core.notices import Notice
    from tracker.core.summary import Outage, Retraction, Return
    from tracker.core.watch import Watch


Lives = Mapping[str, Sequence[Replacement]]
NOWHERE: Lives = {}
MOST_LIVES = 2
"""So many other ids of a recording stand in a report; all of them are on the track's page."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing said of a row: in which market, when, and notes such as the reason code; `days` is when, in brief."""

    market: str
    when: str
    notes: tuple[str, ...]
    days: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One track or source: `name` in quotes, `by` its artists (may be empty), `address` its page, if it has one.

    `lives` says where its recording lives now, in one phrase each.
    """

    name: str
    by: str
    origin: str
    address: str | None
    lines: tuple[Line, ...]
    lives: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """Name and artists in one phrase."""
        return f"{self.name} by {self.by}" if self.by else self.name


def source_address(watch: Watch | None) -> str | None:
    """The page of a watched thing; None where it has none or is not watched any more."""
    return item_address(watch.source, watch.ref) if watch and ID.fullmatch(watch.ref) else None


def lost_row(lost: Lost, lives: Lives = NOWHERE) -> Row:
    """A track that vanished, with each market in which it did, whether it is back there, and where it lives on."""
    row = _row(lost.newest, tuple(_missing_line(absence) for absence in lost.absences))
    return replace(row, lives=tuple(map(_life, lives.get(lost.newest.track_id or "", ())[:MOST_LIVES])))


def _life(other: Replacement) -> str:
    """Where, with what sureness, and its page: certain and likely are never worded alike."""
    sure = sureness_text(other.found_by, other.confidence)
    called = f", as {wording.track_name(other.title, other.artists, other.other_id)}" if other.title else ""
    where = track_link(other.other_id) or visible(other.other_id)
    return f"lives on in {visible(other.market)} ({sure}{called}): {where}"


def _missing_line(absence: Absence) -> Line:
    event, back = absence.vanished, absence.returned
    length = between(absence.at_least, absence.at_most)
    if back is None:
        return _line(event, wording.absence_text(event), f"missing for {length}")
    again = f"playable again, {interval(back.last_seen_at, back.first_missed_at)}"
    return _line(event, wording.absence_text(event), again, f"was gone for {length}")


def return_row(told: Return) -> Row:
    """A track that is back, and how long it was gone."""
    gone = "when it vanished is not on record"
    if told.absence:
        gone = f"was gone for {between(told.absence.at_least, told.absence.at_most)}"
    return _row(told.event, (_line(told.event, gone),))


def relink_row(event: Event) -> Row:
    """A track that another id answers for."""
    answer = f"answered by {visible(event.via)}" if event.via else "answered by its own id again"
    return _row(event, (_line(event, answer),))


def retraction_row(back: Retraction) -> Row:
    """An event that was taken back: what had been told, and when."""
    told = back.told
    said = (
        f"told as: {wording.happening(replace(told, market=''))}"
        if told
        else "what had been told is not on record"
    )
    since = interval(told.last_seen_at, told.first_missed_at) if told else ""
    return _row(back.event, (_line(back.event, said, since),))


def notice_row(notice: Notice) -> Row:
    """Something that goes unobserved."""
    return Row(visible(notice.text), "", "", None, (Line("", "now", ()),))


def edit_row(event: Event) -> Row:
    """An entry that came or went by an edit of the list."""
    verb = "added to" if event.kind is EventKind.ENTRY_ADDED else "taken out of"
    return _row(event, (replace(_line(event, f"{verb} {_label(event)}"), market=""),))


def suspected_row(event: Event, watches: Mapping[int, Watch]) -> Row:
    """A change that is not believed yet."""
    said = wording.happening(replace(event, market=""))  # the line names the market already
    line = _line(event, said, wording.sureness(event))
    return _row(event, (line,)) if event.track_id else _source_row(event, watches, (line,))


def outage_row(outage: Outage, watches: Mapping[int, Watch]) -> Row:
    """A source that could not be read, and whether it can be again."""
    lines = []
    if outage.lost:
        lines.append(_line(outage.lost, wording.happening(outage.lost)))
    if outage.back:
        lines.append(_line(outage.back, wording.happening(outage.back)))
    return _source_row(outage.newest, watches, tuple(lines))


def _source_row(event: Event, watches: Mapping[int, Watch], lines: tuple[Line, ...]) -> Row:
    watch = watches.get(event.watch_id) if event.watch_id is not None else None
    return Row(wording.subject(event), "", "", source_address(watch), lines)


def _row(event: Event, lines: tuple[Line, ...]) -> Row:
    known = bool(event.title and event.title.strip())
    artists = tuple(visible(artist) for artist in event.artists if artist.strip()) if known else ()
    return Row(
        name=wording.track_name(event.title, (), event.track_id),
        by=listed(artists),
        origin=_origin(event.name_origin) if known else "",
        address=track_link(event.track_id),
        lines=lines,
    )


def _line(event: Event, *notes: str) -> Line:
    edges = event.last_seen_at, event.first_missed_at
    return Line(visible(event.market), interval(*edges), notes, days(*edges))


def _origin(origin: str | None) -> str:
    """Where a name comes from, if not from the service that the whole report is attributed to."""
    return "" if origin in {None, "service"} else f"name from {visible(origin or '')}"


def _label(event: Event) -> str:
    return quoted(event.watch_label) if event.watch_label.strip() else "the list"
