"""Finding out by asking what this app and account are given."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.spotify.rig import START, rigged
from tracker.simulator import small_world
from tracker.simulator.shapes import Tier
from tracker.spotify.probe import CODES, ETAGS, OTHER_IDS, PLAYABLE, probe


@pytest.mark.parametrize(("tier", "told"), [("A", "A or B"), ("B", "A or B"), ("C", "C")])
def test_the_tier_is_found_by_asking(tier: Tier, told: str) -> None:
    """One small question tells the reduced API from the older ones."""
    with rigged(tier=tier) as rig:
        assert probe(rig.door, "DE").tier == told
        assert rig.asked() == 1


def test_what_a_playlist_carries() -> None:
    """Three questions tell what this account's lists say."""
    world = small_world()
    ids = [e.item for e in world.listing(world.cast.own_playlist).version_at(START).entries]
    with rigged(world) as rig:
        answers = dict(probe(rig.door, "DE", world.cast.own_playlist).answers)
        assert answers == {PLAYABLE: "yes", CODES: "yes", ETAGS: "yes", OTHER_IDS: "no"}
        assert rig.asked() == 3
        world.relink(ids[0], ids[1], START - timedelta(days=1))
        assert dict(probe(rig.door, "DE", world.cast.own_playlist).answers)[OTHER_IDS] == "yes"


def test_what_only_some_entries_carry() -> None:
    """Some is neither all nor none."""
    with rigged() as rig:
        rows = '{"item":{"name":"x","is_playable":true}},{"item":{"name":"y"}}'
        body = f'{{"offset":0,"total":2,"next":null,"items":[{rows}]}}'
        rig.fault(family="playlist_items", status=200, body=body, times=2)
        answers = dict(probe(rig.door, "DE", rig.world.cast.own_playlist).answers)
        assert answers == {PLAYABLE: "some do (1 of 2)", CODES: "no", ETAGS: "no", OTHER_IDS: "no"}


@pytest.mark.parametrize(
    "fault",
    [
        {"status": 500, "times": None},
        {"status": 404, "times": None},
        {"kind": "empty_object", "times": None},
        {"kind": "empty_items", "times": None},
    ],
)
def test_what_stays_unclear_is_unknown(fault: dict[str, object]) -> None:
    """Neither an error nor an empty list is taken for an answer, and the reason is told."""
    with rigged() as rig:
        rig.fault(**fault)
        found = probe(rig.door, "DE", rig.world.cast.own_playlist)
        assert all(answer.startswith("unknown (") for question, answer in found.answers if question != ETAGS)
        assert (found.tier == "C") == (fault.get("kind") is not None)


def test_without_a_token_nothing_is_known() -> None:
    """The reason why a question could not be asked is its answer."""
    with rigged(auths=()) as rig:
        found = probe(rig.door, "DE")
        assert (found.tier, rig.asked()) == ("unknown", 0)
        assert "tracker login" in found.answers[0][1]
