"""`tracker notify`: the channels that messages go to."""

from __future__ import annotations

from typing import Annotated

import typer

from tracker.cli import output
from tracker.cli.opening import opened
from tracker.core.channels import (
    ChannelView,
    Digest,
    Manner,
    NewChannel,
    channel_json,
    parse_quiet,
    parse_zone,
    show_quiet,
)
from tracker.core.letters import Sent
from tracker.core.phrases import age

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Channels that messages go to.")
FAILED = 3

Number = Annotated[int, typer.Argument(help="The channel's number, as `tracker notify list` shows it.")]
Json = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]


@app.command()
def add(  # noqa: PLR0917 - one parameter an option
    url: Annotated[str, typer.Argument(help="An Apprise address, or https:// of a webhook that takes JSON.")],
    name: Annotated[str | None, typer.Option("--name", help="What it is called in lists.")] = None,
    digest: Annotated[Digest, typer.Option("--digest", help="Gather events.")] = Digest.AT_ONCE,
    quiet: Annotated[str | None, typer.Option("--quiet", help="Send nothing then: 22:00-07:00.")] = None,
    zone: Annotated[str, typer.Option("--zone", help="Whose clock: Europe/Berlin.")] = "UTC",
    private: Annotated[bool, typer.Option("--private", help="It may be in your own network.")] = False,
    edits: Annotated[bool, typer.Option("--edits", help="Tell of your own edits of lists too.")] = False,
) -> None:
    """Send messages of what happens from now on to this address."""
    from tracker.notify import addresses

    hours = parse_quiet(quiet) if quiet else None
    manner = Manner(digest, hours, parse_zone(zone), private, edits)
    shown = addresses.masked(addresses.opened(url, private=private))
    with opened() as tracker:
        added = tracker.store.add_channel(NewChannel(url, name or shown, manner), tracker.clock.now())
        output.say(f"Channel {added.id}: {shown}. Try it: tracker notify test {added.id}")


@app.command(name="list")
def list_(json: Json = False) -> None:
    """List the channels, their addresses without secrets."""
    with opened() as tracker:
        now, views = tracker.clock.now(), tracker.store.channels()
        if json:
            output.json_lines(channel_json(view, _address(view)) for view in views)
            return
        rows = [(*_row(view), age(view.last_sent_at, now)) for view in views]
        headings = ("no.", "name", "address", "when", "state", "waiting", "last sent")
        output.table(headings, rows, "No channels yet: `tracker notify add URL`.")


@app.command()
def test(channel: Number) -> None:
    """Send a test message now; where it arrives, a stopped channel goes on."""
    from tracker.usecases.delivering import try_channel

    with opened() as tracker:
        outcome = try_channel(tracker.post, channel)
    if isinstance(outcome, Sent):
        output.say("The channel has accepted the test message.")
        return
    output.warn(f"tracker: the test message did not arrive: {outcome.why}.")
    raise typer.Exit(FAILED)


@app.command()
def remove(channel: Number) -> None:
    """Remove a channel, with what was still on its way to it."""
    with opened() as tracker:
        name = tracker.store.channel(channel).name
        tracker.store.remove_channel(channel)
        output.say(f"Removed: {name}.")


def _row(view: ChannelView) -> tuple[object, ...]:
    channel, manner = view.channel, view.channel.manner
    when = manner.digest.value + (f", quiet {show_quiet(manner.quiet)} {manner.zone}" if manner.quiet else "")
    why = channel.stopped_why or view.error
    state = f"{view.state}: {why}" if why else view.state
    return channel.id, channel.name, _address(view), when, state, view.waiting


def _address(view: ChannelView) -> str:
    """The address without its secrets; one that no longer is one is not shown at all."""
    from tracker.core.errors import UsageError
    from tracker.notify import addresses

    try:
        return addresses.masked(addresses.opened(view.channel.url, private=True))
    except UsageError:
        return "(no address of a channel)"
