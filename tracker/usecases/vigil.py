"""Watching the watcher: what it does not see is told once, as soon as two rhythms have passed over it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.core.notices import NoticeKind, notices

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from tracker.core.notices import Notice
    from tracker.core.ports import Store
    from tracker.core.views import WatchView

LOOKED_FOR = (NoticeKind.BLIND, NoticeKind.LOGIN, NoticeKind.CLOCK, NoticeKind.LAPSE)
"""The kinds that are found by looking at how things stand; a changed API shows in a check."""


def keep_vigil(store: Store, login_ends: datetime | None, now: datetime) -> list[Notice]:
    """Bring the record's notices up to date; those that are new."""
    wanted = notices(store.watches(), login_ends, now)
    held = [notice for notice in store.notices() if notice.kind in LOOKED_FOR]
    if {(n.kind, n.subject) for n in wanted} == {(n.kind, n.subject) for n in held}:
        return []  # the usual case writes nothing
    return store.keep_notices(wanted, LOOKED_FOR, now)


def standing_notices(store: Store, login_ends: datetime | None, now: datetime) -> list[Notice]:
    """What is to be told right now, whether anybody has kept vigil or not."""
    return told_now(store.watches(), store.notices(), login_ends, now)


def told_now(
    views: Iterable[WatchView], standing: Iterable[Notice], login_ends: datetime | None, now: datetime
) -> list[Notice]:
    """The same from what has been read: of the `standing` notices only those that cannot be found by looking."""
    return notices(views, login_ends, now) + [each for each in standing if each.kind not in LOOKED_FOR]
