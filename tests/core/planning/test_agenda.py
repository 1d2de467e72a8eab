"""The agenda: all markets together, and what an answer changes in it."""

from __future__ import annotations

from dataclasses import replace
from math import ceil
from random import Random

import pytest

from tests.bench.collections import HOME, collection
from tracker.core.planning.agenda import Agenda, agenda, answered, joined
from tracker.core.planning.bulk import bulk, least
from tracker.core.planning.requests import Kind, Observable, Seat, Tier

MADE = collection(2, 900, 15)
DUE = {HOME: MADE.tracks, "XB": MADE.tracks[:500]}


def shown(made: Agenda) -> set[tuple[str, str | None]]:
    """Every pair that some request observes."""
    return {pair for request in made.requests for pair in request.pairs}


def test_every_pair_is_on_it_and_no_call_twice() -> None:
    """A track that many watches hold is asked for once in each of its markets."""
    made = agenda(DUE, MADE.sources)
    assert shown(made) == {(track, market) for market, tracks in DUE.items() for track in tracks}
    assert len(set(made.requests)) == len(made.requests) == made.calls
    assert made.bound <= made.calls < len(MADE.tracks) + 500


def test_an_answer_takes_its_tracks_off_and_nothing_else() -> None:
    """After any answers the rest must still be shown, no request may be idle, and the bound may not lie."""
    chance, made = Random(5), agenda(DUE, MADE.sources)
    left = shown(made)
    for _ in range(40):
        request = chance.choice(made.requests)
        made = answered(made, request.market, request.tracks)
        left -= set(request.pairs)
        assert shown(made) == left
        assert all(each.tracks for each in made.requests)
    assert made.bound <= agenda(_by_market(left), MADE.sources).calls


def test_another_market_is_left_alone() -> None:
    """An answer in one market says nothing of another: its part must be the very same value."""
    made = agenda(DUE, MADE.sources)
    after = answered(made, "XB", MADE.tracks[:50])
    assert after.parts[0] is made.parts[0]
    assert after.parts[1] is not made.parts[1]


def test_a_track_that_falls_due_again_goes_with_a_call_that_is_made_anyway() -> None:
    """It costs a call only if nothing on the agenda shows its album."""
    made = agenda(DUE, MADE.sources)
    request = next(each for each in made.requests if each.market == "XB" and len(each.tracks) > 2)
    fewer = answered(made, "XB", request.tracks[:1])
    again = joined(fewer, "XB", request.tracks[:1], MADE.sources)
    assert shown(again) == shown(made)
    assert again.calls == fewer.calls
    assert joined(again, "XC", MADE.tracks[:1], MADE.sources).calls == again.calls + 1


def _by_market(pairs: set[tuple[str, str | None]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for track, market in sorted(pairs, key=str):
        found.setdefault(market or "", []).append(track)
    return found


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_batch_calls_serve_all_markets_in_one_round(seed: int) -> None:
    """With batch calls markets cost nothing, and whole calls stay next to the share that is needed at least."""
    made = collection(seed)
    sources = replace(made.sources, tier=Tier.A)
    one, many = (
        agenda(dict.fromkeys(markets, made.tracks), sources)
        for markets in (["XA"], [f"X{n}" for n in range(185)])
    )
    assert many == one
    assert {request.observable for request in many.requests} == {Observable.MARKETS}
    assert least(made.tracks, sources.seats) <= many.calls <= ceil(least(made.tracks, sources.seats)) + 1
    assert many.calls <= ceil(len(made.tracks) / 50)
    assert {track for request in many.requests for track in request.tracks} == set(made.tracks)


def test_what_one_market_answers_is_kept_apart() -> None:
    """A batch that is asked for one market tells `is_playable`, never `available_markets`."""
    (request,) = bulk(["a"], {}, "XB")
    assert (request.observable, request.market) == (Observable.PLAYABLE, "XB")


def test_an_album_of_three_goes_by_album_and_the_end_of_a_long_one_singly() -> None:
    """Sixty albums of three are three calls; a track beyond the fiftieth place is not in its album's answer."""
    seats = {f"t{album}-{n}": Seat(f"a{album}", n) for album in range(60) for n in range(3)}
    assert [request.kind for request in bulk(seats, seats, None)] == [Kind.ALBUMS] * 3
    late = {track: Seat(seat.album, 50 + (seat.place or 0)) for track, seat in seats.items()}
    assert [request.kind for request in bulk(late, late, None)] == [Kind.TRACKS] * 4
