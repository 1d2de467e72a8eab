"""What a visitor reads where there is nothing to show: one plain page with one clear line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from tracker.web.site import Site

MISSING = 404
_LINES = {404: "There is no such page.", 405: "This page takes no such request."}


def refusals(site: Site) -> dict[int | type[Exception], Any]:
    """The handlers of what is refused, by error."""

    def refused(request: Request, error: HTTPException) -> Response:
        plain = error.detail in {"Not Found", "Method Not Allowed"}
        line = _LINES.get(error.status_code, error.detail) if plain else error.detail
        return site.page(request, "refusal.html", error.status_code, line=line)

    def unreadable(request: Request, error: RequestValidationError) -> Response:
        names = sorted({str(each["loc"][-1]) for each in error.errors()})
        line = f"This address asks for something that cannot be: look at {', '.join(names)}."
        return site.page(request, "refusal.html", 422, line=line)

    return {HTTPException: refused, RequestValidationError: unreadable}


def no_such(what: str) -> HTTPException:
    """The error to raise where an address names something that is not there."""
    return HTTPException(MISSING, what)
