"""The command `tracker`: its verbs, and the one place where an error becomes a line and an exit code."""

from __future__ import annotations

import traceback
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from tracker.cli import (
    account,
    backup,
    checking,
    demo,
    doctor,
    export,
    importing,
    listing,
    notify,
    output,
    packed,
    password,
    planning,
    purge,
    reporting,
    running,
    tending,
    terms,
    watch,
)
from tracker.core.errors import TrackerError


class Verbs(TyperGroup):
    """The verbs; an error of ours becomes one line on stderr and its exit code, and a traceback only on demand."""

    def invoke(self, ctx: Any) -> Any:
        """Run the verb that was asked for."""
        try:
            return super().invoke(ctx)
        except TrackerError as error:
            if ctx.params.get("debug"):
                traceback.print_exc()
            output.warn(f"tracker: {error}")
            raise typer.Exit(error.exit_code) from None


app = typer.Typer(
    cls=Verbs,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # the coloured help costs half of the time it takes to show it
    help="Watches whether the tracks of chosen playlists, albums and artists are still playable, and remembers.",
    epilog="New here? `tracker demo` shows everything on an invented catalogue, without any credentials.",
)
app.command()(demo.demo)
app.command()(account.login)
app.command()(account.disconnect)
tending.add_to(watch.app)
app.add_typer(watch.app, name="watch")
app.command(name="import")(importing.import_)
app.command()(planning.plan)
app.add_typer(packed.app, name="packed")
app.command()(checking.check)
app.command()(listing.status)
app.command()(listing.events)
app.command()(listing.show)
app.command()(reporting.report)
app.command()(export.export)
app.add_typer(notify.app, name="notify")
app.command()(running.run)
app.command()(password.password)
app.command()(backup.backup)
app.command()(backup.restore)
app.command()(doctor.doctor)
app.command()(terms.terms)
app.command()(purge.purge)


@app.callback()
def options(
    debug: Annotated[bool, typer.Option("--debug", help="On an error, show the traceback.")] = False,
) -> None:
    """Take the options that stand before the verb; `Verbs` looks at them."""


def main() -> None:
    """Run the command line."""
    app(prog_name="tracker")


if __name__ == "__main__":
    main()
