"""Answers that are none of the pages: each one clear line, whatever went wrong."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from fastapi.exception_handlers import request_validation_exception_handler
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

from tracker.core.errors import LookFailed, TrackerError, UsageError
from tracker.web.headers import HEADERS

if TYPE_CHECKING:
    from fastapi import FastAPI
    from starlette.requests import Request
    from starlette.responses import Response

    from tracker.web.site import Site

HEADS = {
    403: "Not done",
    404: "Nothing here",
    422: "That cannot be",
    429: "Too often",
    500: "That went wrong",
    503: "Not now",
}
LINES = {
    404: "There is no such page.",
    405: "This address does not take that.",
    422: "The address or the form says something that cannot be read.",
}
SURPRISE = "Something went wrong that should not have; the program's log says what. Nothing was lost."


def refusal(site: Site, request: Request, status: int, line: str) -> Response:
    """Say one line: as a page, or as JSON where data was asked for."""
    if request.url.path.startswith("/api/") or request.url.path.endswith(".json"):
        return JSONResponse({"detail": line}, status)
    return site.page(
        request, "refusal.html", status, said=HEADS.get(status, HTTPStatus(status).phrase), line=line
    )


def answer_errors(web: FastAPI, site: Site) -> None:
    """Have every error that a page lets through become such an answer."""

    def refused(request: Request, error: Any) -> Response:
        line = LINES.get(error.status_code, str(error.detail))
        if error.detail != HTTPStatus(error.status_code).phrase:
            line = str(error.detail)
        answer = refusal(site, request, error.status_code, line)
        answer.headers.update(error.headers or {})
        return answer

    async def unreadable(request: Request, error: Any) -> Response:
        if request.url.path.startswith("/api/"):
            return await request_validation_exception_handler(request, error)
        return refusal(site, request, 422, LINES[422])

    def ours(request: Request, error: Any) -> Response:
        return refusal(site, request, status_of(error), str(error))

    def surprise(request: Request, _error: Any) -> Response:
        answer = refusal(site, request, 500, SURPRISE)  # outside of all middleware, so without their headers
        answer.headers.update(HEADERS | {"Cache-Control": "no-store"})
        return answer

    web.add_exception_handler(HTTPException, refused)
    web.add_exception_handler(RequestValidationError, unreadable)
    web.add_exception_handler(TrackerError, ours)
    web.add_exception_handler(Exception, surprise)


def status_of(error: TrackerError) -> int:
    """What an error of ours is in HTTP: the owner's words, the service's trouble, or the record's."""
    if isinstance(error, UsageError):
        return 422
    return 503 if isinstance(error, LookFailed) else 500
