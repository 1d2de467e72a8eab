"""Saying instead of a vanish what the account does: each cause is told once, and ends when it no longer holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.core.causes import cause_notices
from tracker.core.notices import NoticeKind

if TYPE_CHECKING:
    from datetime import datetime

    from tracker.core.causes import Causes
    from tracker.core.notices import Notice
    from tracker.core.ports import Notices

CAUSES = (NoticeKind.HIDDEN, NoticeKind.COUNTRY)


def keep_causes(notices: Notices, causes: Causes, now: datetime) -> list[Notice]:
    """Bring the notices of account causes up to date; those that are new. The usual case writes nothing."""
    wanted = cause_notices(causes.hidden(), causes.contradicted())
    held = {(each.kind, each.subject) for each in notices.notices() if each.kind in CAUSES}
    if {(each.kind, each.subject) for each in wanted} == held:
        return []
    return notices.keep_notices(wanted, CAUSES, now)
