"""`tracker watch`: what is watched, in which markets, how often."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli import output
from tracker.cli.keep import keep
from tracker.cli.opening import opened
from tracker.core.errors import TrackerError, UsageError
from tracker.core.jsonform import watch_json
from tracker.core.markets import parse_markets
from tracker.core.phrases import age
from tracker.core.plan import price
from tracker.core.watch import Watch, parse_rhythm, show_rhythm

if TYPE_CHECKING:
    from datetime import datetime

    from tracker.core.known import KnownEntry
    from tracker.core.views import WatchView

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Add, list and remove what is watched.")

Links = Annotated[list[str], typer.Argument(help="Links, URIs, kind:id, saved-tracks or saved-albums.")]
Market = Annotated[
    list[str] | None, typer.Option("--market", "-m", help="Two-letter country code; repeatable.")
]
Every = Annotated[str, typer.Option("--every", help="How often to check: 12h, 1d, 1w ...")]
Json = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]


@app.command()
def add(links: Links, market: Market = None, every: Every = "1d") -> None:
    """Watch something; its first check is due at once. Says what it will cost in calls a day."""
    from tracker.usecases.watching import Wish, add_watch, added_line

    rhythm, wished = parse_rhythm(every), parse_markets(market or [])
    failed: TrackerError | None = None
    with opened() as tracker:
        markets = wished or tracker.settings.TRACKER_MARKETS
        for link in links:
            try:
                added = add_watch(
                    Wish(link, markets, rhythm), tracker.means, tracker.catalog, tracker.store, tracker.clock
                )
            except UsageError as error:
                output.warn(f"tracker: {error}")
                failed = error
                continue
            output.say(_added(added.watch))
            output.say(added_line(added, tracker.limits.per_day))
    if failed:
        raise typer.Exit(failed.exit_code)


@app.command(name="list")
def list_(json: Json = False) -> None:
    """List what is watched, with its age and what is known of it."""
    from tracker.usecases.planning import priced

    with opened() as tracker:
        now = tracker.clock.now()
        views = tracker.store.watches()
        if json:
            output.json_lines(watch_json(view, now) for view in views)
            return
        rows = [_row(view, priced(tracker.store, view.watch), now) for view in views]
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


def _row(view: WatchView, entries: list[KnownEntry], now: datetime) -> tuple[object, ...]:
    watch = view.watch
    where, every, calls = ", ".join(watch.markets), show_rhythm(watch.every), price(watch, entries).per_day
    seen = age(view.last_complete_at, now)
    flags = ", ".join(flag for flag, at in (("muted", watch.muted_at), ("paused", watch.paused_at)) if at)
    label = f"{watch.label} ({flags})" if flags else watch.label
    return (watch.id, watch.source, label, where, every, view.entries, seen, f"{calls:.1f}")


def _added(watch: Watch) -> str:
    return f"Watching {watch.source} {watch.id}: {watch.label}, in {', '.join(watch.markets)}, every {show_rhythm(watch.every)}."
