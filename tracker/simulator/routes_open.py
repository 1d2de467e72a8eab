"""The stand-in for MusicBrainz: recordings by ISRC and by the link to a track's page."""

from __future__ import annotations

import re

from starlette.datastructures import QueryParams

from tracker.simulator.open_data import OpenRecording
from tracker.simulator.reply import JSON_TYPE, Call, Reply, dumps, json_reply
from tracker.simulator.service import Service

HELP = "For usage, please see: https://musicbrainz.org/development/mmd"
BUSY = "Your requests are exceeding the allowable rate limit. Please see https://wiki.musicbrainz.org/XMLWebService for more information."
_AGENT = re.compile(r"[^\s/()]+/\S+ \( ?[^()\s]+ ?\)")
_ISRC = re.compile(r"[A-Z]{2}[A-Z0-9]{3}[0-9]{7}")
_PAGE = "https://open.spotify.com/track/"
MOST_PAGES = 100


def isrc(service: Service, call: Call) -> Reply:
    """GET /musicbrainz/ws/2/isrc/{isrc}."""
    code = call.params["isrc"]
    if refusal := _refusal(service, call):
        return refusal
    if not _ISRC.fullmatch(code):
        return _error(400, "Invalid isrc.")
    found = service.open_data.by_isrc(code)
    if not found:
        return _error(404, "Not Found")
    return json_reply({"isrc": code, "recordings": [_written(each, call) for each in found]})


def url(service: Service, call: Call) -> Reply:
    """GET /musicbrainz/ws/2/url: one `resource` answers bare or 404, several as a list of those that are known."""
    if refusal := _refusal(service, call):
        return refusal
    asked = [value for name, value in _pairs(call) if name == "resource"]
    if not asked or len(asked) > MOST_PAGES:
        return _error(400, "Invalid resource.")
    rows = [row for page in asked if (row := _row(service, call, page))]
    if len(asked) == 1:
        return json_reply(rows[0]) if rows else _error(404, "Not Found")
    return json_reply({"url-count": len(rows), "url-offset": 0, "urls": rows})


def other(service: Service, call: Call) -> Reply:
    """Everything else that the real one knows and that is not simulated."""
    return _refusal(service, call) or _error(404, "Not Found")


def _refusal(service: Service, call: Call) -> Reply | None:
    if not _AGENT.fullmatch(call.headers.get("user-agent", "")):
        return _error(
            403, "Please say in the User-Agent which program asks, and how its operator is reached."
        )
    wait = service.open_data.beat.refuse(service.clock.now())
    return _error(503, BUSY, {"retry-after": str(wait)}) if wait else None


def _error(status: int, text: str, headers: dict[str, str] | None = None) -> Reply:
    return Reply(status, dumps({"error": text, "help": HELP}).encode(), {**JSON_TYPE, **(headers or {})})


def _pairs(call: Call) -> list[tuple[str, str]]:
    """The query with its repeated names."""
    asked = call.query
    return asked.multi_items() if isinstance(asked, QueryParams) else list(asked.items())


def _row(service: Service, call: Call, page: str) -> dict[str, object] | None:
    track_id = page.removeprefix(_PAGE)
    found = service.open_data.by_link(track_id) if track_id != page else ()
    if not found:
        return None
    relations = [
        {
            "type": "free streaming",
            "target-type": "recording",
            "direction": "backward",
            "ended": False,
            "recording": _written(each, call),
        }
        for each in found
    ]
    told = {"relations": relations} if "recording-rels" in _included(call) else {}
    return {"id": f"{found[0].mbid[:-4]}0000", "resource": page, **told}


def _written(recording: OpenRecording, call: Call) -> dict[str, object]:
    told: dict[str, object] = {
        "id": recording.mbid,
        "title": recording.title,
        "length": recording.length_ms,
        "video": False,
        "disambiguation": "",
    }
    if "artist-credits" in _included(call):
        last = len(recording.artists) - 1
        told["artist-credit"] = [
            {
                "name": credited,
                "joinphrase": "" if place == last else " & ",
                "artist": {"name": own, "sort-name": own, "disambiguation": ""},
            }
            for place, (credited, own) in enumerate(recording.artists)
        ]
    return told


def _included(call: Call) -> list[str]:
    return re.split(r"[ +]", call.query.get("inc", ""))
