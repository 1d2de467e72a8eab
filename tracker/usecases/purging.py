"""Purging: what the owner names is found, each thing once, before anything is deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.core.errors import UsageError
from tracker.core.links import ID, parse_link
from tracker.core.names import is_catalogue
from tracker.core.purging import Purged, Target, What
from tracker.core.watch import Source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from tracker.core.purging import Purging
    from tracker.core.watch import Watch

EVERYTHING = Target(What.ALL, "", "everything of the service")


def targets(record: Purging, items: Iterable[str]) -> list[Target]:
    """What the items name: numbers and links are watches (ended ones too), a track's link or id also the track.

    Raises UsageError for the first that names nothing on record; nothing is deleted then.
    """
    found = {(each.what, each.ref): each for item in items for each in _named(record, item.strip())}
    return list(found.values())


def _named(record: Purging, item: str) -> list[Target]:
    if item.isdecimal() and len(item) < len("2147483648"):
        watch = record.watch(int(item))
        if watch is None:
            raise UsageError(f"There is no watch {item}, and never was one.")
        return [_of(watch)]
    stand_in = ":" in item and not is_catalogue(item)  # of a local file or an episode, as the record has it
    if stand_in or ID.fullmatch(item):
        return _track(record, item, item)
    link = parse_link(item)
    watches = [_of(watch) for watch in record.watches_of(link.source.value, link.ref)]
    tracks = _track(record, link.ref, item, needed=not watches) if link.source is Source.TRACK else []
    if not watches and not tracks:
        raise UsageError(f"'{item}' is not on record: it is not watched, and never was.")
    return [*watches, *tracks]


def _of(watch: Watch) -> Target:
    return Target(What.WATCH, str(watch.id), f"{watch.id}, {watch.label}")


def _track(record: Purging, track_id: str, item: str, *, needed: bool = True) -> list[Target]:
    name = record.track_name(track_id)
    if name is None and needed:
        raise UsageError(f"'{item}' is not on record: no watch has held this track.")
    return [Target(What.TRACK, track_id, name)] if name is not None else []


def purge(record: Purging, wanted: Iterable[Target], forget_tokens: Callable[[], bool]) -> Iterator[Purged]:
    """Purge one after the other. Where all goes, the tokens go first: nothing is asked in their name any more."""
    for target in wanted:
        if target.what is What.ALL:
            forget_tokens()
            yield record.purge_all(target)
        elif target.what is What.WATCH:
            yield record.purge_watch(target)
        elif record.track_name(target.ref) is None:  # it went with a watch before it
            yield Purged(target, scrubbed=not record.owed())
        else:
            yield record.purge_track(target)
