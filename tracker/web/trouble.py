"""What goes wrong, as a page with one clear line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from tracker.core.errors import TrackerError

if TYPE_CHECKING:
    from fastapi import FastAPI
    from starlette.requests import Request
    from starlette.responses import Response

    from tracker.web.site import Site

UNREADABLE = "A part of this address or form cannot be read: go back, and try it otherwise."
NOWHERE = "There is no such page."


def hear(web: FastAPI, site: Site) -> None:
    """Answer errors with a page: of the address (404), of what was given (422), of the program (500)."""

    def page(request: Request, status: int, text: str) -> Response:
        return site.page(request, "trouble.html", status, text=text)

    def refused(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        detail = error.detail if isinstance(error, HTTPException) else ""
        return page(request, status, NOWHERE if detail == "Not Found" else detail)

    def unreadable(request: Request, _error: Exception) -> Response:
        return page(request, 422, UNREADABLE)

    def failed(request: Request, error: Exception) -> Response:
        return page(request, 500, str(error))

    web.add_exception_handler(HTTPException, refused)
    web.add_exception_handler(RequestValidationError, unreadable)
    web.add_exception_handler(TrackerError, failed)
