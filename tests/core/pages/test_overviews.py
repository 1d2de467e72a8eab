"""What incidents share, how the map is drawn, and how activity is put into words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tracker.core.markets import CODES
from tracker.core.pages.activity import DAYS, HEIGHT, Effort, chart, duty_text, failures
from tracker.core.pages.countries import NAMES
from tracker.core.pages.incidents import Trait, shared_by_most
from tracker.core.pages.leaves import last_leaf, skipped
from tracker.core.pages.markets import MarketShare, kind_of, tiles
from tracker.core.pages.worldgrid import extent, squares

NOW = datetime(2026, 5, 30, 12, tzinfo=UTC)


def traits(*albums: str | None, artist: str = "") -> list[Trait]:
    """Members by the album they are from, each by an artist of its own if none is named."""
    return [
        Trait(album, f"Album {album}" if album else None, (artist or f"Artist {n}",))
        for n, album in enumerate(albums)
    ]


def test_what_most_members_share_is_said() -> None:
    """With how many of how many; more than half of at least two."""
    assert shared_by_most(traits(*"PPPQ")) == ("3 of 4 are from the album “Album P”",)
    assert shared_by_most(traits("X", "Y", artist="The Same")) == ("All 2 are by The Same",)


def test_what_only_half_share_is_not() -> None:
    """Nor what one member has by itself, or nothing at all."""
    assert shared_by_most(traits(*"PPQQ")) == ()
    assert shared_by_most(traits("X")) == ()
    assert shared_by_most([Trait(None, None, ()), Trait(None, None, ())]) == ()


def test_an_album_without_a_name_is_still_shared() -> None:
    """Its name may have been erased since."""
    assert shared_by_most([Trait("X", None, ()), Trait("X", None, ())]) == ("All 2 are from one album",)


def test_every_market_has_one_square_and_a_name() -> None:
    """None is left out, none stands twice, no two share a place, and all rows are of one length."""
    drawn = squares()
    assert {square.market for square in drawn} == CODES == NAMES.keys()
    assert len(drawn) == len(CODES) == len({(square.column, square.row) for square in drawn})
    columns, rows = extent()
    assert all(square.column < columns and square.row < rows for square in drawn)


@pytest.mark.parametrize(
    ("share", "kind"),
    [(None, "unobserved"), (0.0, "low"), (0.5, "lower"), (0.9, "higher"), (0.9999, "high"), (1.0, "whole")],
)
def test_a_share_has_its_class(share: float | None, kind: str) -> None:
    """Unknown is a class of its own and not the lowest; all is only what is all."""
    assert kind_of(share) == kind


def test_a_share_is_never_rounded_up() -> None:
    """One track of ten thousand is missing, and it shows; a market without tracks is not observed."""
    nearly = MarketShare("DE", {"playable": 9_999, "gone": 1}, NOW)
    drawn = {tile.market: tile for tile in tiles({"DE": nearly, "US": MarketShare("US", {}, None)})}
    assert drawn["DE"].text == "Germany: 99.9 % of 10,000 tracks playable, as of 30 May 2026"
    assert (drawn["DE"].percent, drawn["DE"].kind) == ("99%", "high")
    assert drawn["US"].text == "United States: not observed"


def test_calls_are_counted_by_day() -> None:
    """Thirty days to today, each with its checks; a budget that is near stands in the chart."""
    efforts = [
        Effort(NOW - timedelta(days=n), 100, n == 0, None if n == 0 else "quota") for n in (0, 0, 29, 30)
    ]
    drawn = chart(efforts, 400, NOW)
    assert len(drawn.bars) == DAYS
    assert drawn.bars[-1].text == "2026-05-30: 200 calls by 2 checks"
    assert drawn.bars[0].text == "2026-05-01: 100 calls by 1 check, 1 of them incomplete"
    assert (drawn.bars[-1].height, drawn.budget_y) == (HEIGHT // 2, 0)
    assert chart(efforts, 4_000, NOW).budget_y is None
    assert chart([], 400, NOW).told == "0 calls in 30 days, at most 0 in one"


def test_failures_are_said_in_plain_words() -> None:
    """The commonest first; complete checks are none."""
    efforts = [Effort(NOW, 1, why is None, why) for why in ("quota", None, "login", "quota")]
    assert failures(efforts) == (
        ("the service's quota of calls was used up", 2),
        ("the login had ended or was missing", 1),
    )


def test_duties_are_said_in_plain_words() -> None:
    """What is not known is shown by its own name."""
    assert duty_text("check:3:DE", {3: "Attic"}) == 'Look at "Attic" in DE'
    assert duty_text("check:4:DE", {3: "Attic"}) == "check:4:DE"
    assert duty_text("relook", {}) == "Look again at what is suspected"


def test_leaves_are_counted_from_one() -> None:
    """Beyond the last there is nothing, so the last is shown; an empty list has one leaf."""
    assert [last_leaf(total) for total in (0, 1, 20, 21)] == [1, 1, 1, 2]
    assert [skipped(leaf, 45) for leaf in (0, 1, 3, 9)] == [0, 0, 40, 40]
