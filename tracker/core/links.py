"""Reading what the owner pastes: links, URIs and ids of things to watch."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote, unquote_plus, urlsplit

from tracker.core.errors import UsageError
from tracker.core.watch import Source

ID = re.compile(r"[0-9A-Za-z]{22}")
ID_LENGTH = 22
_KINDS = {s.value: s for s in (Source.PLAYLIST, Source.ALBUM, Source.ARTIST, Source.TRACK)}
_SAVED = {s.value: s for s in (Source.SAVED_TRACKS, Source.SAVED_ALBUMS)}
_LOCAL_PARTS = 4
_EPISODE = re.compile(
    r"(?:spotify:episode:|https?://(?:open|play)\.spotify\.com/(?:intl-[a-z]+/)?episode/)([0-9A-Za-z]{22})(?:[?#/].*)?"
)
SOURCE = "Data from Spotify."
ATTRIBUTION = "Data from Spotify (https://open.spotify.com)."
"""Stands wherever the service's words do."""
_SHORT_HOSTS = ("spotify.link", "spotify.app.link")
_LONG = "paste the long link (open it once in a browser and copy the address it leads to)."


@dataclass(frozen=True, slots=True)
class Link:
    """A thing at the service: `ref` is its 22-character id, "" for the owner's saved things."""

    source: Source
    ref: str


def parse_link(text: str) -> Link:
    """Read a link, a URI, `playlist:ID`-like shorthand or `saved-tracks`; raise UsageError saying what is wrong.

    A bare id does not say what it names, so it is refused with the four ways to say it.
    """
    text = text.strip()
    if saved := _SAVED.get(text.lower()):
        return Link(saved, "")
    if text.lower().startswith(("http://", "https://")):
        return _from_address(text)
    if ":" in text:
        return _from_parts(text, [unquote(part) for part in text.split(":")])
    if text.lower().startswith(("open.spotify.com/", *(f"{host}/" for host in _SHORT_HOSTS))):
        return _from_address(f"https://{text}")
    if ID.fullmatch(text):
        raise UsageError(
            f"'{text}' is an id without its kind: write track:{text}, album:…, artist:… or playlist:…."
        )
    raise UsageError(f"'{text}' is not a link to a playlist, album, artist or track.")


def item_address(source: Source, ref: str) -> str | None:
    """The page of a thing at the service; None for the saved ones and for imported lists, which have none there."""
    return f"https://open.spotify.com/{source.value}/{ref}" if ref and source.value in _KINDS else None


def local_file(uri: str) -> tuple[str, str, str, int] | None:
    """Artist, album, title and seconds of a local file, from `spotify:local:…`; None for anything else."""
    if not uri.lower().startswith("spotify:local:"):
        return None
    parts = [unquote_plus(part) for part in uri.split(":")[2:]]
    if len(parts) < _LOCAL_PARTS:
        return "", "", ":".join(parts), 0
    seconds = int(parts[-1]) if re.fullmatch(r"[0-9]{1,6}", parts[-1]) else 0
    return parts[0], parts[1], ":".join(parts[2:-1]), seconds


def spoken_id(text: str) -> str | None:
    """The id of an episode, from its URI or link; None for anything else."""
    found = _EPISODE.fullmatch(text)
    return found[1] if found else None


def track_link(track_id: str | None) -> str | None:
    """The page of a track; None for what is no catalogue track (ids come from outside and are not trusted)."""
    return item_address(Source.TRACK, track_id) if track_id and ID.fullmatch(track_id) else None


def _from_address(text: str) -> Link:
    try:
        parts = urlsplit(text)
    except ValueError as error:  # brackets and letters that no host can have
        raise UsageError(f"'{text}' is not an address.") from error
    host = (parts.hostname or "").lower()
    path = [unquote(part) for part in parts.path.split("/") if part]
    if host in _SHORT_HOSTS or (host == "open.spotify.com" and path[:1] == ["s"]):
        raise UsageError(f"'{text}' is a short link, which does not say what it leads to: {_LONG}")
    if host not in {"open.spotify.com", "play.spotify.com"}:
        raise UsageError(
            f"'{text}' is not a link of the service: its links begin with https://open.spotify.com/."
        )
    return _from_parts(text, path)


def _from_parts(text: str, parts: list[str]) -> Link:
    """Take the last two parts: `intl-de`, `embed` or `user/NAME` may stand before them."""
    kind, ref = (parts[-2], parts[-1]) if len(parts) >= 2 else ("", parts[-1] if parts else "")
    if kind in {"episode", "show", "audiobook", "chapter"}:
        raise UsageError(f"'{text}' is a podcast or audiobook; only music can be watched.")
    if kind not in _KINDS:
        raise UsageError(f"'{text}' does not lead to a playlist, album, artist or track.")
    if not ID.fullmatch(ref):
        raise UsageError(f"'{ref}' in '{text}' is not an id: ids have 22 letters and digits.")
    return Link(_KINDS[kind], ref)
