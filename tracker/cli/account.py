"""`tracker login` and `tracker disconnect`: the owner's account at the service."""

from __future__ import annotations

import secrets
import sys
import threading
import webbrowser
from queue import Empty, Queue
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli import output
from tracker.cli.opening import opened
from tracker.core.errors import UsageError
from tracker.core.packed import left_behind

if TYPE_CHECKING:
    from collections.abc import Callable

    from tracker.spotify.callback import Receiver

    Reads = Callable[[str], str]

PATIENCE_S = 600
NoBrowser = Annotated[bool, typer.Option("--no-browser", help="Print the address instead of opening it.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]


def login(no_browser: NoBrowser = False) -> None:
    """Log in at the service.

    Needed for playlists and saved tracks; it lasts six months.
    """
    from tracker.spotify.callback import Receiver, read_redirect

    with opened() as tracker:
        state = secrets.token_urlsafe(32)
        address = tracker.login_address(state)
        if tracker.store.packed.rows():
            output.say(
                "It asks for writing private playlists too, as long as the packed lists are switched on."
            )
        with Receiver(tracker.settings.SPOTIPY_REDIRECT_URI, state) as receiver:
            shown = _show(address, open_it=not no_browser)
            code = _first_answer(receiver, lambda pasted: read_redirect(pasted, state), read_stdin=not shown)
        tracker.finish_login(code, state)
        ends = tracker.login_view().expires_at
        output.say(f"Logged in; it lasts until {ends:%d %B %Y}." if ends else "Logged in.")
        if tracker.packer.allowed():
            output.say("It allows writing private playlists too, for the packed lists.")


def _show(address: str, *, open_it: bool) -> bool:
    """Show where to agree; whether a browser opened, so that nobody has to paste."""
    opened_it = open_it and webbrowser.open(address)
    if opened_it:
        output.say("Agree in the browser that just opened. If none did, open this address yourself:")
    else:
        output.say("Open this address and agree; then come back, or paste the address you are sent to here:")
    typer.echo(address)
    sys.stdout.flush()
    return opened_it


def _first_answer(receiver: Receiver, read: Reads, *, read_stdin: bool) -> str:
    """The code, from the browser's visit or from a pasted line, whichever comes first."""
    pasted: Queue[str] = Queue()
    if read_stdin:
        threading.Thread(target=_take_lines, args=(pasted,), daemon=True).start()
    for _ in range(PATIENCE_S * 4):
        if code := receiver.wait(0.25):
            return code
        try:
            return read(pasted.get_nowait())
        except Empty:
            continue
    raise UsageError(f"Nobody agreed within {PATIENCE_S // 60} minutes: run 'tracker login' again.")


def _take_lines(pasted: Queue[str]) -> None:
    for line in sys.stdin:
        if line.strip():
            pasted.put(line)


def disconnect(yes: Yes = False) -> None:
    """Forget the account.

    Deletes the login and everything that came through it.
    """
    with opened() as tracker:
        if not yes:
            question = "Delete the login, and every watch, event and name that came through it?"
            typer.confirm(f"{left_behind(tracker.store.packed.rows())} {question}".strip(), abort=True)
        lists = left_behind(tracker.store.packed.rows(), forgotten=True)
        had_login, deleted = tracker.disconnect()
        output.say(
            "The login is deleted from this machine." if had_login else "There was no login on this machine."
        )
        if lists:
            output.say(lists)
        for table, rows in deleted.items():
            if rows:
                output.say(f"  {rows} rows of {table} deleted")
        output.say(
            "Files that you exported and backups that you made are yours to delete. To withdraw the app's access at the service,"
        )
        output.say("remove it there: https://www.spotify.com/account/apps/")
