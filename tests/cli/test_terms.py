"""`tracker terms`, `purge` and the verbs of a watch that goes on, as their owner meets them."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.terminal import Terminal, terminal

GROUND = "The faculty's lawyer, on research law"


def lines(shell: Terminal, *words: str) -> list[dict[str, object]]:
    """What a command tells programs."""
    done = shell.run(*words, "--json")
    assert done.exit_code == 0, done
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_research_counts_only_once_it_is_acknowledged(tmp_path: Path) -> None:
    """The setting alone is not enough, and `doctor` says so as well; the words are kept with their date."""
    with terminal(tmp_path) as shell:
        shell.environ["TRACKER_PROFILE"] = "research"
        (before,) = lines(shell, "terms")
        assert (before["profile"], before["wanted"], before["acknowledged"]) == ("personal", "research", None)
        told = shell.run("terms").stdout
        assert "research is set, but counts only once you have acknowledged it" in told
        assert "research is set, but counts only" in shell.run("doctor", "--offline").stdout
        assert shell.run("terms", "--acknowledge", "research", "no").exit_code == 2
        assert shell.run("terms", "--acknowledge", "personal", GROUND).exit_code == 2
        assert lines(shell, "terms") == [before]
        assert shell.run("terms", "--acknowledge", "research", GROUND).exit_code == 0
        (after,) = lines(shell, "terms")
        assert after["profile"] == "research"
        assert after["acknowledged"]["text"] == GROUND  # type: ignore[index]
        assert "Profile: research, acknowledged on" in shell.run("doctor", "--offline").stdout
        assert "Terms reviewed 2026-11-23, v10" in shell.run("doctor", "--offline").stdout


def test_terms_say_what_is_kept_how_long_and_what_lapses(tmp_path: Path) -> None:
    """In the words of the setting in force, with each watch's date."""
    with terminal(tmp_path) as shell:
        shell.run("watch", "add", f"album:{shell.world.cast.album}")
        told = shell.run("terms").stdout
        assert "30 days more" in told
        assert 'watch 1, "Maps of the Attic"' in told
        assert "Policy III.13" in told
        assert "Never: titles" in shell.run("terms", TRACKER_TITLE_DAYS="0").stdout
        (as_json,) = lines(shell, "terms")
        assert as_json["title_days"] == 30
        assert [each["watch"] for each in as_json["lapses"]] == [1]  # type: ignore[attr-defined]


def test_a_watch_is_renewed_paused_resumed_and_named(tmp_path: Path) -> None:
    """Each says what it did; a wrong number changes nothing, and a paused watch is neither checked nor blind."""
    with terminal(tmp_path) as shell:
        shell.run("watch", "add", f"album:{shell.world.cast.album}")
        assert "Renewed until" in shell.run("watch", "renew", "--all").stdout
        assert "Renewed until" in shell.run("watch", "renew", "1").stdout
        assert shell.run("watch", "renew").exit_code == 2
        assert shell.run("watch", "pause", "1", "7").exit_code == 2
        assert "(paused)" not in shell.run("watch", "list").stdout
        assert "Paused: watch 1" in shell.run("watch", "pause", "1").stdout
        assert "(paused)" in shell.run("watch", "list").stdout
        refused = shell.run("check", "1")
        assert (refused.exit_code, "is paused" in refused.stderr) == (2, True)
        assert shell.run("check").exit_code == 0
        status = shell.run("status", "--json")
        assert (status.exit_code, json.loads(status.stdout)["blind"]) == (0, False)
        assert "Looked at again" in shell.run("watch", "resume", "1").stdout
        assert shell.run("check", "1").exit_code == 0
        assert "is called Sunday Morning" in shell.run("watch", "name", "1", "Sunday Morning").stdout
        assert "Sunday Morning" in shell.run("status").stdout


def test_purge_asks_first_and_lists_what_was_removed(tmp_path: Path) -> None:
    """No is no; what is not on record deletes nothing; a track that a list still holds would come back."""
    with terminal(tmp_path) as shell:
        album = shell.world.cast.album
        track = shell.world.catalog.tracks_of(album)[0]
        shell.run("watch", "add", f"album:{album}")
        shell.run("check")
        assert shell.run("purge", track.id).exit_code == 1  # nobody answered the question
        assert shell.run("purge", "--yes", track.id, "0" * 22).exit_code == 2
        assert shell.run("purge", "--yes").exit_code == 2
        assert track.name in shell.run("show", track.id).stdout
        told = shell.run("purge", "--yes", f"https://open.spotify.com/track/{track.id}").stdout
        assert track.name in told
        assert "1 row of track" in told
        assert "the next check will meet it there as something new" in told
        assert shell.run("show", track.id).exit_code == 2
        (purged,) = lines(shell, "purge", "--yes", "1")
        assert (purged["what"], purged["id"], purged["rows"]["watch"]) == ("watch", "1", 1)  # type: ignore[index]
        assert len(purged["tracks"]) == 5  # type: ignore[arg-type]
        assert shell.run("watch", "list", "--json").stdout == ""


def test_purging_all_leaves_no_byte_and_no_token(tmp_path: Path) -> None:
    """The database and the login of a home that was used; settings and what was acknowledged stay."""
    with terminal(tmp_path) as shell:
        shell.login()
        shell.run("watch", "add", f"playlist:{shell.world.cast.own_playlist}")
        shell.run("check")
        shell.run("terms", "--acknowledge", "research", GROUND)
        items = [
            entry.item for entry in shell.world.listing(shell.world.cast.own_playlist).versions[0].entries
        ]
        words = [*items, *(shell.world.catalog.tracks[item].name for item in items)]

        def found() -> list[str]:
            files = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
            return [word for word in words if any(word.encode() in file for file in files)]

        assert len(found()) == len(words)
        (purged,) = lines(shell, "purge", "--all", "--yes")
        assert purged["scrubbed"] is True
        assert found() == []
        assert not list(tmp_path.rglob("login.json"))
        status = json.loads(shell.run("status", "--json").stdout)
        assert (status["watches"], status["login"]["state"]) == ([], "none")
        assert lines(shell, "terms")[0]["acknowledged"] is not None


def test_disconnect_takes_the_bytes_too(tmp_path: Path) -> None:
    """What came through the login is in no byte of the home any more, though a release is watched on."""
    with terminal(tmp_path) as shell:
        shell.login()
        world = shell.world
        shell.run("watch", "add", f"playlist:{world.cast.own_playlist}")
        shell.run("watch", "add", f"track:{world.cast.track}")
        shell.run("check")
        gone = world.catalog.tracks_of(world.cast.album)
        told = shell.run("disconnect", "--yes").stdout
        assert "rows of entry deleted" in told
        files = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
        assert [
            track.name for track in gone if track.id.encode() in files or track.name.encode() in files
        ] == []
        assert world.cast.track.encode() in files
