"""The rows of everything that happened: spells, events, doubts, mass changes and gaps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.scale.calendar_of_looks import MINUTE
from tests.scale.events import Spell
from tests.scale.size import END, MARKETS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.scale.calendar_of_looks import Look
    from tests.scale.events import Doubted, Told
    from tests.scale.invent import Invented
    from tests.scale.tracks import Track


def spells(made: Invented) -> Iterator[dict[str, Any]]:
    """Every spell in the order in which they began."""
    found = [spell for spell in _first_spells(made) if (spell.track, spell.first.market) not in made.chains]
    found += made.begun
    found += [spell for chain in made.chains.values() for spell in chain]
    found.sort(key=lambda spell: spell.first.id)
    for number, spell in enumerate(found, 1):
        yield {
            "id": number,
            "track_id": spell.track.id,
            "market": spell.first.market,
            "state": spell.state,
            "via": spell.via,
            "reason": spell.reason,
            "before_check": spell.before.id if spell.before else None,
            "before_at": spell.before.at if spell.before else None,
            "first_check": spell.first.id,
            "first_at": spell.first.ended,
            "last_check": spell.last.id if spell.last else None,
            "last_at": spell.last.at if spell.last else None,
            "missed_check": spell.missed.id if spell.missed else None,
            "missed_at": spell.missed.ended if spell.missed else None,
            "was_state": spell.was.state if spell.was else None,
            "was_via": spell.was.via if spell.was else None,
            "event_seq": spell.told.seq if spell.told else None,
        }


def _first_spells(made: Invented) -> Iterator[Spell]:
    """The first state of each track in each market, from the first look of whichever watch held it."""
    first: dict[tuple[Track, str], Look] = {}
    for watch in made.lists:
        late = set(watch.late)
        for market in MARKETS:
            look = made.calendar.daily[watch.id, market][0]
            for track in [*watch.own, *watch.borrowed]:
                known = first.get((track, market))
                if track.kind == "track" and track not in late and (known is None or look.at < known.at):
                    first[track, market] = look
    return (Spell(track, look) for (track, _), look in first.items())


def _tracks(made: Invented) -> Iterator[Track]:
    return (track for watch in made.lists for track in watch.own)


def incidents(made: Invented) -> Iterator[dict[str, Any]]:
    """The mass changes."""
    for mass in made.masses:
        yield {
            "id": mass.id,
            "watch_id": mass.first.watch,
            "market": mass.first.market,
            "kind": mass.kind,
            "opened_at": mass.first.ended,
        }


def events(made: Invented) -> Iterator[dict[str, Any]]:
    """All events in the order of their numbers."""
    for told in made.told:
        yield {
            "seq": told.seq,
            "kind": told.kind,
            "status": told.status,
            "market": told.missed.market,
            "watch_id": told.missed.watch,
            "track_id": told.track.id if told.track else None,
            "state": told.state,
            "reason": told.reason,
            "via": told.via,
            "last_seen_at": told.before.at if told.before else None,
            "first_missed_at": told.missed.ended,
            "confirmed_at": told.settled.ended if told.settled else None,
            "retracts": told.retracts.seq if told.retracts else None,
            "incident": told.mass.id if told.mass else None,
            "checks": [look.id for look in told.checks],
        }


def doubts(made: Invented) -> Iterator[dict[str, Any]]:
    """What is still being confirmed."""
    for number, each in enumerate(made.doubted, 1):
        yield {"id": number, **_doubt(each.told, each)}


def _doubt(told: Told, each: Doubted) -> dict[str, Any]:
    return {
        "watch_id": told.missed.watch,
        "track_id": told.track.id if told.track else None,
        "market": told.missed.market,
        "state": told.state,
        "via": told.via,
        "kind": told.kind,
        "reason": told.reason,
        "last_check": told.before.id if told.before else None,
        "last_at": told.before.at if told.before else None,
        "missed_check": told.missed.id,
        "missed_at": told.missed.ended,
        "looks": [look.id for look in each.looks],
        "way": told.missed.way,
        "independent": len(each.looks) > 1,
        "contested": False,
        "next_look_at": END + 5 * MINUTE,
        "held": told.mass.id if told.mass else None,
        "event_seq": told.seq,
    }


def gaps(made: Invented) -> Iterator[dict[str, Any]]:
    """Times without observation, of watches and of tracks."""
    for number, gap in enumerate(made.unseen, 1):
        yield {
            "id": number,
            "watch_id": gap.watch,
            "track_id": gap.track.id if gap.track else None,
            "market": gap.market,
            "since": gap.since,
            "until": gap.end.at if gap.end else None,
            "why": gap.why,
            "last_check": gap.last.id if gap.last else None,
            "end_check": gap.end.id if gap.end else None,
        }
