"""Drawing pages from templates; every value that comes from outside is escaped on its way in."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from tracker.core.links import track_link
from tracker.core.phrases import age, count, day, interval, minute, visible
from tracker.core.planning.ahead import ahead_text
from tracker.core.watch import show_rhythm
from tracker.core.wording import gap_text, reason_text, state_text, why_text
from tracker.report.figures import INDEPENDENCE, percent
from tracker.report.rows import source_address

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

HERE = Path(__file__).parent
STATIC = HERE / "static"
PLACES = (
    ("/", "Home"),
    ("/incidents", "Incidents"),
    ("/map", "Map"),
    ("/activity", "Activity"),
    ("/settings", "Settings"),
)
"""The pages that stand in the head of every page, by path."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """The templates, and what all of them can use."""

    environment: Environment

    def draw(self, request: Request, template: str, shown: Mapping[str, Any]) -> str:
        """Fill in a template. `csrf` is the token that every form has to send back."""
        own = {"path": request.url.path, "csrf": getattr(request.state, "csrf", ""), "places": PLACES}
        return self.environment.get_template(template).render(own | dict(shown))


def open_drawing() -> Drawing:
    """Load the templates of this package."""
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "age": age,
        "ahead": ahead_text,
        "counted": count,
        "gap_text": gap_text,
        "day": day,
        "minute": minute,
        "percent": percent,
        "rhythm": show_rhythm,
        "source_address": source_address,
        "visible": visible,
        "reason": reason_text,
        "state": state_text,
        "why": why_text,
        "track_address": track_link,
    }
    environment.globals |= {"static": _static_addresses(), "interval": interval, "independence": INDEPENDENCE}
    return Drawing(environment)


def _static_addresses() -> dict[str, str]:
    """Each static file by its path below `static/`, with its contents in the address: it may be kept for ever."""
    files = (path for path in STATIC.rglob("*") if path.is_file())
    return {
        (
            name := path.relative_to(STATIC).as_posix()
        ): f"/static/{name}?{sha256(path.read_bytes()).hexdigest()[:12]}"
        for path in files
    }
