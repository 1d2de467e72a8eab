"""`tracker doctor`: find out what is wrong."""

from __future__ import annotations

import os
import sqlite3
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli import output
from tracker.cli.opening import opened, settings
from tracker.core.errors import LookFailed
from tracker.core.offers import tally_text as lists_text
from tracker.core.openname import tally_text
from tracker.core.terms import REVIEWED
from tracker.core.tiers import tier_text
from tracker.core.watch import Source

if TYPE_CHECKING:
    from tracker.wiring import App

Offline = Annotated[bool, typer.Option("--offline", help="Ask the service nothing.")]


def doctor(offline: Offline = False) -> None:
    """Find out what is wrong.

    Shows settings and their origin, database, login, and what the API gives to this app.
    """
    from tracker.settings import unknown_names

    output.table(("setting", "value", "from"), settings().shown(), "")
    for name in unknown_names(os.environ):
        output.warn(f"{name} is set, but there is no such setting.")
    output.say(f"Python {sys.version.split()[0]}, SQLite {sqlite3.sqlite_version}")
    with opened() as tracker:
        output.say(f"database: {tracker.store.describe()}")
        login = tracker.login_view()
        ends = f", ends {login.expires_at:%d %b %Y}" if login.expires_at else ""
        output.say(
            f"login: {login.state.replace('_', ' ')}{ends}; app secret: {'set' if tracker.means.app_token else 'not set'}"
        )
        output.say(tracker.profile().line(tracker.clock.now()))
        output.say(REVIEWED)
        if tracker.store.purging.owed():
            output.say(
                "Something was erased whose bytes may still lie in the database: housekeeping overwrites them."
            )
        if tracker.means.account_market is None:
            output.say(
                "TRACKER_ACCOUNT_MARKET is not set: the service answers lists for your account's country only."
            )
        elif tracker.settings.TRACKER_ACCOUNT_MARKET is None:
            output.say(
                f"TRACKER_ACCOUNT_MARKET is not set; {tracker.means.account_market} is taken for your account's country."
            )
        output.say(f"names: {tally_text(tracker.naming_tally())}")
        output.say(f"calls for many at once: {tier_text(tracker.store.tier.remembered())}")
        output.say(f"lists of markets: {lists_text(tracker.store.offers.tally())}")
        if offline:
            return
        raise typer.Exit(_ask_service(tracker))


def _ask_service(tracker: App) -> int:
    """Ask the small questions that only the service can answer; at most three calls."""
    from tracker.spotify.probe import probe

    lists = [w.ref for w in tracker.store.all() if w.source is Source.PLAYLIST]
    try:
        found = probe(tracker.door, tracker.means.account_market or "US", lists[0] if lists else None)
    except LookFailed as failure:
        output.warn(f"The service cannot be asked: {failure}")
        return failure.exit_code
    output.say(f"endpoints: tier {found.tier}")
    for question, answer in found.answers:
        output.say(f"  {question} {answer}")
    return 0
