"""Where messages go, as the settings show it: adding, trying and removing channels, and muting watches."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Form, Path
from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import RedirectResponse

from tracker.core.channels import (
    Digest,
    Manner,
    NewChannel,
    aside_text,
    parse_quiet,
    parse_zone,
    show_quiet,
)
from tracker.core.errors import UsageError
from tracker.core.letters import Sent
from tracker.usecases.delivering import try_channel
from tracker.web.site import back_to

if TYPE_CHECKING:
    from tracker.core.channels import ChannelView
    from tracker.web.site import Site

Id = Annotated[int, Path(ge=1, le=2**31 - 1)]
Short = Annotated[str, Field(max_length=100)]
HERE = "/settings#channels"


class ChannelForm(BaseModel):
    """What the form of a new channel holds."""

    url: Annotated[str, Field(max_length=2000)]
    name: Short = ""
    digest: Digest = Digest.AT_ONCE
    quiet: Short = ""
    zone: Short = "UTC"
    private: bool = False
    edits: bool = False

    def manner(self) -> Manner:
        """The manner that is wished for; raises UsageError for hours or a zone that cannot be."""
        quiet = parse_quiet(self.quiet) if self.quiet else None
        return Manner(self.digest, quiet, parse_zone(self.zone), self.private, self.edits)


@dataclass(frozen=True, slots=True)
class ChannelLine:
    """A channel as the settings show it: its address without secrets, and its manner in words."""

    view: ChannelView
    address: str
    manner: str
    aside: str | None


def channel_lines(site: Site) -> list[ChannelLine]:
    """Every channel, in the order they were added."""
    return [
        ChannelLine(
            view, _masked(view.channel.url), _manner(view), aside_text(view.aside) if view.aside else None
        )
        for view in site.app.store.channels()
    ]


def routes(site: Site) -> APIRouter:
    """`/settings/channels` and what can be done with one of them; `/watches/N/mute`."""
    router = APIRouter()

    @router.post("/settings/channels")
    def add(request: Request, wish: Annotated[ChannelForm, Form()]) -> RedirectResponse:
        try:
            manner, shown = wish.manner(), _checked(wish.url, private=wish.private)
        except UsageError as error:
            return _said(site, request, str(error))
        new = NewChannel(wish.url, wish.name or shown, manner)
        added = site.app.store.add_channel(new, site.app.clock.now())
        return _said(site, request, f"Messages go to {added.name} from now on. Send it a test.")

    @router.post("/settings/channels/{channel_id}/test")
    def test(request: Request, channel_id: Id) -> RedirectResponse:
        outcome = try_channel(site.app.post, channel_id)
        if isinstance(outcome, Sent):
            return _said(site, request, "The channel has accepted the test message.")
        return _said(site, request, f"The test message did not arrive: {outcome.why}.")

    @router.post("/settings/channels/{channel_id}/remove")
    def remove(request: Request, channel_id: Id) -> RedirectResponse:
        name = site.app.store.channel(channel_id).name
        site.app.store.remove_channel(channel_id)
        return _said(site, request, f"No more messages go to {name}.")

    _muting(router, site)
    return router


def _muting(router: APIRouter, site: Site) -> None:
    @router.post("/watches/{watch_id}/mute")
    def mute(request: Request, watch_id: Id) -> RedirectResponse:
        site.app.store.mute(watch_id, site.app.clock.now())
        return _said(site, request, "No messages are sent of this watch.", "/settings")

    @router.post("/watches/{watch_id}/unmute")
    def unmute(request: Request, watch_id: Id) -> RedirectResponse:
        site.app.store.mute(watch_id, None)
        return _said(site, request, "Messages are sent of this watch again.", "/settings")


def _said(site: Site, request: Request, line: str, path: str = HERE) -> RedirectResponse:
    site.said.keep(request.state.visit.id, line)
    return back_to(path)


def _checked(url: str, *, private: bool) -> str:
    """The address without secrets; UsageError if it is none, or may not be used."""
    from tracker.notify import addresses  # loads the library of channels, which takes its time

    return addresses.masked(addresses.opened(url, private=private))


def _masked(url: str) -> str:
    try:
        return _checked(url, private=True)
    except UsageError:
        return "(no address of a channel)"


def _manner(view: ChannelView) -> str:
    manner = view.channel.manner
    parts = [manner.digest.value]
    if manner.quiet:
        parts.append(f"quiet {show_quiet(manner.quiet)} {manner.zone}")
    parts += ["with your own edits"] if manner.edits else []
    return ", ".join(parts)
