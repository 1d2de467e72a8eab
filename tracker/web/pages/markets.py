"""The map: how much of what is watched is playable where."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from tracker.core.pages.markets import market_name, tiles
from tracker.core.pages.worldgrid import extent
from tracker.store.pages.markets import market_shares
from tracker.web.site import Site

SIDE = 34
"""A square with the space around it, in the map's own units."""
LEGEND = (
    ("low", "below 50 %"),
    ("lower", "50 to 75 %"),
    ("middle", "75 to 90 %"),
    ("higher", "90 to 98 %"),
    ("high", "98 % and more"),
    ("whole", "all of it"),
    ("unobserved", "not observed"),
)


def routes(site: Site) -> APIRouter:
    """`/map`."""
    router = APIRouter()

    @router.get("/map")
    def page(request: Request) -> Response:
        shares = site.ask(market_shares)
        observed = [share for share in shares.values() if share.tracks]
        columns, rows = extent()
        return site.page(
            request,
            "markets.html",
            tiles=tiles(shares),
            shares=observed,
            market_name=market_name,
            legend=LEGEND,
            side=SIDE,
            columns=columns,
            rows=rows,
        )

    return router
