"""The secret that programs read with, as the settings show it; and the form that makes a new one."""

from __future__ import annotations

from secrets import token_urlsafe
from typing import TYPE_CHECKING

from fastapi import APIRouter

from tracker.store.sessions import keep_secret, secret
from tracker.web.machines import MACHINES
from tracker.web.site import back_to

if TYPE_CHECKING:
    from starlette.responses import RedirectResponse

    from tracker.web.site import Site

BYTES = 32
"""256 bits of chance: nobody guesses that."""


def routes(site: Site) -> APIRouter:
    """The form of the settings."""
    router = APIRouter()

    @router.post("/settings/machines/renew")
    def renew() -> RedirectResponse:
        site.change(keep_secret, MACHINES, token_urlsafe(BYTES), site.app.clock.now())
        return back_to("/settings#machines")

    return router


def machine_secret(site: Site) -> str | None:
    """The secret; None while there is none."""
    return site.ask(secret, MACHINES)
