"""Tests of the rate limit and the daily quota."""

from __future__ import annotations

from tests.simulator.conftest import OpenApi
from tracker.simulator import Limits

SECOND = 1 / 86_400


def test_the_rate_limit_rolls_over_thirty_seconds(open_api: OpenApi) -> None:
    """The third call in 30 s is refused with the seconds to wait; after them there is room for one more."""
    api = open_api(limits=Limits(per_30s=2))
    assert api.get("/me").status_code == 200
    api.days(10 * SECOND)
    assert api.get("/me").status_code == 200
    refused = api.get("/me")
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "20")
    assert refused.json() == {"error": {"status": 429, "message": "API rate limit exceeded"}}
    api.days(20 * SECOND)
    assert [api.get("/me").status_code for _ in range(2)] == [200, 429]


def test_the_quota_rolls_over_a_day_and_has_a_reason(open_api: OpenApi) -> None:
    """The fourth call in 24 h is refused for hours with a reason; refused calls do not count."""
    api = open_api(limits=Limits(per_day=3))
    for _ in range(3):
        assert api.get("/me").status_code == 200
        api.days(1 / 24)
    refused = api.get("/me")
    assert (refused.status_code, refused.headers["retry-after"]) == (429, str(21 * 3600))
    assert refused.json()["error"] == {
        "status": 429,
        "message": "Too many requests",
        "reason": "QUOTA_EXCEEDED",
    }
    api.days(21 / 24)
    assert [api.get("/me").status_code for _ in range(2)] == [200, 429]


def test_the_waiting_time_of_the_quota_can_be_set(open_api: OpenApi) -> None:
    """A given waiting time is told instead of the true one."""
    api = open_api(limits=Limits(per_day=1, retry_after_day=52_531))
    api.get("/me")
    assert api.get("/me").headers["retry-after"] == "52531"


def test_a_clock_set_back_frees_the_calls_that_have_not_happened(open_api: OpenApi) -> None:
    """Calls of a future that was taken back do not count."""
    api = open_api(limits=Limits(per_day=1))
    api.days(5)
    api.get("/me")
    api.days(-5)
    assert api.get("/me").status_code == 200


def test_calls_for_tokens_and_calls_without_a_token_do_not_count(open_api: OpenApi) -> None:
    """Only calls with a valid token use up the quota."""
    api = open_api(limits=Limits(per_day=1))
    api.send("GET", "/v1/me")
    api.send("POST", "/api/token", data={"grant_type": "client_credentials"})
    assert api.get("/me").status_code == 200
