"""Ids and links that try to lead elsewhere: whatever is accepted leads to its own address and to no other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from random import Random

from tests.faults.table import Row, Scale
from tracker.core.errors import UsageError
from tracker.core.links import parse_link
from tracker.net.http import Sender
from tracker.spotify.endpoints import Ask, Endpoint

LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
ODD = ("../", "..", "/", "\\", "%2e%2e", "%2F", "%00", "?market=DE", "#x", ";", ":", "@", "//example.org/", "\n", "\r", "\t",
       "\x00", " ", "\u0660", "\uff10", "\uff21", "\u0430", "\u200b", "\u202e", "\ud800", "[", "]", "{id}", "%", "&", "\U0001d7d8",
       "me", "\u2100", "\u00b2", "\u0131", "http://[")  # fmt: skip
FORMS = ("{}", "track:{}", "spotify:album:{}", "spotify:user:x:playlist:{}", "https://open.spotify.com/artist/{}",
         "https://open.spotify.com/intl-de/track/{}?si=1", "http://{}/track/" + "0" * 22, "open.spotify.com/album/{}",
         "https://open.spotify.com{}/track/" + "0" * 22)  # fmt: skip
WITH_ID = [endpoint for endpoint in Endpoint if "{id}" in endpoint]
SAFE = re.compile(r"/v1/(playlists|tracks|albums|artists)/[0-9A-Za-z]{22}(/(items|tracks|albums))?")


def ids_row(scale: Scale) -> Row:
    """Hold so many ids against the endpoints, and the same in so many kinds of links."""
    rng, count = Random(scale.seed), scale.of(5_000, 100_000)
    accepted = astray = crashed = 0
    with closing(Sender("https://api.example.org/v1")) as sender:
        for text in ids(count, rng):
            try:
                leads_to = [*_asked(text, rng), *_linked(text, rng)]
                astray += any(_astray(sender, path) for path in leads_to)
            except Exception:  # noqa: BLE001 - that nothing ever gets here is what is counted
                crashed += 1
                continue
            accepted += bool(leads_to)
    note = f"{accepted} accepted, {astray} led astray, {crashed} crashed"
    return Row("ids and links", count, count, wrong=astray + crashed, seed=scale.seed, note=note)


def ids(count: int, rng: Random) -> Iterator[str]:
    """So many texts: ids, and ids with something odd in them, often of the right length."""
    for _ in range(count):
        good = "".join(rng.choices(LETTERS, k=22))
        odd, where = rng.choice(ODD), rng.randrange(23)
        spoilt = good[:where] + odd + good[where:]
        yield rng.choice([good, spoilt, spoilt[:22], spoilt[-22:], good[:where], odd, odd * 22, good + odd])


def _asked(text: str, rng: Random) -> Iterator[str]:
    try:
        yield Ask(rng.choice(WITH_ID), "app", text).path
    except UsageError:
        return


def _linked(text: str, rng: Random) -> Iterator[str]:
    try:
        link = parse_link(rng.choice(FORMS).format(text))
    except UsageError:
        return
    if link.ref:
        yield Ask(Endpoint(f"/{link.source.value}s/{{id}}"), "app", link.ref).path


def _astray(sender: Sender, path: str) -> bool:
    url = sender._client.build_request("GET", path).url
    return url.host != "api.example.org" or not SAFE.fullmatch(url.raw_path.decode())
