"""Which deliveries go together, when a failure is tried again, and what an answer means."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.core.letters import (
    FIRST_PAUSE,
    LONGEST_PAUSE,
    Failed,
    Refused,
    Sent,
    SetAside,
    Waiting,
    grouped,
    judged,
    outcome_of_status,
    pause,
)

waitings = st.lists(
    st.builds(Waiting, st.integers(1, 500), st.none() | st.integers(1, 4), st.none() | st.sampled_from("ab")),
    unique_by=lambda each: each.id,
)


@given(waitings)
def test_every_delivery_is_in_one_letter(waiting: list[Waiting]) -> None:
    """None is lost, none is told twice."""
    assert sorted(i for group in grouped(waiting) for i in group) == sorted(each.id for each in waiting)


@given(waitings)
def test_an_incident_or_a_period_is_one_letter_and_the_rest_goes_singly(waiting: list[Waiting]) -> None:
    """Who shares a period, or outside of periods an incident, shares the letter; nobody else does."""
    letter = {i: number for number, group in enumerate(grouped(waiting)) for i in group}
    for one in waiting:
        for other in waiting:
            alone = one.period is None and one.incident is None
            kin = (one.period, None if one.period else one.incident) == (
                other.period,
                None if other.period else other.incident,
            )
            assert (letter[one.id] == letter[other.id]) == (one is other or (kin and not alone))


@given(waitings)
def test_letters_keep_the_order_of_their_first_deliveries(waiting: list[Waiting]) -> None:
    """What was told first goes out first."""
    place = {each.id: number for number, each in enumerate(waiting)}
    firsts = [place[group[0]] for group in grouped(waiting)]
    assert firsts == sorted(firsts)


@given(st.integers(1, 10_000), st.floats(0, 1))
def test_pauses_double_up_to_six_hours(attempts: int, chance: float) -> None:
    """One minute at first, never shorter, and never much longer than the longest."""
    assert FIRST_PAUSE <= pause(attempts, chance) <= LONGEST_PAUSE * 1.2
    assert pause(attempts, 0) == min(FIRST_PAUSE * 2 ** min(attempts - 1, 20), LONGEST_PAUSE)
    assert pause(3, 1) == timedelta(minutes=4) * 1.2


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_some_answers_are_final(status: int) -> None:
    """The channel is gone, or does not take our key."""
    assert outcome_of_status(status) == Refused(f"the channel answered {status}")


@pytest.mark.parametrize("status", [301, 407, 408, 425, 429, 500, 503, 599])
def test_other_answers_are_tried_again(status: int) -> None:
    """They may pass."""
    assert isinstance(outcome_of_status(status), Failed)


@pytest.mark.parametrize("status", range(400, 500))
def test_every_other_refusal_is_of_the_message(status: int) -> None:
    """Each answer of this kind stops the channel, passes, or sets the message aside; none is two of these."""
    kinds = {Refused: {401, 403, 404, 410}, Failed: {407, 408, 425, 429}}
    wanted = next((kind for kind, statuses in kinds.items() if status in statuses), SetAside)
    assert outcome_of_status(status) == wanted(f"the channel answered {status}")


def test_a_channel_that_takes_no_message_stops() -> None:
    """The third refusal in a row speaks of the channel; whatever else comes back is left as it is."""
    aside = SetAside("the channel answered 400")
    assert [judged(aside, refusals) for refusals in (0, 1)] == [aside, aside]
    assert judged(aside, 2) == Refused("the channel answered 400, to 3 messages in a row")
    for other in (Sent(), Failed("no answer"), Refused("the channel answered 410")):
        assert judged(other, 9) == other
