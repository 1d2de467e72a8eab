"""`tracker watch`: what is watched, in which markets, how often."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli import output
from tracker.cli.keep import keep
from tracker.cli.opening import opened
from tracker.core.errors import UsageError
from tracker.core.jsonform import watch_json
from tracker.core.markets import parse_markets
from tracker.core.phrases import age
from tracker.core.watch import Watch, parse_rhythm, show_rhythm

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from tracker.core.planning.offered import Quote
    from tracker.core.planning.wanted import Wanted
    from tracker.core.views import WatchView
    from tracker.usecases.watching import Offer
    from tracker.wiring import App

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Add, list and remove what is watched.")

Links = Annotated[list[str], typer.Argument(help="Links, URIs, kind:id, saved-tracks or saved-albums.")]
Market = Annotated[
    list[str] | None, typer.Option("--market", "-m", help="Two-letter country code; repeatable.")
]
Every = Annotated[str, typer.Option("--every", help="How often to check: 12h, 1d, 1w ...")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Add it without asking, also where it does not fit.")]
Json = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]


@app.command()
def add(links: Links, market: Market = None, every: Every = "1d", yes: Yes = False) -> None:
    """Say what it costs in calls, then watch it; its first check is due at once.

    Where the budget would not pay for all watches any more it asks first; without a terminal it adds, and warns.
    """
    from tracker.core.planning.offered import price_lines
    from tracker.usecases.watching import accept, quote

    rhythm, wished = parse_rhythm(every), parse_markets(market or [])
    with opened() as tracker:
        offers, failed = _offers(tracker, links, wished or tracker.settings.TRACKER_MARKETS, rhythm)
        if offers:
            now, per_day = tracker.clock.now(), tracker.limits.per_day
            found = quote(offers, tracker.store, tracker.means, per_day, now)
            for line in price_lines(found):
                output.say(line)
            if found.fits or _wanted_all_the_same(found, yes=yes):
                for each in offers:
                    output.say(_added(accept(each, tracker.store, tracker.clock)))
            else:
                output.say("Nothing was added.")
    if failed:
        raise typer.Exit(failed.exit_code)


def _offers(
    tracker: App, links: list[str], markets: tuple[str, ...], rhythm: timedelta
) -> tuple[list[Offer], UsageError | None]:
    """What there is under these links, all of them asked for before anything is added; what is wrong is told."""
    from tracker.usecases.watching import Wish, offer

    offers, failed = [], None
    for link in links:
        try:
            offers.append(offer(Wish(link, markets, rhythm), tracker.means, tracker.catalog, tracker.store))
        except UsageError as error:
            output.warn(f"tracker: {error}")
            failed = error
    return offers, failed


def _wanted_all_the_same(found: Quote, *, yes: bool) -> bool:
    """Tell the ways out, and ask if somebody is there: a script is not held up."""
    for way in found.ways:
        output.warn(f"  {way}")
    if yes:
        return True
    if output.is_terminal():
        return output.agreed("Add it all the same?")
    output.warn(
        "tracker: added all the same, for nobody is here to be asked; `tracker plan` shows what does not fit."
    )
    return True


@app.command(name="list")
def list_(json: Json = False) -> None:
    """List what is watched, with its age and what is known of it."""
    from tracker.usecases.planning import held

    with opened() as tracker:
        now = tracker.clock.now()
        views = tracker.store.watches()
        if json:
            output.json_lines(watch_json(view, now) for view in views)
            return
        priced = held(tracker.store, [view.watch for view in views])
        rows = [_row(view, each, now) for view, each in zip(views, priced, strict=True)]
        headings = ("no.", "what", "name", "markets", "every", "tracks", "last complete check", "calls a day")
        output.table(headings, rows, "Nothing is watched yet: `tracker watch add LINK`.")


@app.command()
def remove(watches: Annotated[list[str], typer.Argument(help="Numbers or links of watches.")]) -> None:
    """Stop watching; the history stays."""
    from tracker.usecases.watching import find_watch

    with opened() as tracker:
        chosen = [find_watch(tracker.store, wanted) for wanted in watches]
        for watch in chosen:
            tracker.store.remove(watch.id, tracker.clock.now())
            output.say(f"No longer watched: {watch.label} (its history stays).")


@app.command()
def mute(watches: Annotated[list[str], typer.Argument(help="Numbers or links of watches.")]) -> None:
    """Send no messages of what happens in a watch; it is watched and recorded as before."""
    _set_muted(watches, muted=True)


@app.command()
def unmute(watches: Annotated[list[str], typer.Argument(help="Numbers or links of watches.")]) -> None:
    """Send messages of a watch again, of what happens from now on."""
    _set_muted(watches, muted=False)


app.command()(keep)


def _set_muted(wanted: list[str], *, muted: bool) -> None:
    from tracker.usecases.watching import find_watch

    with opened() as tracker:
        for watch in [find_watch(tracker.store, each) for each in wanted]:
            tracker.store.mute(watch.id, tracker.clock.now() if muted else None)
            output.say(f"{'Muted' if muted else 'No longer muted'}: {watch.label}.")


def _row(view: WatchView, priced: Wanted, now: datetime) -> tuple[object, ...]:
    watch = view.watch
    where, every = ", ".join(watch.markets), show_rhythm(watch.every)
    calls = sum(priced.prices.values()) * priced.watched.times_a_day
    seen = age(view.last_complete_at, now)
    flags = ", ".join(flag for flag, at in (("muted", watch.muted_at), ("paused", watch.paused_at)) if at)
    label = f"{watch.label} ({flags})" if flags else watch.label
    return (watch.id, watch.source, label, where, every, view.entries, seen, f"{calls:.1f}")


def _added(watch: Watch) -> str:
    return f"Watching {watch.source} {watch.id}: {watch.label}, in {', '.join(watch.markets)}, every {show_rhythm(watch.every)}."
