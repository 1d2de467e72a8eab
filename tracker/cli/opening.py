"""Opening the program for one verb: settings, database, client; closed again behind it."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tracker.settings import Loaded
    from tracker.wiring import App


def settings() -> Loaded:
    """The settings of this process."""
    from tracker.settings import load

    return load(os.environ)


@contextmanager
def opened(on_call: Callable[[], None] = lambda: None) -> Iterator[App]:
    """The wired program; `on_call` is told of every call that is sent."""
    from tracker.wiring import open_app

    app = open_app(settings(), on_call=on_call)
    try:
        yield app
    finally:
        app.close()
