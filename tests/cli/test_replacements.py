"""`tracker show` tells of replacements, how sure they are and why."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tests.cli.terminal import terminal
from tracker.core.items import Item, Kind
from tracker.core.replacements import Confidence, Found, FoundBy, Lost, Verdict
from tracker.store.repository import open_store

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 3, 3, 6, 0, tzinfo=UTC)
ITEM = Item(Kind.TRACK, id="6" * 22, title="Closed Door\u202e", artists=("The Kettles",), playable=True)
LIKELY = Verdict(FoundBy.TITLE, Confidence.LIKELY, ("same title", "duration differs by 0.4 s"))


def test_show_tells_where_it_lives_on(tmp_path: Path) -> None:
    """How sure, where, why and since when; the same as JSON; and where else to look."""
    with terminal(tmp_path) as shell:
        track = shell.world.catalog.tracks[shell.world.cast.track]
        shell.run("watch", "add", f"track:{track.id}")
        shell.run("check")
        with closing(open_store(f"sqlite:///{shell.home / 'tracker.db'}")) as store:
            store.replacements.keep(Lost(track.id, "DE"), [Found(ITEM, LIKELY)], NOW)
        text = shell.run("show", track.id).stdout
        assert "elsewhere in DE: likely the same, by title and duration: not certain" in text
        assert "https://open.spotify.com/track/6666666666666666666666" in text
        assert "because: same title; duration differs by 0.4 s" in text
        assert "searched in DE: 1 time, again on 4 Mar 2026 or later" in text
        assert f"to find it elsewhere: https://musicbrainz.org/isrc/{track.isrc}" in text
        assert "\u202e" not in text
        (other,) = json.loads(shell.run("show", track.id, "--json").stdout)["replacements"]
        assert (other["id"], other["by"], other["confidence"]) == ("6" * 22, "title", "likely")
        assert other["reasons"] == list(LIKELY.reasons)
