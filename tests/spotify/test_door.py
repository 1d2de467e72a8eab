"""Asking: leave, tokens, patience, and when to give up."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from tests.spotify.rig import PLENTY, START, Given, LedgerBudget, SteppingClock, rigged
from tracker.core.budget import Limits
from tracker.core.errors import LoginNeeded, Parked, Passing, Refused
from tracker.simulator import Limits as ServiceLimits
from tracker.spotify import endpoints
from tracker.spotify.endpoints import Auth
from tracker.spotify.pace import Pace, Room

ME = endpoints.me()


def test_an_answer_costs_one_call() -> None:
    """One question, one call, one unit of the budget."""
    with rigged() as rig:
        assert rig.door.get(ME).status == 200
        assert (rig.door.sent, rig.asked(), sum(n for _, n in rig.budget.kept.buckets)) == (1, 1, 1)


def test_calls_keep_their_distance() -> None:
    """Calls go out no faster than the owner allows."""
    with rigged() as rig:
        door = rig.another_door(Limits(per_day=100, per_second=0.5))
        for _ in range(3):
            door.get(ME)
        assert rig.clock.sleeps == [2.0, 2.0]


class SetBack(SteppingClock):
    """A clock that is set back by half a century when it is looked at for the second time."""

    looks = 0

    def now(self) -> datetime:
        self.looks += 1
        return super().now() - timedelta(days=20_000 if self.looks > 1 else 0)


def test_a_clock_set_back_before_a_wait_does_not_stretch_it() -> None:
    """The instant to wait for lies decades ahead all of a sudden: a minute is the longest wait there is."""
    with rigged() as rig:
        clock = SetBack(rig.clock.sim)
        Pace(rig.budget, PLENTY, clock).leave()
        assert clock.sleeps == [60.0]


def test_a_spent_budget_parks_without_a_call() -> None:
    """The last call of the day is the last; nothing is sent after it."""
    with rigged() as rig:
        door = rig.another_door(Limits(per_day=2, per_second=1000))
        door.get(ME)
        door.get(ME)
        with pytest.raises(Parked) as parked:
            door.get(ME)
        assert (parked.value.why, rig.asked()) == ("budget", 2)
        assert START + timedelta(hours=24) <= parked.value.until <= START + timedelta(hours=24, minutes=15)


@pytest.mark.parametrize("auth", ["user", "app"])
def test_a_refused_token_is_renewed_once(auth: Auth) -> None:
    """After a 401 the token is renewed once and the question asked once more."""
    with rigged() as rig:
        good = rig.tokens[auth].access_token()
        source = Given("stale", good)
        ask = endpoints.markets(auth)
        assert rig.another_door(tokens={auth: source}).get(ask).status == 403
        assert (source.renewed, rig.asked()) == (1, 2)


@pytest.mark.parametrize(("auth", "error"), [("user", LoginNeeded), ("app", Refused)])
def test_a_token_refused_twice_is_the_end(auth: Auth, error: type[Exception]) -> None:
    """There is no loop of renewing."""
    with rigged() as rig:
        source = Given("stale")
        with pytest.raises(error):
            rig.another_door(tokens={auth: source}).get(endpoints.markets(auth))
        assert (source.renewed, rig.asked()) == (1, 2)


@pytest.mark.parametrize(
    ("auth", "error", "why"), [("user", LoginNeeded, "login"), ("app", Refused, "needs-secret")]
)
def test_without_a_source_nothing_is_asked(auth: Auth, error: type[LoginNeeded], why: str) -> None:
    """A question that needs a login or a secret says which of the two is missing."""
    with rigged() as rig:
        with pytest.raises(error) as failed:
            rig.another_door(tokens={}).get(endpoints.markets(auth))
        assert (failed.value.why, rig.asked()) == (why, 0)


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_stumbles_are_asked_again(status: int) -> None:
    """Three stumbles cost three waits of about 1, 4 and 15 s, and each try a unit of the budget."""
    with rigged() as rig:
        rig.fault(family="me", status=status, body="upstream request timeout", times=3)
        assert rig.door.get(ME).status == 200
        assert rig.clock.sleeps == [1.0, 4.0, 15.0]
        assert sum(n for _, n in rig.budget.kept.buckets) == rig.door.sent == 4


def test_four_stumbles_are_a_failure() -> None:
    """A service that keeps stumbling is left alone until the next round."""
    with rigged() as rig:
        rig.fault(family="me", status=503, times=None)
        with pytest.raises(Passing) as passing:
            rig.door.get(ME)
        assert (passing.value.why, rig.asked()) == ("server", 4)


def test_a_dropped_connection_is_asked_again() -> None:
    """A body that breaks off is a stumble, not data."""
    with rigged() as rig:
        rig.fault(family="me", kind="cut", times=1)
        assert rig.door.get(ME).status == 200
        assert rig.asked() == 2


def test_a_short_pause_is_waited_out() -> None:
    """A 429 with a few seconds costs those seconds, for this process and every other."""
    with rigged() as rig:
        rig.fault(family="me", status=429, body='{"error":{"status":429}}', headers={"Retry-After": "7"})
        assert rig.door.get(ME).status == 200
        assert rig.clock.sleeps == [7.0]


def test_a_limit_that_nobody_tells_is_learnt_from_one_refusal() -> None:
    """Twenty calls in half a minute are all there are: 400 calls meet a refusal or two, and are not slower than that limit."""
    with rigged(limits=ServiceLimits(per_30s=20)) as rig:
        door, began = rig.another_door(Limits(100_000, 10.0)), rig.clock.now()
        for _ in range(400):
            door.get(ME)
        assert rig.app.state.ledger.by_status[429] <= 2
        assert rig.clock.now() - began < timedelta(seconds=1.1 * 400 / 20 * 30)


def test_a_refusal_of_yesterday_slows_nothing() -> None:
    """What was learnt is believed for a day: then the owner's own limit holds again."""
    room, later = Room(), START + timedelta(hours=23)
    room.refused(START, 5)
    room.answered(later, PLENTY)
    assert later < room.next_at(later) <= later + timedelta(seconds=6)
    assert room.next_at(later + timedelta(hours=2)) == later + timedelta(hours=2)


def test_pauses_without_end_park() -> None:
    """Two pauses are waited out; the third ends the look and is kept for everybody."""
    with rigged() as rig:
        rig.fault(family="me", status=429, body="{}", headers={"Retry-After": "5"}, times=None)
        with pytest.raises(Parked) as parked:
            rig.door.get(ME)
        assert (parked.value.why, rig.clock.sleeps, rig.asked()) == ("rate", [5.0, 5.0], 3)
        assert rig.budget.kept.parked_until == START + timedelta(seconds=15)


@pytest.mark.parametrize("header", ["61", "79892", "1000000000000", "Mon, 02 Mar 2026 09:00:00 GMT"])
def test_a_long_pause_parks_at_once(header: str) -> None:
    """More than a minute is not waited for inside a look."""
    with rigged() as rig:
        rig.fault(family="me", status=429, body="Too many requests", headers={"Retry-After": header})
        with pytest.raises(Parked) as parked:
            rig.door.get(ME)
        assert (parked.value.why, rig.clock.sleeps, rig.asked()) == ("rate", [], 1)


def test_the_quota_parks_every_process_also_after_a_restart() -> None:
    """Once the quota is used up nothing is sent before its time, by anybody, and everything after it."""
    with rigged(limits=ServiceLimits(per_day=3, retry_after_day=50_000)) as rig:
        for _ in range(3):
            rig.door.get(ME)
        with pytest.raises(Parked) as parked:
            rig.door.get(ME)
        assert parked.value.why == "quota"
        assert timedelta(seconds=50_000) <= parked.value.until - START < timedelta(seconds=50_001)
        rig.budget = LedgerBudget(replace(rig.budget.kept))
        restarted = rig.another_door()
        for seconds in (1, 3600, 49_999):
            rig.clock.sim.set(START + timedelta(seconds=seconds))
            with pytest.raises(Parked):
                restarted.get(ME)
        assert rig.asked() == 4
        rig.clock.sim.set(START + timedelta(days=1))
        rig.tokens["user"].tokens[0] = rig.app.state.accounts.issue_user_token()  # type: ignore[attr-defined]
        assert restarted.get(ME).status == 200


def test_a_used_up_quota_is_not_waited_out_however_short() -> None:
    """The quota ends the look at once, whatever the header says."""
    with rigged() as rig:
        rig.fault(
            family="me",
            status=429,
            body='{"error":{"reason":"QUOTA_EXCEEDED"}}',
            headers={"Retry-After": "5"},
        )
        with pytest.raises(Parked) as parked:
            rig.door.get(ME)
        assert (parked.value.why, rig.clock.sleeps, rig.asked()) == ("quota", [], 1)


def test_another_process_waits_out_a_short_pause_too() -> None:
    """A pause that another process was told is kept by this one without a call."""
    with rigged() as rig:
        rig.budget.park(START + timedelta(seconds=20), "rate")
        assert rig.door.get(ME).status == 200
        assert (rig.clock.sleeps, rig.asked()) == ([20.0], 1)


@pytest.mark.parametrize(("why", "seconds"), [("quota", 20), ("rate", 61)])
def test_other_parkings_are_not_waited_out(why: str, seconds: int) -> None:
    """The quota, and pauses of more than a minute, end the look at once."""
    with rigged() as rig:
        rig.budget.park(START + timedelta(seconds=seconds), why)
        with pytest.raises(Parked) as parked:
            rig.door.get(ME)
        assert (parked.value.why, rig.clock.sleeps, rig.asked()) == (why, [], 0)


def test_the_jitter_spreads_the_waits() -> None:
    """The waits lie within a quarter of their length, as the given chance says."""
    with rigged() as rig:
        for chance in (0.0, 0.999):
            rig.fault(family="me", status=500, times=3)
            rig.another_door(chance=chance).get(ME)
        assert [round(s, 1) for s in rig.clock.sleeps if s > 0.1] == [0.8, 3.0, 11.2, 1.2, 5.0, 18.7]


def test_a_refusal_of_the_request_is_not_repeated() -> None:
    """A 400 is our mistake, and stays one."""
    with rigged() as rig:
        rig.fault(
            family="me", status=400, body='{"error":{"status":400,"message":"Invalid limit"}}', times=None
        )
        with pytest.raises(Refused, match="Invalid limit"):
            rig.door.get(ME)
        assert rig.asked() == 1


@pytest.mark.parametrize("body", ["<html>Sign in to the network</html>", "{}x", "[1]", "{"])
def test_an_unreadable_answer_is_not_repeated_at_once(body: str) -> None:
    """A 200 that is not the service's own is no data, and no reason to spend the budget."""
    with rigged() as rig:
        rig.fault(family="me", status=200, body=body, times=None)
        with pytest.raises(Passing) as passing:
            rig.door.get(ME)
        assert (passing.value.why, rig.asked()) == ("unreadable", 1)
