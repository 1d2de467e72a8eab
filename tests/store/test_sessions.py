"""The rows of the password and the sessions, in either database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from tracker.core.sessions import Session
from tracker.store.sessions import (
    PASSWORD,
    close_session,
    keep_secret,
    keep_seen,
    open_session,
    secret,
    set_password,
    visit,
)

if TYPE_CHECKING:
    from tracker.store.repository import SqlStore

NOW = datetime(2026, 5, 3, 4, tzinfo=UTC)


def test_a_session_lives_until_it_is_closed_or_the_password_changes(store: SqlStore) -> None:
    """Its row is found by its digest; when it was last of use can be noted, but never brings it back."""
    store.change(set_password, "proof", NOW)
    store.change(open_session, "one", NOW)
    store.change(open_session, "two", NOW)
    later = NOW + timedelta(days=1)
    store.change(keep_seen, {"one": later, "none": later})
    assert store.ask(visit, "one") == (True, Session(NOW, later))
    assert store.ask(visit, "none") == store.ask(visit, None) == (True, None)
    store.change(close_session, "one")
    assert store.ask(visit, "one") == (True, None)
    assert store.change(set_password, None, later) is True
    store.change(keep_seen, {"two": later})
    assert store.ask(visit, "two") == (False, None)
    assert store.change(set_password, None, later) is False


def test_ended_sessions_are_cleared_away(store: SqlStore) -> None:
    """At the next login: the idle, the old, and those that a wrong clock has made."""
    for digest, days in (("idle", -7), ("future", 1), ("fresh", -6)):
        store.change(open_session, digest, NOW + timedelta(days=days))
    store.change(open_session, "new", NOW)
    found = {digest: store.ask(visit, digest)[1] is not None for digest in ("idle", "future", "fresh", "new")}
    assert found == {"idle": False, "future": False, "fresh": True, "new": True}


def test_a_secret_is_replaced_under_its_name(store: SqlStore) -> None:
    """Other secrets stay as they are."""
    store.change(set_password, "proof", NOW)
    for value in ("first", "second"):
        store.change(keep_secret, "feeds", value, NOW)
    assert (store.ask(secret, "feeds"), store.ask(secret, PASSWORD)) == ("second", "proof")
    assert store.ask(secret, "nothing") is None
