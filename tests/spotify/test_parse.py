"""Answers to core values."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.core.errors import Passing
from tracker.core.items import NOTHING, Item, Kind, Place
from tracker.core.rights import Release
from tracker.spotify.parse import (
    Page,
    parse_account,
    parse_album,
    parse_album_id,
    parse_album_track,
    parse_head,
    parse_item,
    parse_page,
    parse_place,
    parse_saved_album,
    track_key,
)
from tracker.spotify.payloads import moment

TRACK_ID, OTHER_ID, ALBUM_ID = "1" * 22, "2" * 22, "3" * 22


def track(**changes: object) -> dict[str, Any]:
    """A track as a page of the reduced API shows it."""
    plain: dict[str, Any] = {
        "type": "track",
        "id": TRACK_ID,
        "name": "Open Window",
        "is_local": False,
        "is_playable": True,
        "duration_ms": 201000,
        "disc_number": 1,
        "track_number": 3,
        "external_ids": {"isrc": "qz-abc-21-00001"},
        "artists": [{"id": OTHER_ID, "name": "The Inventions"}],
        "album": {"id": ALBUM_ID, "name": "Rooms"},
        "popularity": 41,
        "preview_url": "ignored",
    }
    return {name: value for name, value in {**plain, **changes}.items() if value is not ...}


def test_a_track_gives_exactly_these_fields() -> None:
    """Only the allowed fields get through, in the core's words."""
    assert parse_item(track()) == Item(
        kind=Kind.TRACK,
        id=TRACK_ID,
        title="Open Window",
        artists=("The Inventions",),
        album_id=ALBUM_ID,
        album="Rooms",
        isrc="QZABC2100001",
        duration_ms=201000,
        disc=1,
        number=3,
        playable=True,
    )


@pytest.mark.parametrize(
    ("changes", "field", "value"),
    [
        ({"is_playable": False, "restrictions": {"reason": "market"}}, "reason", "market"),
        ({"is_playable": False}, "playable", False),
        ({"is_playable": ...}, "playable", None),
        ({"is_playable": "yes"}, "playable", None),
        ({"is_playable": 1}, "playable", None),
        ({"is_playable": None}, "playable", None),
        ({"restrictions": []}, "reason", None),
        ({"restrictions": {"reason": "something_new"}}, "reason", "something_new"),
        ({"linked_from": {"id": OTHER_ID}}, "linked_from", OTHER_ID),
        ({"linked_from": {}}, "linked_from", None),
        ({"id": None}, "id", None),
        ({"id": "../me"}, "id", None),
        ({"duration_ms": True}, "duration_ms", None),
        ({"duration_ms": -1}, "duration_ms", None),
        ({"duration_ms": 10**30}, "duration_ms", None),
        ({"track_number": 0}, "number", None),
        ({"external_ids": ...}, "isrc", None),
        ({"external_ids": {"isrc": "nonsense"}}, "isrc", None),
        ({"external_ids": {"isrc": 5}}, "isrc", None),
        ({"album": ...}, "album_id", None),
        ({"album": None}, "album", ""),
        ({"artists": None}, "artists", ()),
        ({"name": "a\x00b\ud800"}, "title", "a\ufffdb\ufffd"),
        ({"name": "x" * 5000}, "title", "x" * 1000),
        ({"is_local": True}, "kind", Kind.LOCAL),
        ({"type": "episode"}, "kind", Kind.EPISODE),
        ({"episode": True, "track": False}, "kind", Kind.EPISODE),
        ({"track": True, "episode": False}, "kind", Kind.TRACK),
        ({"type": "chapter"}, "kind", Kind.EPISODE),
    ],
)
def test_one_field_at_a_time(changes: dict[str, object], field: str, value: object) -> None:
    """What describes may be missing or odd and is then unknown; nothing is guessed."""
    assert getattr(parse_item(track(**changes)), field) == value


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"name": ...}, "shape:name"),
        ({"name": None}, "shape:name"),
        ({"name": 5}, "shape:name"),
        ({"artists": "The Inventions"}, "shape:artists"),
        ({"artists": [5]}, "shape:artists"),
        ({"artists": [{}]}, "shape:name"),
    ],
)
def test_names_of_the_wrong_shape_are_no_take_down(changes: dict[str, object], why: str) -> None:
    """Empty names are the mark of a take-down, so names that are missing or odd must not look empty."""
    with pytest.raises(Passing) as passing:
        parse_item(track(**changes))
    assert passing.value.why == why


def test_empty_names_are_kept_empty() -> None:
    """A taken-down object is nameless."""
    assert parse_item(track(name="", artists=[{"name": ""}])).nameless


@pytest.mark.parametrize("key", ["item", "track"])
def test_both_names_of_an_entrys_object(key: str) -> None:
    """The older and the newer key mean the same, also when the value is null."""
    assert parse_place({"added_at": None, key: track()}, 4) == Place(4, parse_item(track()))
    assert parse_place({key: None}, 4) == Place(4, NOTHING)


def test_the_presence_of_the_newer_key_counts() -> None:
    """A null under `item` is not papered over by what stands under `track`."""
    assert parse_place({"item": None, "track": track()}, 0).item == NOTHING


def test_an_entry_with_neither_key_is_no_null() -> None:
    """A renamed key must not make every track vanish."""
    with pytest.raises(Passing) as passing:
        parse_place({"added_at": None, "thing": track()}, 0)
    assert passing.value.why == "shape:item"


def test_a_null_entry_is_a_place_with_nothing() -> None:
    """A null row keeps its place."""
    assert parse_place(None, 3) == Place(3, NOTHING)


def test_a_local_file_may_be_marked_on_its_entry() -> None:
    """The entry's own mark is enough."""
    assert parse_place({"is_local": True, "item": track(is_local=...)}, 0).item.kind is Kind.LOCAL


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2021-03-04T10:11:12Z", datetime(2021, 3, 4, 10, 11, 12, tzinfo=UTC)),
        ("2021-03-04T10:11:12+02:00", datetime(2021, 3, 4, 8, 11, 12, tzinfo=UTC)),
        ("2021-03-04T10:11:12", datetime(2021, 3, 4, 10, 11, 12, tzinfo=UTC)),
        ("1970-01-01T00:00:00Z", None),
        ("0001-01-01T00:00:00+23:59", None),
        (None, None),
        (0, None),
        ("", None),
        ("yesterday", None),
    ],
)
def test_times(text: object, at: datetime | None) -> None:
    """Times are UTC; the service's way to write `unknown` is understood."""
    assert moment(text) == at
    assert at is None or at.tzinfo is UTC


def test_times_keep_their_instant() -> None:
    """Another zone is the same instant."""
    zone = timezone(timedelta(hours=-5))
    at = datetime(2024, 5, 6, 7, 8, 9, tzinfo=zone)
    assert moment(at.isoformat()) == at


def page(**changes: object) -> dict[str, object]:
    """A page of nothing."""
    plain: dict[str, object] = {"offset": 0, "limit": 50, "total": 0, "next": None, "items": []}
    return {name: value for name, value in {**plain, **changes}.items() if value is not ...}


def test_pages() -> None:
    """A page says where it begins, what total it claims, whether more follow, and how many it may hold."""
    assert parse_page(page(total=3, next="x", items=[1], limit=5), 9) == Page(0, 3, True, (1,), limit=5)
    assert parse_page(page(limit=...), 9).limit is None
    assert parse_page(page(offset=...), 9).offset == 9


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"items": ...}, "shape:items"),
        ({"items": None}, "shape:items"),
        ({"items": {}}, "shape:items"),
        ({"total": ...}, "shape:total"),
        ({"total": "6"}, "shape:total"),
        ({"total": True}, "shape:total"),
        ({"total": -1}, "shape:total"),
        ({"total": 1e3}, "shape:total"),
        ({"offset": None}, "shape:offset"),
        ({"items": [None] * 1001}, "shape:items"),
    ],
)
def test_a_page_of_the_wrong_shape(changes: dict[str, object], why: str) -> None:
    """What proves that pages make a whole must be there and be of its shape."""
    with pytest.raises(Passing) as passing:
        parse_page(page(**changes), 0)
    assert passing.value.why == why


def test_an_albums_tracks_get_the_albums_name() -> None:
    """The short form of a track names no album, so the album read gives its own."""
    item = parse_album_track(track(album=..., external_ids=...), ALBUM_ID, "Rooms")
    assert (item.album_id, item.album, item.isrc) == (ALBUM_ID, "Rooms", None)
    assert parse_album_track(None, ALBUM_ID, "Rooms") == NOTHING
    assert parse_album_track(track(), OTHER_ID, "Halls").album == "Rooms"


@pytest.mark.parametrize(
    ("disc", "number", "prefix", "key"),
    [(1, 3, None, "1-3"), (2, 1, ALBUM_ID, f"{ALBUM_ID}-2-1"), (None, 3, None, None), (1, None, None, None)],
)
def test_keys_of_places(disc: int | None, number: int | None, prefix: str | None, key: str | None) -> None:
    """A place on an album is named by disc and number, or not at all."""
    assert track_key(Item(Kind.TRACK, disc=disc, number=number), prefix) == key


def test_heads() -> None:
    """A filter that is ignored, or leaves keys out, does no harm."""
    assert parse_head({}).readable is False
    assert parse_head({"items": {"total": 3}, "name": "Mine", "snapshot_id": "s"}).readable
    assert parse_head({"tracks": {"items": []}, "snapshot_id": 5}).snapshot is None


def test_the_account() -> None:
    """The stable account id goes before the user id; an answer with neither is unreadable."""
    assert parse_account({"account_id": "a", "id": "b"}) == "a"
    assert parse_account({"account_id": "", "id": "b"}) == "b"
    with pytest.raises(Passing):
        parse_account({"display_name": "One"})


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
KEYS = sorted(
    {*track(), *page(), "item", "track", "album", "tracks", "added_at", "linked_from", "restrictions"}
)
DOCUMENT = st.recursive(
    ANYTHING | st.just(track()) | st.just(page()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=8),
    max_leaves=12,
)


@pytest.mark.parametrize("ident", [None, "", "../me", 7, ["x"]])
def test_a_saved_album_without_a_readable_id_is_no_missing_album(ident: object) -> None:
    """Only a null in its place means that an album is not there; an odd field means nothing at all."""
    album = {"id": ident, "name": "Rooms", "tracks": page(items=[], total=0)}
    with pytest.raises(Passing) as passing:
        parse_saved_album({"added_at": None, "album": album})
    assert passing.value.why == "shape:id"
    assert parse_saved_album({"added_at": None, "album": None}) == (None, None)


@pytest.mark.parametrize(
    ("items", "total", "empty"), [([], 0, True), ([1], 1, False), ([1], 0, False), ([], 1, False)]
)
def test_an_album_is_empty_only_if_nothing_contradicts_it(
    items: list[object], total: int, empty: bool
) -> None:
    """No total and no rows make an empty album; one without the other is for the certificate to judge."""
    album = parse_album({"id": ALBUM_ID, "name": "Rooms", "tracks": page(items=items, total=total)})
    assert album.empty is empty


@given(DOCUMENT)
def test_any_json_is_parsed_or_passing(document: object) -> None:
    """Whatever JSON comes, a parser gives a value or raises Passing with the field's name."""
    body = document if isinstance(document, dict) else {}
    for parse in (
        lambda: parse_item(document),
        lambda: parse_place(document, 0),
        lambda: parse_page(document, 0),
        lambda: parse_album(document),
        lambda: parse_saved_album(document),
        lambda: parse_album_track(document, None, ""),
        lambda: parse_album_id(document),
        lambda: parse_head(body),
        lambda: parse_account(body),
    ):
        why = "shape:"
        try:
            parse()
        except Passing as passing:
            why = passing.why
        assert why.startswith("shape:")


def test_an_album_tells_whose_it_is_as_far_as_it_does() -> None:
    """Rights lines and label; what is not of their shape is left out, and makes no answer unreadable."""
    plain = {"id": ALBUM_ID, "name": "Rooms", "tracks": page(items=[], total=0)}
    lines = [{"type": "C", "text": "© 2019 Paper Moon"}, {"type": "P", "text": "℗ 2019 Hollow Acorn"}]
    told = parse_album(plain | {"copyrights": lines, "label": "Acorn Tapes"}).release(ALBUM_ID)
    assert told == Release(
        ALBUM_ID, (("C", "© 2019 Paper Moon"), ("P", "℗ 2019 Hollow Acorn")), "Acorn Tapes"
    )
    odd: list[object] = [None, 3, "x", [{"type": 1}, None, {"text": ""}, {"type": "P", "text": 4}]]
    for value in odd:
        assert not parse_album(plain | {"copyrights": value, "label": value}).release(ALBUM_ID).rights
    many = parse_album(plain | {"copyrights": [{"type": "Pirate", "text": "x" * 9999}] * 99}).rights
    assert len(many) == 8
    assert {(kind, len(line)) for kind, line in many} == {("P", 400)}
