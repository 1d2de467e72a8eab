"""`python -m tests.browser.shots [FOLDER]`: the pictures in docs/pages, taken of the demo after a year."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.browser.chromium import running_browser
from tests.browser.visit import visiting
from tracker.demo import story
from tracker.simulator import running
from tracker.web.app import create_web

DAYS, SEED = 400, 7
SHOTS = (
    ("home", "/?days=365", 1200, False),
    ("watch", "/watches/1", 1200, False),
    ("track", "", 1200, False),
    ("incidents", "/incidents", 1200, True),
    ("map", "/map", 1200, False),
    ("activity", "/activity", 1200, True),
    ("settings", "/settings", 390, False),
    ("home-phone", "/?days=365", 390, True),
)
"""Name, path (empty: the first track of the first page), width in pixels, dark."""
HEIGHT = 1100


def main(folder: Path) -> None:
    """Live through the demo, and take every picture."""
    folder.mkdir(parents=True, exist_ok=True)
    with story.demo(DAYS, SEED) as shown, running_browser() as browser:
        story.begin(shown)
        story.live(shown, lambda _: None)
        with running(create_web(shown.app)) as address:
            for name, path, width, dark in SHOTS:
                with visiting(browser, address, width=width, dark=dark) as visit:
                    visit.go(path or "/?days=365")
                    if not path:
                        visit.page.locator("main a[href^='/tracks/']").first.click()
                    visit.page.set_viewport_size({"width": width, "height": HEIGHT})
                    visit.page.screenshot(path=folder / f"{name}.png")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "docs/pages"))
