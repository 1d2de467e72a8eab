"""Learning whose the albums are: of vanished tracks at once, of the others a few a day, with calls that nothing else needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.core.budget import DAY, spare
from tracker.core.errors import LookFailed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tracker.core.budget import Limits
    from tracker.core.ports import Budget, Clock
    from tracker.core.rights import ReleaseReader, Releases, Wanted

AT_ONCE = 20
"""So many albums are asked for in one go: checks that are due meanwhile wait no longer than that."""
OTHERS_SHARE = 0.1
"""So much of a day's budget may go into albums of which nothing has vanished."""


def learn_releases(
    catalog: ReleaseReader, releases: Releases, budget: Budget, limits: Limits, clock: Clock
) -> tuple[int, LookFailed | None]:
    """Ask for albums never read, one call each: how many told something, and what ended it early, if anything did."""
    now = clock.now()
    most = min(AT_ONCE, spare(budget.ledger(), now, limits))
    wanted = releases.unknown(most, vanished=True)
    if not wanted:
        others = int(limits.per_day * OTHERS_SHARE) - releases.read_since(now - DAY)
        wanted = releases.unknown(min(most, max(0, others)), vanished=False)
    return _ask(catalog, releases, clock, wanted)


def _ask(
    catalog: ReleaseReader, releases: Releases, clock: Clock, wanted: Iterable[Wanted]
) -> tuple[int, LookFailed | None]:
    """Each is kept as soon as it is there: what was paid for is not lost with the next one."""
    learnt = 0
    for each in wanted:
        try:
            release = catalog.release(each.album_id, each.market)
        except LookFailed as failure:
            return learnt, failure
        learnt += releases.keep([release], clock.now())
    return learnt, None
