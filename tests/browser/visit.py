"""One visitor with a browser window: what went wrong behind the pages is kept, and a page can be judged for access."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from axe_playwright_python.sync_playwright import Axe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, ConsoleMessage, Page, Response

SERIOUS = {"serious", "critical"}


@dataclass
class Visit:
    """A window on the site at `base`; `complaints` are console errors, page errors, CSP reports and failed answers."""

    base: str
    page: Page
    complaints: list[str] = field(default_factory=list)

    def go(self, path: str) -> None:
        """Open a page of the site."""
        self.page.goto(self.base + path)

    def serious(self) -> list[str]:
        """The serious faults of access on the page that stands open, by rule and place."""
        found: dict[str, Any] = Axe().run(self.page).response
        return [
            f"{fault['id']}: {node['target']}"
            for fault in found["violations"]
            if fault["impact"] in SERIOUS
            for node in fault["nodes"]
        ]


@contextmanager
def visiting(
    browser: Browser, base: str, *, width: int = 1200, dark: bool = False, script: bool = True
) -> Iterator[Visit]:
    """Open a window of so many pixels."""
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if dark else "light",
        java_script_enabled=script,
    )
    try:
        visit = Visit(base, context.new_page())
        visit.page.on("console", lambda message: _heard(visit, message))
        visit.page.on("pageerror", lambda error: visit.complaints.append(f"page error: {error}"))
        visit.page.on("response", lambda answer: _answered(visit, answer))
        yield visit
    finally:
        context.close()


def _heard(visit: Visit, message: ConsoleMessage) -> None:
    if message.type in {"error", "warning"}:
        visit.complaints.append(f"console {message.type}: {message.text}")


def _answered(visit: Visit, answer: Response) -> None:
    if answer.status >= 400:
        visit.complaints.append(f"{answer.status}: {answer.url}")
