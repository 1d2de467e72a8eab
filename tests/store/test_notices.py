"""Notices on record: each is told once, and stands until it no longer holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.store.looks import hours
from tracker.core.notices import Notice, NoticeKind, field_gone

if TYPE_CHECKING:
    from tracker.store.repository import SqlStore

BLIND = Notice(NoticeKind.BLIND, "4:DE", 'No complete check of "Attic" in DE ever.')
OTHER = Notice(NoticeKind.BLIND, "4:US", 'No complete check of "Attic" in US ever.')
LOGIN = Notice(NoticeKind.LOGIN, "30", "The login ends on 08 Apr 2026, in 30 days.")
KINDS = (NoticeKind.BLIND, NoticeKind.LOGIN)


def test_a_notice_is_new_once(store: SqlStore) -> None:
    """Whoever asks a second time hears nothing new, and it still stands."""
    assert store.keep_notices([BLIND, LOGIN], KINDS, hours(1)) == [BLIND, LOGIN]
    assert store.keep_notices([BLIND, LOGIN], KINDS, hours(2)) == []
    assert store.notices() == [BLIND, LOGIN]


def test_other_words_for_the_same_thing_are_no_news(store: SqlStore) -> None:
    """Kind and subject make a notice; its text may tell another reason by now."""
    store.keep_notices([BLIND], KINDS, hours(1))
    changed = Notice(BLIND.kind, BLIND.subject, "No complete check (quota).")
    assert store.keep_notices([changed], KINDS, hours(2)) == []


def test_what_no_longer_holds_ends_and_may_come_again(store: SqlStore) -> None:
    """The end of one leaves the others alone; a second time is told again."""
    store.keep_notices([BLIND, OTHER], KINDS, hours(1))
    assert store.keep_notices([OTHER], KINDS, hours(2)) == []
    assert store.notices() == [OTHER]
    assert store.keep_notices([OTHER, BLIND], KINDS, hours(3)) == [BLIND]


def test_a_kind_that_was_not_asked_about_is_left_alone(store: SqlStore) -> None:
    """The vigil does not see what a check found, and so does not end it."""
    gone = field_gone("is_playable")
    store.keep_notices([gone], (NoticeKind.API_CHANGED,), hours(1))
    store.keep_notices([], KINDS, hours(2))
    assert store.notices() == [gone]


def test_the_same_thing_named_twice_is_told_once(store: SqlStore) -> None:
    """Two watches of one list may want the same notice."""
    assert store.keep_notices([BLIND, BLIND], KINDS, hours(1)) == [BLIND]
