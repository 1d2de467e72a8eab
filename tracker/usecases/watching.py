"""Choosing what to watch: the link is read, the thing is seen to be there, its price is told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.core.errors import SourceLost, UsageError
from tracker.core.links import Link, parse_link
from tracker.core.plan import price_of_size
from tracker.core.ports import NewWatch

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import timedelta

    from tracker.core.ports import Catalog, Clock, Store
    from tracker.core.watch import Watch


@dataclass(frozen=True, slots=True)
class Wish:
    """What the owner asked for: a link in whatever form, markets (none: the account's own), a rhythm."""

    link: str
    markets: tuple[str, ...]
    every: timedelta


@dataclass(frozen=True, slots=True)
class Means:
    """What this installation can ask with: the account's country (None: not told), and an app secret or not."""

    account_market: str | None
    app_token: bool


@dataclass(frozen=True, slots=True)
class Added:
    """A watch that was added, and how many entries its source has (None: only a whole reading would tell)."""

    watch: Watch
    entries: int | None


def add_watch(wish: Wish, means: Means, catalog: Catalog, store: Store, clock: Clock) -> Added:
    """Add one watch, or change the one there is for the same thing; raise before anything is written.

    Costs the call or two that it takes to see that the thing is there and what it is called.
    """
    link = parse_link(wish.link)
    markets = markets_of(link, wish.markets, means)
    try:
        found = catalog.describe(link.source, link.ref, markets[0])
    except SourceLost as lost:
        raise UsageError(str(lost)) from None
    new = NewWatch(link.source, link.ref, found.label, markets, int(wish.every.total_seconds()))
    return Added(store.add(new, clock.now()), found.entries)


def change_watch(store: Store, watch: Watch, wish: Wish, means: Means, clock: Clock) -> Watch:
    """Give a watch other markets, another rhythm and a fresh term of a year; nobody is asked anything."""
    link = Link(watch.source, watch.ref)
    markets = markets_of(link, wish.markets, means)
    new = NewWatch(link.source, link.ref, watch.label, markets, int(wish.every.total_seconds()))
    return store.add(new, clock.now())


def added_line(added: Added, per_day: int) -> str:
    """The price of a new watch before its first reading: what is known of the size, or that it is not."""
    if added.entries is None:
        return "Its price in calls is known after the first check."
    cost = price_of_size(added.watch, added.entries)
    more = "" if len(added.watch.markets) == 1 else ", at most"
    return f"It costs about {cost:.1f} calls a day{more}; the budget is {per_day}."


def markets_of(link: Link, wished: Sequence[str], means: Means) -> tuple[str, ...]:
    """The markets of a new watch, the home market first; raise UsageError if they cannot be asked for.

    A list that only the owner's login can read is answered for the account's own country, whatever one
    asks for: so that country is its home market, and is watched along.
    """
    if link.source.needs_login:
        home = means.account_market or (wished[0] if len(wished) == 1 else None)
        if home is None:
            raise UsageError(
                "Which country is your account in? The service answers for that one: set TRACKER_ACCOUNT_MARKET, e.g. DE."
            )
        markets = (home, *(m for m in wished if m != home))
    else:
        markets = tuple(wished) or ((means.account_market,) if means.account_market else ())
        if not markets:
            raise UsageError(
                "In which market? Give --market DE, or set TRACKER_MARKETS or TRACKER_ACCOUNT_MARKET."
            )
    others = [m for m in markets if m != means.account_market]
    if not means.app_token and (len(markets) > 1 or (means.account_market and others)):
        raise UsageError(
            f"Other markets than your account's ({', '.join(others)}) need the app's own login: set SPOTIPY_CLIENT_SECRET."
        )
    return markets


def find_watch(store: Store, wanted: str) -> Watch:
    """The watch that the owner names by its number or its link; raise UsageError if there is none."""
    watches = store.all()
    for watch in watches:
        if wanted == str(watch.id):
            return watch
    if not wanted.isdigit():
        link = parse_link(wanted)
        for watch in watches:
            if (watch.source, watch.ref) == (link.source, link.ref):
                return watch
    raise UsageError(f"There is no watch '{wanted}': `tracker watch list` shows them with their numbers.")
