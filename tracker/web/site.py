"""What every page is given: the opened program, and a way to draw."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from starlette.responses import HTMLResponse, RedirectResponse

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

    from tracker.usecases.watching import Offer
    from tracker.web.access import Access
    from tracker.web.agreement import Agreements
    from tracker.web.checks import Checks
    from tracker.web.drawing import Drawing
    from tracker.web.said import Said
    from tracker.wiring import App


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Site:
    """The program behind the pages, and the templates in front of it."""

    app: App
    drawing: Drawing
    access: Access
    checks: Checks
    agreements: Agreements
    said: Said[str]
    offered: Said[Offer]

    def ask(self, query: Callable[..., T], *args: object) -> T:
        """Read from the record: `query` is one of `tracker.store.pages`, called with a connection before the rest."""
        return self.app.store.ask(query, *args)

    def change(self, deed: Callable[..., T], *args: object) -> T:
        """Change the record: `deed` is one of `tracker.store.pages`, called like a query."""
        return self.app.store.change(deed, *args)

    def page(self, request: Request, template: str, status: int = 200, **shown: Any) -> HTMLResponse:
        """Draw a whole page."""
        return HTMLResponse(self.drawing.draw(request, template, shown), status)


def back_to(path: str) -> RedirectResponse:
    """The answer to a form: go and look at `path` (of this site) as it is now."""
    return RedirectResponse(path, 303)
