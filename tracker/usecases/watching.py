"""Choosing what to watch, in two steps: an offer with its price, for which nothing is written; and its acceptance.

link ──> offer: is it there, what is it called, how large is it ──> quote: what it costs, and all watches with it
                                                                      └─ on the owner's word: accept
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from tracker.core.errors import SourceLost, UsageError
from tracker.core.links import Link, parse_link
from tracker.core.planning.offered import Quote, Quoted, size_of, stand_ins
from tracker.core.planning.wanted import wanted
from tracker.core.ports import NewWatch
from tracker.core.watch import TERM, Watch
from tracker.usecases.planning import held, reckoned

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from tracker.core.ports import Catalog, Clock, Described, Store


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
class Offer:
    """A thing that is there and can be watched. `watch` is the one there is for the same thing, which it would change."""

    new: NewWatch
    found: Described
    watch: Watch | None


def offer(wish: Wish, means: Means, catalog: Catalog, store: Store) -> Offer:
    """See that a thing is there, what it is called and how large it is: a call or two, and nothing is written."""
    link = parse_link(wish.link)
    markets = markets_of(link, wish.markets, means)
    try:
        found = catalog.describe(link.source, link.ref, markets[0])
    except SourceLost as lost:
        raise UsageError(str(lost)) from None
    new = NewWatch(link.source, link.ref, found.label, markets, int(wish.every.total_seconds()))
    return Offer(new, found, _same(store, link))


def quote(offers: Sequence[Offer], store: Store, means: Means, per_day: int, now: datetime) -> Quote:
    """What each of the offers costs, and what all watches need with them; nobody is asked anything."""
    last = {(each.new.source, each.new.ref): each for each in offers}
    prices = tuple(_priced(number, each, store, now) for number, each in enumerate(last.values(), 1))
    changed = {each.watch.id for each in prices}
    others = [w for w in store.all() if w.paused_at is None and w.id not in changed]
    read = held(store, others)
    priced = [each.wanted for each in prices if each.wanted and not each.watch.paused_at]
    unknown = sum(each.unread for each in read) + sum(each.wanted is None for each in prices)
    return Quote(prices, reckoned(store, [*read, *priced], means.account_market, per_day), unknown)


def accept(taken: Offer, store: Store, clock: Clock) -> Watch:
    """Watch what was offered, or change the watch there is for it; its first check is due at once."""
    return store.add(taken.new, clock.now())


def _same(store: Store, link: Link) -> Watch | None:
    return next((w for w in store.all() if (w.source, w.ref) == (link.source, link.ref)), None)


def _priced(number: int, each: Offer, store: Store, now: datetime) -> Quoted:
    """By its entries where the record knows them, else by its size. A watch that is not there yet has a number below 0."""
    new, size = each.new, size_of(each.new.source, each.found)
    every = timedelta(seconds=new.every_s)
    if each.watch:
        watch = replace(each.watch, markets=new.markets, every=every)
        if stands := store.holdings.stands([watch.id])[watch.id]:
            return Quoted(watch, len(stands), wanted(watch, stands), exact=True)
    else:
        watch = Watch(-number, new.source, new.ref, new.label, new.markets, every, now, now + TERM)
    priced = None if size is None else wanted(watch, stand_ins(watch, size))
    return Quoted(watch, size, priced)


def change_watch(store: Store, watch: Watch, wish: Wish, means: Means, clock: Clock) -> Watch:
    """Give a watch other markets, another rhythm and a fresh term of a year; nobody is asked anything."""
    link = Link(watch.source, watch.ref)
    markets = markets_of(link, wish.markets, means)
    new = NewWatch(link.source, link.ref, watch.label, markets, int(wish.every.total_seconds()))
    return store.add(new, clock.now())


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
        if found := next((w for w in watches if (w.source, w.ref) == (link.source, link.ref)), None):
            return found
    raise UsageError(f"There is no watch '{wanted}': `tracker watch list` shows them with their numbers.")
