"""What may be written at all, to which lists, and how often."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.spotify.rig import PLENTY, Given, Rig, rigged
from tracker.core.errors import Passing, Refused, UsageError
from tracker.simulator.access import ALL_SCOPES
from tracker.spotify import endpoints, writes
from tracker.spotify.door import Door
from tracker.spotify.pace import Pace
from tracker.spotify.writes import ALLOWED, Target, Write

if TYPE_CHECKING:
    from collections.abc import Collection

MODIFY = ALL_SCOPES | {"playlist-modify-private"}
OTHER = "7" * 22


def writer(rig: Rig, own: Collection[str] = (), scopes: frozenset[str] = MODIFY) -> Door:
    """A door that may write to these lists."""
    token = Given(rig.app.state.accounts.issue_user_token(scopes))
    return Door(
        rig.sender, {"user": token}, Pace(rig.budget, PLENTY, rig.clock), lambda: 0.5, own=lambda: own
    )


def written(rig: Rig) -> list[tuple[str, str]]:
    """Everything that the service got but questions."""
    return [(call.method, call.path) for call in rig.app.state.ledger.calls if call.method != "GET"]


@pytest.mark.parametrize(
    "write",
    [
        writes.put(OTHER, 0, [OTHER]),
        writes.take(OTHER, [OTHER]),
        writes.clear(OTHER),
        writes.rename(OTHER, "x", "y"),
        writes.out_of_library(OTHER),
    ],
)
def test_a_list_that_is_not_the_trackers_is_never_written_to(write: Write) -> None:
    """Whatever is to be done with it: nothing is sent, not even where the login would allow it."""
    with rigged() as rig:
        for door in (writer(rig, ["4" * 22]), rig.door, rig.door.with_token("any")):
            with pytest.raises(Refused, match="never written to"):
                door.write(write)
        assert written(rig) == []


def test_own_lists_are_written_to() -> None:
    """Made, filled, emptied, renamed, taken out of the library, each with one call."""
    own: list[str] = []
    with rigged() as rig:
        door = writer(rig, own)
        made = door.write(writes.new_list("Mine", "why"))
        own.append(str(made.body["id"]))
        tracks = list(rig.world.catalog.tracks)[:3]
        statuses = [
            door.write(write).status
            for write in (
                writes.put(own[0], 0, tracks),
                writes.take(own[0], tracks[:1]),
                writes.rename(own[0], "Other", "why not"),
                writes.clear(own[0]),
                writes.out_of_library(own[0]),
            )
        ]
        assert (made.status, statuses, made.body["public"]) == (201, [201, 200, 200, 200, 200], False)
        assert len(written(rig)) == 6
        assert {path for _, path in written(rig)} == {
            "/v1/me/playlists",
            f"/v1/playlists/{own[0]}",
            f"/v1/playlists/{own[0]}/items",
            "/v1/me/library",
        }
        assert door.get(endpoints.in_library(own)).body["rows"] == [False]


def test_without_the_scope_the_refusal_says_what_to_do() -> None:
    """The login of who never switched this on cannot write at all."""
    with rigged() as rig, pytest.raises(Refused, match="tracker login") as refusal:
        writer(rig, scopes=ALL_SCOPES).write(writes.new_list("Mine", "why"))
    assert refusal.value.why == "scope"


@pytest.mark.parametrize("fault", [{"kind": "reset"}, {"status": 503}, {"kind": "cut"}])
def test_a_write_without_an_answer_is_not_sent_again(fault: dict[str, Any]) -> None:
    """It may have been done: whoever wrote has to look first."""
    with rigged() as rig:
        rig.fault(family="write_make", **fault)
        with pytest.raises(Passing):
            writer(rig).write(writes.new_list("Mine", "why"))
        assert len(written(rig)) == 1


def test_a_write_that_was_refused_for_its_time_is_sent_later() -> None:
    """A pause says that nothing was done; the budget counts every call that was sent."""
    with rigged() as rig:
        rig.fault(family="write_make", status=429, headers={"retry-after": "5"})
        assert writer(rig).write(writes.new_list("Mine", "why")).status == 201
        assert len(written(rig)) == 2
        assert sum(calls for _, calls in rig.budget.kept.buckets) == 2


@pytest.mark.parametrize("ref", ["../me", "4" * 21, "4" * 22 + "\n", "٤" * 22, "4" * 20 + "/x", ""])
def test_what_is_no_id_enters_no_path(ref: str) -> None:
    """Neither as the list nor as a track nor in a question."""
    with pytest.raises(UsageError):
        writes.clear(ref)
    with pytest.raises(UsageError):
        writes.put("4" * 22, 0, [ref])
    with pytest.raises(UsageError):
        endpoints.in_library([ref])


def test_nothing_off_the_list_can_be_written() -> None:
    """Not another method at a listed address either; and a new list has no id yet."""
    for verb in ("POST", "PUT", "DELETE"):
        for target in Target:
            ref = "" if target is Target.NEW_LIST else "4" * 22
            if (verb, target) in ALLOWED:
                assert Write(verb, target, ref).path.count("{") == 0
                continue
            with pytest.raises(UsageError):
                Write(verb, target, ref)
    with pytest.raises(UsageError):
        Write("POST", Target.NEW_LIST, "4" * 22)
    with pytest.raises(UsageError):
        writes.put("4" * 22, 0, ["5" * 22] * 101)
