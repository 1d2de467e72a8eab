"""From one look and what was known before it to everything that changes: the heart of the tracker.

    reading ─ certificate ─ incomplete ──> a gap, and nothing else
       └─ complete ─ matching ─ observations ─ mass? ─ claims ──> spells, doubts, events
                         └─ listing ──> entries added and removed

All of it is a pure function: the same look against the same past gives the same decision, always.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from tracker.core.claims import Case, agrees, contested, contests, differs, judge, told_as, unchanged
from tracker.core.decision import CloseGap, Decision, LearnRelease, OpenGap
from tracker.core.history import Observation, State
from tracker.core.known import NEVER_SEEN
from tracker.core.listing import learn_changes, list_changes, revived
from tracker.core.matching import match
from tracker.core.names import NAMELESS, is_catalogue, is_null, stored_id
from tracker.core.observe import observe
from tracker.core.rules import SAMPLE
from tracker.core.sources import source_changes
from tracker.core.watch import Source

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tracker.core.decision import Change
    from tracker.core.history import EventKind
    from tracker.core.items import Place, Reading
    from tracker.core.known import Known, KnownEntry, Look
    from tracker.core.matching import Matched
    from tracker.core.rules import Rules

MISSED_ROUNDS = 2
"""So many rhythms without a complete check, unexplained, mean that nobody was looking."""
STUBBORN_ROUNDS, VERY_STUBBORN_ROUNDS = 3, 12
"""For so many rhythms what a list shows is not believed against its version and its past."""
SHAPE, FIELD = "shape:", "field:"
"""How the words begin for answers that are not of the known form, and for fields that are missing."""


def decide_list(known: Known, reading: Reading, look: Look, rules: Rules) -> Decision:
    """Decide upon a reading of the whole source in the watch's home market."""
    same = reading.snapshot is not None and reading.snapshot == known.snapshot
    own = known.watch.source is Source.LIST
    plain = match(known.entries, reading.places, same_version=same, exact=own)
    matched = plain if own else revived(known, plain)
    if why := _doubtful(known, reading, matched, look, same_version=same):
        return incomplete(known, look, why)
    everything = _seen(matched)
    seen = _by_track(each for each in everything if is_catalogue(each.track_id))
    changes = (
        *list_changes(known, matched, reading.snapshot, look, rules),
        *learn_changes(matched.pairs, refresh=True, words=known.words),
        *map(LearnRelease, reading.releases),
        *_unwatched(known, matched, seen),
        *_judged(known, seen, look, rules, reading.repeated),
        *source_changes(known, look, rules, up=True),
        *_blind_until_now(known, look),
    )
    ignored = sum(not is_catalogue(each.track_id) for each in everything)
    counts, told = _counts(seen, ignored), _told(seen)
    return Decision(changes, counts, complete=True, lacking=_lacking(seen), told=told)


def _doubtful(
    known: Known, reading: Reading, matched: Matched, look: Look, *, same_version: bool
) -> str | None:
    """Why a reading may not say anything although it was asked for properly; None if it may.

    Lists are emptied, and versions have been seen to stick: who has been blind for this very reason for too
    long, or for whatever reasons for very long, stops insisting.
    """
    if not reading.certificate.complete:
        return reading.certificate.why or "unknown"
    if known.watch.source is Source.LIST:
        return None  # the list is our own: only what its tracks answer comes from outside
    why = _implausible(known, reading, matched, same_version=same_version)
    same = known.gap is not None and known.gap.why == why
    patience = (STUBBORN_ROUNDS if same else VERY_STUBBORN_ROUNDS) * known.watch.every
    return why if why and _blind_for(known, look) <= patience else None


def _implausible(known: Known, reading: Reading, matched: Matched, *, same_version: bool) -> str | None:
    """What speaks against a complete reading.

    Nothing at all, where there was something, is what failing servers answer. Other contents under a version that
    was seen before, or a place that was found gone more than once, come from a stale copy. And one version cannot
    have two contents. An entry that came since cannot have the id and the time of adding of one that was there
    before: then pages of two versions were put together.
    """
    if known.entries and not reading.places:
        return "empty answer"
    if _shown_twice(matched):
        return "shown twice"
    settled = {each.entry.id for each in known.leaving if each.settled}
    if settled and any(entry.id in settled for entry in matched.entries):
        return "older version"
    older = reading.snapshot in known.old_snapshots and not same_version
    named = [place for place in matched.added if not is_null(place.item)]
    if not (older or same_version) or not (matched.removed or named):
        return None
    return "older version" if older else "version contradicts"


def _shown_twice(matched: Matched) -> bool:
    come = {(p.added_at, stored_id(p.item)) for p in matched.added if p.added_at and not is_null(p.item)}
    return bool(come) and any((p.added_at, stored_id(p.item)) in come for p in matched.places)


def _blind_for(known: Known, look: Look) -> timedelta:
    last = known.last_complete
    return look.started_at - last.at if last else timedelta(0)


def decide_direct(known: Known, reading: Reading, look: Look, rules: Rules, *, whole: bool) -> Decision:
    """Decide upon tracks that were asked for by their ids; `whole` if that was every track of the watch.

    A direct answer says nothing of the list: no entries come or go.
    """
    if not reading.certificate.complete:
        return incomplete(known, look, reading.certificate.why or "unknown", whole=whole)
    entries = {entry.track_id: entry for entry in known.entries}
    pairs = tuple((entries[p.key], p) for p in reading.places if p.key in entries)
    seen = _by_track(observe(place.key, place.item) for place in reading.places if place.key)
    changes = (
        *learn_changes(pairs, refresh=False, words=known.words),
        *map(LearnRelease, reading.releases),
        *_judged(known, seen, look, rules, reading.repeated),
        *(_blind_until_now(known, look) if whole else ()),
    )
    counts, told = _counts(seen, ignored=0), _told(seen)
    return Decision(changes, counts, complete=True, lacking=_lacking(seen), told=told)


def decide_lost(known: Known, status: int, look: Look, rules: Rules) -> Decision:
    """Decide upon a source that answered 403 or 404: its tracks stay what they were, unseen."""
    lost = source_changes(known, look, rules, up=False)
    return incomplete(known, look, f"source:{status}", more=lost)


def incomplete(
    known: Known, look: Look, why: str, *, whole: bool = True, more: Iterable[Change] = ()
) -> Decision:
    """Decide upon a look that failed: a gap opens, no state changes."""
    changes: list[Change] = list(more)
    if whole and known.gap is None:
        since = known.last_complete.at if known.last_complete else look.started_at
        changes.append(OpenGap(None, since, why))
    lacking = (why.removeprefix(SHAPE),) if why.startswith(SHAPE) else ()
    return Decision(tuple(changes), {}, complete=False, why=why, lacking=lacking)


def _seen(matched: Matched) -> list[Observation]:
    from_pairs = [_observe_pair(entry, place) for entry, place in matched.pairs]
    from_added = [observe(stored_id(place.item), place.item) for place in matched.added]
    unsure = [Observation(entry.track_id, State.UNKNOWN, why="ambiguous null") for entry in matched.unsure]
    return [*from_pairs, *from_added, *unsure]


def _observe_pair(entry: KnownEntry, place: Place) -> Observation:
    track_id = stored_id(place.item) if entry.track_id == NAMELESS else entry.track_id
    return observe(track_id, place.item)


def _by_track(seen: Iterable[Observation]) -> dict[str, Observation]:
    """One observation a track: where a list holds it twice and shows it in two ways, nothing is known."""
    merged: dict[str, Observation] = {}
    for each in seen:
        other = merged.setdefault(each.track_id, each)
        if other is each:
            continue
        if other.state is State.UNKNOWN:
            merged[each.track_id] = each
        elif each.state is not State.UNKNOWN and each.target != other.target:
            merged[each.track_id] = Observation(each.track_id, State.UNKNOWN, why="conflict")
    return merged


def _judged(
    known: Known, seen: dict[str, Observation], look: Look, rules: Rules, repeated: frozenset[str]
) -> list[Change]:
    """What the observations change; an answer that is on record already is no second witness."""
    standings, never = known.standings, NEVER_SEEN
    cases = [
        Case(each, s, look, rules)
        for track, each in seen.items()
        if not unchanged(s := standings.get(track, never), each) and track not in repeated
    ]
    flips = {case.seen.track_id: kind for case in cases if (kind := _flip(case))}
    size = max(len(seen), len(known.entries))
    masses = {kind for kind, count in Counter(flips.values()).items() if rules.is_mass(count, size)}
    held = {track for track, kind in flips.items() if kind in masses}
    backed = _backed(known)
    cases = [_in_its_mass(case, held, backed) for case in cases]
    return [change for case in cases for change in judge(case)] + _contested_with(known, cases)


def _in_its_mass(case: Case, held: set[str], backed: set[int]) -> Case:
    doubt = case.standing.doubt
    if case.seen.track_id in held or (doubt and doubt.held in backed):
        backing = doubt is not None and doubt.held in backed
        return replace(case, held=case.seen.track_id in held, backed=backing)
    return case


def _backed(known: Known) -> set[int]:
    """The mass flips of which a sample was agreed to by another way of asking."""
    members, agreed = Counter[int](), Counter[int]()
    for standing in known.standings.values():
        doubt = standing.doubt
        if doubt and doubt.held is not None:
            members[doubt.held] += 1
            agreed[doubt.held] += doubt.independent
    return {mass for mass, count in members.items() if agreed[mass] >= min(SAMPLE, count)}


def _contested_with(known: Known, cases: Iterable[Case]) -> list[Change]:
    """Where a sample of a mass flip is contradicted by another way of asking, all of it is."""
    judged, look = {case.seen.track_id for case in cases}, None
    masses = set[int]()
    for case in cases:
        doubt = case.standing.doubt
        if doubt and doubt.held is not None and contests(case, doubt):
            masses.add(doubt.held)
            look = case.look
    if look is None:
        return []
    others = [s.doubt for s in known.standings.values() if s.doubt and s.doubt.held in masses]
    return [contested(doubt, look) for doubt in others if doubt.track_id not in judged]


def _flip(case: Case) -> EventKind | None:
    """The event that this observation speaks for, be it suspected from now on or already."""
    if case.seen.state is State.UNKNOWN or not differs(case.settled, case.seen.target):
        return None
    doubt = case.standing.doubt
    return doubt.kind if doubt and agrees(doubt, case) else told_as(case)


def _unwatched(known: Known, matched: Matched, seen: dict[str, Observation]) -> list[Change]:
    """Tracks that the owner took out, and that no other watch looks at, are not seen from here on."""
    lost = {e.track_id for e in matched.removed if is_catalogue(e.track_id)} - set(seen) - known.elsewhere
    standings = {track: known.standing(track) for track in sorted(lost)}
    return [
        OpenGap(track, standing.last_seen.at, "not watched")
        for track, standing in standings.items()
        if standing.last_seen and not standing.gap
    ]


def _blind_until_now(known: Known, look: Look) -> list[Change]:
    """The end of a gap; or a gap that nobody noticed, because nothing was running to notice it."""
    if known.gap:
        return [CloseGap(known.gap.id)]
    last = known.last_complete
    if last is None or look.started_at - last.at <= MISSED_ROUNDS * known.watch.every:
        return []
    return [OpenGap(None, last.at, "not running", until=look.started_at)]


def _lacking(seen: dict[str, Observation]) -> tuple[str, ...]:
    """The field without which not one track of this look could be told: it has gone from the API."""
    why = next((each.why for each in seen.values()), None)
    if not why or not why.startswith(FIELD) or any(each.why != why for each in seen.values()):
        return ()
    return (why.removeprefix(FIELD),)


def _told(seen: dict[str, Observation]) -> tuple[str, ...]:
    return tuple(track for track, each in seen.items() if each.state is not State.UNKNOWN)


def _counts(seen: dict[str, Observation], ignored: int) -> dict[str, int]:
    counts = Counter(each.state.value for each in seen.values())
    named = {state.value: counts[state.value] for state in State if counts[state.value]}
    return named | ({"ignored": ignored} if ignored else {})
