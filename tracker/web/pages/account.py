"""The owner's account at the service: logging in through this page, and disconnecting."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from tracker.core.errors import TrackerError
from tracker.core.packed import left_behind
from tracker.core.phrases import count
from tracker.store.pages.settings import private
from tracker.web.refusals import status_of
from tracker.web.site import back_to

if TYPE_CHECKING:
    from tracker.web.site import Site


def routes(site: Site) -> APIRouter:
    """`/login/service` and `/settings/disconnect`."""
    router = APIRouter()

    @router.get("/login/service")
    def show(request: Request) -> Response:
        return _page(site, request)

    @router.post("/login/service")
    def begin(request: Request) -> Response:
        back = f"{site.access.names.origin(request.headers.get('host', ''))}/login/service"
        try:
            site.agreements.begin(request.state.visit.id, back)
        except TrackerError as error:
            return _page(site, request, status_of(error), str(error))
        return back_to("/login/service")

    @router.post("/login/service/answer")
    def answer(request: Request, address: Annotated[str, Form(max_length=4000)]) -> Response:
        try:
            site.agreements.paste(request.state.visit.id, address)
        except TrackerError as error:
            return _page(site, request, status_of(error), str(error))
        return back_to("/login/service")

    @router.get("/settings/disconnect")
    def ask(request: Request) -> Response:
        login = site.app.login_view()
        lists = left_behind(site.app.store.packed.rows())
        return site.page(request, "disconnect.html", login=login, private=site.ask(private), lists=lists)

    @router.post("/settings/disconnect")
    def disconnect(request: Request) -> RedirectResponse:
        site.agreements.end(request.state.visit.id)
        lists = left_behind(site.app.store.packed.rows(), forgotten=True)
        had_login, deleted = site.app.disconnect()
        gone = ", ".join(f"{rows:,} of {table}" for table, rows in deleted.items() if rows)
        login = (
            "The login is deleted from this machine." if had_login else "There was no login on this machine."
        )
        told = f"{login} {_rows(deleted)}{f': {gone}' if gone else ''}. {lists}"
        site.said.keep(request.state.visit.id, told.strip())
        return back_to("/settings")

    return router


def _rows(deleted: dict[str, int]) -> str:
    return f"{count(sum(deleted.values()), 'row')} deleted from the record"


def _page(site: Site, request: Request, status: int = 200, wrong: str | None = None) -> Response:
    """Where the login stands, and the attempt of this browser."""
    return site.page(
        request,
        "service.html",
        status,
        login=site.app.login_view(),
        configured=site.app.login is not None,
        packed=bool(site.app.store.packed.rows()),
        attempt=site.agreements.of(request.state.visit.id),
        redirect=site.app.settings.SPOTIPY_REDIRECT_URI,
        wrong=wrong,
    )
