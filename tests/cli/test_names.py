"""Durable names on the command line: each with its origin, and how far the naming has come."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.cli.terminal import Terminal, terminal
from tracker.core.openname import By, Conclusion, Outcome, Recording, Unnamed, learnt
from tracker.store.repository import open_store

MBID = "1f1a9b3c-0000-4000-8000-000000000001"
AT = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)


def watched(shell: Terminal) -> str:
    """Watch a track that MusicBrainz calls something nasty."""
    track = shell.world.cast.track
    shell.run("watch", "add", f"track:{track}")
    shell.run("check")
    store = open_store(f"sqlite:///{shell.home / 'tracker.db'}")
    recording = Recording(MBID, "Lode\u202estone\x1b[2J", ("Compass",), None)
    found = Conclusion(Outcome.FOUND, By.ISRC, recording)
    store.lookups.keep([learnt(Unnamed(track, None, None), found, AT)], AT)
    store.close()
    return track


def test_show_tells_every_name_with_its_origin_and_page(tmp_path: Path) -> None:
    """In words and as JSON; what somebody else typed cannot steer the terminal."""
    with terminal(tmp_path) as shell:
        track = watched(shell)
        text = shell.run("show", track).stdout
        assert "(name from the service as of" in text
        assert "(name from MusicBrainz as of 2 Mar 2026)" in text
        assert f"https://musicbrainz.org/recording/{MBID}" in text
        assert not {"\x1b", "\u202e"} & set(text)
        service, other = json.loads(shell.run("show", track, "--json").stdout)["names"]
        assert (service["origin"], service["address"]) == ("service", None)
        assert other == {
            "text": "Lode\u202estone\x1b[2J by Compass",
            "origin": "musicbrainz",
            "kept_until": None,
            "learnt_at": "2026-03-02T06:00:00Z",
            "address": f"https://musicbrainz.org/recording/{MBID}",
        }


@pytest.mark.parametrize("verb", [("status",), ("doctor", "--offline")])
def test_how_far_the_naming_has_come_is_one_line(tmp_path: Path, verb: tuple[str, ...]) -> None:
    """With a contact how many are named, without one why nothing is asked."""
    with terminal(tmp_path) as shell:
        watched(shell)
        quiet = " ".join(shell.run(*verb).stdout.split())
        assert "ames: nothing is asked of MusicBrainz, because TRACKER_CONTACT is not set" in quiet
        asking = " ".join(shell.run(*verb, TRACKER_CONTACT="owner@tracks.example").stdout.split())
        assert "ames: 1 of 1 track named by MusicBrainz" in asking


def test_a_mirror_that_is_no_address_is_told_in_one_line(tmp_path: Path) -> None:
    """Before anything is opened, with what to write instead."""
    with terminal(tmp_path) as shell:
        refused = shell.run(
            "status", TRACKER_CONTACT="owner@tracks.example", TRACKER_MUSICBRAINZ_URL="mirror"
        )
        assert (refused.exit_code, "write https://HOST/ws/2" in refused.stderr) == (2, True)
