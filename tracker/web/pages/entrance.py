"""Coming in by the password, and going out."""

from __future__ import annotations

import re
from math import ceil
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from tracker.store.sessions import PASSWORD, secret
from tracker.web.passwords import LONGEST, proven
from tracker.web.sessions import cookie_name, give_cookie
from tracker.web.site import back_to

if TYPE_CHECKING:
    from datetime import timedelta

    from tracker.web.site import Site

_OURS = re.compile(r"/(?![/\\])[!-\[\]-~]{0,1000}")
"""A path of this site: anything else after a login would lead away from it."""


def routes(site: Site) -> APIRouter:
    """`/login` and `/logout`."""
    router = APIRouter()

    @router.get("/login")
    def ask(request: Request, next: str = "/") -> Response:  # noqa: A002 - what it is called in the address
        if request.state.visit.welcome:
            return back_to(_ours(next))
        return site.page(request, "login.html", next=_ours(next), wrong=None)

    @router.post("/login")
    def log_in(
        request: Request,
        password: Annotated[str, Form(max_length=LONGEST)],
        next: Annotated[str, Form()] = "/",  # noqa: A002
    ) -> Response:
        wait = site.access.throttle.admit(request.client.host if request.client else "")
        if wait is not None:
            return _refused(site, request, 429, f"Too many tries. Wait {_minutes(wait)} and try again.", next)
        proof = site.ask(secret, PASSWORD)
        if proof is None or not proven(password, proof):
            return _refused(site, request, 403, "That is not the password.", next)
        if request.state.visit.known:
            site.access.sessions.close(request.state.visit.id)
        answer = back_to(_ours(next))
        give_cookie(answer, site.access.sessions.open(), secure=_secure(site, request), lasting=True)
        return answer

    @router.post("/logout")
    def log_out(request: Request) -> RedirectResponse:
        site.agreements.end(request.state.visit.id)
        site.access.sessions.close(request.state.visit.id)
        answer = back_to("/login")
        answer.delete_cookie(
            cookie_name(secure=_secure(site, request)),
            secure=_secure(site, request),
            httponly=True,
            samesite="lax",
        )
        return answer

    return router


def _refused(site: Site, request: Request, status: int, line: str, wanted: str) -> Response:
    return site.page(request, "login.html", status, next=_ours(wanted), wrong=line)


def _ours(path: str) -> str:
    return path if _OURS.fullmatch(path) else "/"


def _secure(site: Site, request: Request) -> bool:
    return site.access.names.is_secure(request.headers.get("host", ""))


def _minutes(wait: timedelta) -> str:
    minutes = max(1, ceil(wait.total_seconds() / 60))
    return "1 minute" if minutes == 1 else f"{minutes} minutes"
