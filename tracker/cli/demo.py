"""`tracker demo`: everything, without credentials, on an invented catalogue."""

from __future__ import annotations

import gc
import sys
from typing import Annotated

import typer

from tracker.cli import output

Days = Annotated[
    int, typer.Option("--days", min=30, max=2000, help="How many simulated days to live through.")
]
Seed = Annotated[int, typer.Option("--seed", help="Another seed is another world.")]
Serve = Annotated[bool, typer.Option("--serve/--no-serve", help="Afterwards, serve the report as a page.")]
Port = Annotated[int, typer.Option("--port", min=1, max=65535, help="Where the page is.")]


def demo(days: Days = 400, seed: Seed = 7, serve: Serve = True, port: Port = 8765) -> None:
    """See it all on an invented catalogue.

    Lives through simulated months, prints the report and serves it as a page.
    """
    from tracker.demo import story
    from tracker.demo.replaced import held_against_catalogue
    from tracker.demo.together import told_together
    from tracker.report.formats import Format, render
    from tracker.usecases.telling import tell
    from tracker.web.serve import serve as serve_page

    with story.demo(days, seed) as shown:
        output.warn("A simulated service is running on this machine; artists, labels and songs are invented.")
        for watch in story.begin(shown):
            output.warn(f"Watching the {watch.source} “{watch.label}” in {', '.join(watch.markets)}.")
        gc.freeze()  # what lives to the end (classes, the world) need not be looked through again and again
        with output.progress(f"living through {days} days", days) as step:
            story.live(shown, step.reach)
        sys.stdout.write(render(tell(shown.app.store, shown.clock.now(), None), Format.TEXT, brief=True))
        held = story.held_against_truth(shown)
        output.warn(str(held))
        output.warn(told_together(held))
        output.warn(str(held_against_catalogue(shown.world, shown.app.store, shown.clock.now())))
        if serve:
            output.warn(f"The same as a page: http://127.0.0.1:{port}/  (Ctrl-C ends it.)")
            serve_page(shown.app, "127.0.0.1", port)
