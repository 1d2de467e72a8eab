"""What a complete reading says of the list itself: entries come, gone and back, and where they stand now."""

from __future__ import annotations

from dataclasses import replace
from operator import attrgetter
from typing import TYPE_CHECKING

from tracker.core.decision import AddEntry, LearnTrack, RemoveEntry, Reorder, Revive, SettleRemoval
from tracker.core.items import Item, Kind
from tracker.core.matching import match
from tracker.core.names import NAMELESS, is_null, name_key, stored_id

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tracker.core.decision import Change
    from tracker.core.items import Place
    from tracker.core.known import Known, KnownEntry, Look
    from tracker.core.matching import Matched
    from tracker.core.rules import Rules


def revived(known: Known, matched: Matched) -> Matched:
    """The same matching with entries that lately went and stand there as before; a place is theirs by its id."""
    if not known.leaving or not matched.added:
        return matched
    back = match([each.entry for each in known.leaving], matched.added, same_version=False)
    return replace(
        matched, entries=matched.entries + back.entries, places=matched.places + back.places, added=back.added
    )


def list_changes(
    known: Known, matched: Matched, snapshot: str | None, look: Look, rules: Rules
) -> list[Change]:
    """The entries added, removed and back, and the list's order if it is another one.

    At the very first reading everything is new and nothing is news. Nor is it news of the *list* that an artist or
    an album has more tracks than before: events of a list tell of its owner's own edits. A null that got its object back is the
    same place under its real name, so that is no news either. One reading alone takes nothing out for good:
    one after the rules' span has to agree, unless the owner's rules ask for a single look.
    """
    first = known.last_complete is None and not known.entries
    named = [(e, p) for e, p in matched.pairs if e.track_id == NAMELESS and not is_null(p.item)]
    fresh = [p for p in matched.added if not (matched.unsure and is_null(p.item))]
    changes: list[Change] = [_learn(p.item) for p in [*fresh, *(p for _, p in named)]]
    changes += [RemoveEntry(e.id, e.track_id, known.last_complete, event=False) for e, _ in named]
    changes += [
        RemoveEntry(e.id, e.track_id, known.last_complete, e.track_id != NAMELESS, settled=rules.looks == 1)
        for e in matched.removed
    ]
    changes += _left(known, matched, look, rules)
    edited = known.watch.source.edited_by_owner and not first
    new = sorted(
        [(p, False) for _, p in named] + [(p, edited) for p in fresh], key=lambda pair: pair[0].position
    )
    changes += [_add(known, p, event=event) for p, event in new]
    order = _order(known, matched, [p for p, _ in new])
    if snapshot != known.snapshot or order != tuple(e.id for e in known.entries):
        changes.append(Reorder(snapshot, order))
    return changes


def _left(known: Known, matched: Matched, look: Look, rules: Rules) -> list[Change]:
    """What this reading says of the entries that lately went: back as they were, or gone for good.

    A reading in which some are back, or many more are missing, contradicts the one before it: it settles nothing.
    """
    present = {entry.id for entry in matched.entries}
    back: list[Change] = [Revive(each.entry.id) for each in known.leaving if each.entry.id in present]
    ripe = [each for each in known.leaving if not each.settled and look.ended_at - each.since >= rules.span]
    torn = back or rules.is_mass(len(matched.removed), len(known.entries))
    gone = [] if torn else [each for each in ripe if each.entry.id not in present]
    return back + [SettleRemoval(each.entry.id) for each in gone]


def learn_changes(
    pairs: Iterable[tuple[KnownEntry, Place]], *, refresh: bool, words: bool = True
) -> list[Change]:
    """What the answers teach of tracks that are known: missing facts, and (if `refresh`) changed ones.

    An answer by another id describes that other id: it only fills what is missing. Without `words` names teach
    nothing: they are not kept.
    """
    facts = _facts if words else _wordless
    changes: list[Change] = []
    for entry, place in pairs:
        item = place.item
        if facts(entry) == facts(item) or entry.track_id == NAMELESS or not _nameable(item):
            continue
        pairs_of_facts = list(zip(facts(entry), facts(item), strict=True))
        lacks = any(not old and new for old, new in pairs_of_facts)
        changed = any(new and new != old for old, new in pairs_of_facts)
        if lacks or (refresh and item.id == entry.track_id and changed):
            changes.append(LearnTrack(entry.track_id, item))
    return changes


def _learn(item: Item) -> LearnTrack:
    return LearnTrack(stored_id(item), item)


def _nameable(item: Item) -> bool:
    return item.kind is not Kind.NOTHING and not item.nameless


_facts = attrgetter("title", "artists", "album", "album_id", "isrc", "duration_ms", "disc", "number")
_numbers = attrgetter("album_id", "isrc", "duration_ms", "disc", "number")


def _wordless(of: KnownEntry | Item) -> tuple[object, ...]:
    key = name_key(of.title, of.artists) if isinstance(of, Item) else of.name_key
    return (key, *_numbers(of))


def _add(known: Known, place: Place, *, event: bool) -> AddEntry:
    track_id = stored_id(place.item)
    return AddEntry(track_id, place.added_at, place.key, known.last_complete, event and track_id != NAMELESS)


def _order(known: Known, matched: Matched, new: list[Place]) -> tuple[int, ...]:
    """The entries in the list's present order; those that are unsure stay behind whom they stood behind."""
    added = {place.position: -1 - n for n, place in enumerate(new)}
    paired = {place.position: entry.id for entry, place in matched.pairs}
    order = [number for _, number in sorted((paired | added).items())]
    return tuple(_with_unsure(order, known, {entry.id for entry in matched.unsure}))


def _with_unsure(order: list[int], known: Known, unsure: set[int]) -> list[int]:
    if not unsure:
        return order
    present, previous = set(order), None
    for entry in known.entries:
        if entry.id in unsure:
            order.insert(order.index(previous) + 1 if previous is not None else 0, entry.id)
        if entry.id in present | unsure:
            previous = entry.id
    return order
