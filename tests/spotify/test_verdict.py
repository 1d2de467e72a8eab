"""What one HTTP reply amounts to."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.core.errors import LookFailed, Passing, Refused
from tracker.net.reply import Reply, Stumble, retry_after
from tracker.spotify.verdict import Answer, Pause, Renew, judge

NOW = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
JSON = {"content-type": "application/json; charset=utf-8"}


def reply(status: int, body: str = "", **headers: str) -> Reply:
    """A reply whose type is told by its beginning, unless it is given."""
    kind = "application/json" if body.startswith(("{", "[")) else "text/plain"
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(status, {"content-type": kind, **named}, body.encode())


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("7", 7.0),
        (" 12 ", 12.0),
        ("0", 1.0),
        ("1.5", 1.5),
        ("86400", 86400.0),
        ("604800", 604800.0),
        ("604801", 86400.0),
        ("1000000000000", 86400.0),
        ("9" * 400, 86400.0),
        ("-5", None),
        ("", None),
        (None, None),
        ("soon", None),
        ("1e9", None),
        ("+-5", None),
        ("٧", None),
        (format_datetime(NOW + timedelta(seconds=90), usegmt=True), 90.0),
        (format_datetime(NOW - timedelta(seconds=90), usegmt=True), None),
        ("Mon, 02 Mar 2026 06:01:00", 60.0),
        ("Mon Mar  2 06:01:00 2026", 60.0),
        ("Monday, 02-Mar-26 06:01:00 GMT", 60.0),
        ("Mon, 02 Mar 2026 08:01:00 +0200", 60.0),
        ("Mon, 02 Mar 2026 06:01:00 +9999999999999", None),
        ("Mon, 02 Mar 99999999999 06:01:00 GMT", None),
        ("1 Jan 99999999999999999999 1:1:1 +0", None),
        ("0" * 25 + "60", 60.0),
        ("5, 120", 120.0),
        ("120, 12", 120.0),
        ("7, soon", 7.0),
        ("Mon, 02 Mar 2026 06:01:00 GMT, Mon, 02 Mar 2026 06:03:00 GMT", 180.0),
    ],
)
def test_retry_after(text: str | None, seconds: float | None) -> None:
    """Numbers and dates count, nonsense does not, and more than a week is taken for a day."""
    assert retry_after(text, NOW) == seconds


@given(st.text(max_size=60))
def test_retry_after_never_fails(text: str) -> None:
    """Any header gives a sensible number of seconds or none."""
    seconds = retry_after(text, NOW)
    assert seconds is None or 1 <= seconds <= 7 * 86_400


@pytest.mark.parametrize(
    ("body", "header", "pause"),
    [
        ('{"error":{"status":429,"message":"API rate limit exceeded"}}', "3", Pause(3, "rate")),
        ('{"error":{"reason":"QUOTA_EXCEEDED"}}', "52531", Pause(52531, "quota")),
        ('{"error":{"reason":"QUOTA_EXCEEDED"}}', "soon", Pause(3600, "quota")),
        ("Too many requests", "-1", Pause(30, "rate")),
        ("{}", "", Pause(30, "rate")),
        ('{"error":"strange"}', "2", Pause(2, "rate")),
    ],
)
def test_429(body: str, header: str, pause: Pause) -> None:
    """Rate and quota are told apart by `reason` alone; a senseless header gets a default."""
    assert judge(reply(429, body, retry_after=header), NOW) == pause


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (
            "Active premium subscription required for the owner of the app. When the status changes …",
            "premium",
        ),
        ("The user is not registered for this application. Check the dashboard.", "allowlist"),
        ("User not registered in the Developer Dashboard", "allowlist"),
        ('{"error":{"status":403,"message":"Insufficient client scope"}}', "scope"),
    ],
)
def test_the_three_403s_that_are_about_the_app(body: str, why: str) -> None:
    """They refuse the whole app, account or login, so they are no word about the thing asked for."""
    with pytest.raises(Refused) as refused:
        judge(reply(403, body), NOW)
    assert refused.value.why == why


@pytest.mark.parametrize("status", [403, 404])
@pytest.mark.parametrize("body", ['{"error":{"status":404,"message":"Not found."}}', "", "non existing id"])
def test_other_denials_are_answers(status: int, body: str) -> None:
    """A 403 or 404 of the service itself is for the asker to interpret."""
    assert judge(reply(status, body), NOW) == Answer(status)


@pytest.mark.parametrize("status", [403, 404])
def test_a_denial_by_a_web_page_is_none(status: int) -> None:
    """A proxy's or portal's page says nothing of the thing asked for."""
    for given_reply in (reply(status, "<html>no</html>"), reply(status, "no", content_type="Text/HTML")):
        with pytest.raises(Passing) as passing:
            judge(given_reply, NOW)
        assert passing.value.why == "unreadable"


@pytest.mark.parametrize(
    ("status", "error", "why"),
    [
        (400, Refused, "request"),
        (500, Stumble, "server"),
        (502, Stumble, "server"),
        (504, Stumble, "server"),
        (301, Passing, "redirect"),
        (304, Passing, "redirect"),
        (204, Passing, "unreadable"),
        (418, Passing, "unreadable"),
    ],
)
def test_the_other_statuses(status: int, error: type[LookFailed], why: str) -> None:
    """Each status has one meaning, and only 5xx is worth asking again at once."""
    with pytest.raises(error) as failed:
        judge(reply(status, '{"error":{"message":"Invalid limit"}}'), NOW)
    assert (type(failed.value), failed.value.why) == (error, why)


def test_401_asks_for_another_token() -> None:
    """Whatever its text, a 401 is about the token."""
    assert judge(reply(401, "No token provided"), NOW) == Renew()


@pytest.mark.parametrize(
    "given_reply",
    [
        reply(200, "<!doctype html><h1>Welcome to the airport</h1>"),
        reply(200, '{"items": []}', content_type="text/html"),
        reply(200, '{"items": []}', content_type=""),
        reply(200, '{"items": [', content_type="application/json"),
        reply(200, "[]"),
        reply(200, "null", content_type="application/json"),
        reply(200, "", content_type="application/json"),
        reply(200, '{"a":' * 100_000, content_type="application/json"),
        reply(200, '{"a":' * 100_000 + "1" + "}" * 100_000, content_type="application/json"),
        reply(200, '{"a":' * 60 + "1" + "}" * 60, content_type="application/json"),
        reply(200, '{"total": NaN}', content_type="application/json"),
        reply(200, '{"total": ' + "9" * 10_000 + "}", content_type="application/json"),
        Reply(200, JSON, b'{"name": "\xff\xfe"}'),
    ],
)
def test_what_is_not_a_json_object_is_no_data(given_reply: Reply) -> None:
    """A 200 counts only as the service's own, whole, sane JSON object."""
    with pytest.raises(Passing) as passing:
        judge(given_reply, NOW)
    assert passing.value.why == "unreadable"


def test_a_good_answer_is_its_object() -> None:
    """A JSON object with status 200 is the answer, and whether an ETag came with it is known."""
    answer = judge(reply(200, '{"total": 3}', etag='"x"'), NOW)
    assert answer == Answer(200, {"total": 3}, etag=True)


def test_what_an_answer_holds_is_not_in_its_repr() -> None:
    """A traceback or log line that shows a reply shows nothing of its body."""
    answer = judge(reply(200, '{"name": "Quiet Song"}'), NOW)
    assert "Quiet" not in repr(answer)
    assert "Quiet" not in repr(reply(200, '{"name": "Quiet Song"}'))


@given(
    st.integers(100, 599), st.binary(max_size=200), st.sampled_from(["application/json", "text/plain", ""])
)
def test_any_reply_has_a_verdict(status: int, body: bytes, kind: str) -> None:
    """Whatever comes is an answer, a pause, a new token or a LookFailed; nothing else ever happens."""
    try:
        verdict = judge(Reply(status, {"content-type": kind}, body), NOW)
    except LookFailed:
        return
    if isinstance(verdict, Answer) and verdict.status == 200:
        assert verdict.body == json.loads(body)
