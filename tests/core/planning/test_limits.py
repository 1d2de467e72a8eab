"""The pace under a hidden limit, and the budget over restarts."""

from __future__ import annotations

import pytest

from tests.bench.limiter import day_of_calls
from tests.bench.restarts import restarted
from tracker.core.planning.limits import WINDOW_S, Pace, answered, next_at, refused


def test_no_half_minute_holds_more_than_is_believed_or_tried() -> None:
    """Asked as fast as it allows, the pace must stay within its own word, whenever the half minute begins."""
    pace, now, sent = Pace(room=10, trying=0, quiet=10**6), 0.0, []
    for _ in range(200):
        now = next_at(pace, now)
        sent.append(now)
        pace = answered(pace, now)
    assert max(sum(at - WINDOW_S < other <= at for other in sent) for at in sent) == 10


def test_a_refusal_names_the_limit_and_is_waited_out() -> None:
    """What went well in the last half minute is what is allowed; nothing goes out before the service's word."""
    pace = Pace(room=8, trying=4, recent=tuple(float(n) for n in range(11)))
    after = refused(pace, 11.0, 7.0)
    assert (after.room, after.trying) == (11, 0)
    assert next_at(after, 11.0) >= 18.0


def test_nothing_known_goes_up_and_nothing_left_goes_down_to_one() -> None:
    """Without any refusal the pace grows; a service that refuses everything is still asked, one call at a time."""
    pace, now = Pace(), 0.0
    for _ in range(2_000):
        now = next_at(pace, now)
        pace = answered(pace, now)
    assert pace.room > 60
    assert refused(Pace(recent=()), 0.0, 1.0).room == 1


@pytest.mark.parametrize("counts_refused", [False, True])
def test_a_hidden_changing_limit_is_nearly_used_up(counts_refused: bool) -> None:
    """At least 95 % of what was allowed over the day, at most one call in a thousand answered 429."""
    day = day_of_calls(1, counts_refused=counts_refused)
    assert day.used >= 0.95
    assert day.refused <= 0.001
    assert day.refusals > 0


def test_restarts_never_make_the_budget_larger() -> None:
    """Stopped before, between and after its writes, the program must keep within the budget in every rolling day."""
    told = restarted(seed=1, restarts=100)
    assert told.restarts == 100
    assert told.most_in_a_day <= told.budget
    assert told.calls > 2 * told.budget
