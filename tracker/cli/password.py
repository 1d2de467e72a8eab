"""`tracker password`: who may see the page."""

from __future__ import annotations

from typing import Annotated

import typer

from tracker.cli import output
from tracker.cli.opening import opened

Remove = Annotated[
    bool, typer.Option("--remove", help="Take the password away; the page is then on loopback only.")
]


def password(remove: Remove = False) -> None:
    """Set the page's password.

    Whoever is logged in there has to log in again.
    """
    from tracker.store.sessions import set_password
    from tracker.web.passwords import prove

    with opened() as tracker:
        if remove:
            had = tracker.store.change(set_password, None, tracker.clock.now())
            output.say("The page has no password any more." if had else "The page had no password.")
            return
        given = typer.prompt("Password for the page", hide_input=True, confirmation_prompt=True)
        tracker.store.change(set_password, prove(given), tracker.clock.now())
        output.say("The password is set; every browser has to log in with it.")
