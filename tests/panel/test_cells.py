"""Cells: every value comes back as it was, and no text of others steers a spreadsheet."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.panel.odd import ODD
from tracker.core.panel.fields import Field, Table, Type
from tracker.panel import csv_files, jsonl_files, parquet_files
from tracker.panel.cells import STEERING, guarded, read_time, reader, show_time, unguarded, writer

if TYPE_CHECKING:
    from pathlib import Path

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")) | st.sampled_from(ODD[:-1])
MAYBE = Field("maybe", Type.TEXT, "A text.", optional=True)
BLANK = Field("blank", Type.TEXT, "A text.", blank=True)
TIMES = st.datetimes(datetime(1970, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  # hypothesis adds the zone
ALL = Table(
    "all", "all", "Every type.",
    (
        Field("id", Type.WHOLE, "A key."), MAYBE, BLANK, Field("time", Type.TIME, "A time.", optional=True),
        Field("number", Type.NUMBER, "A number.", optional=True), Field("truth", Type.TRUTH, "A truth."),
        Field("texts", Type.TEXTS, "Texts.", optional=True), Field("wholes", Type.WHOLES, "Numbers."),
        Field("counts", Type.COUNTS, "Counts."),
    ),
)  # fmt: skip
WHOLES = st.integers(-(2**31), 2**31 - 1)
ROWS = st.lists(
    st.tuples(
        WHOLES, st.none() | TEXTS, TEXTS, st.none() | TIMES, st.none() | st.floats(allow_nan=False, allow_infinity=False),
        st.booleans(), st.none() | st.lists(TEXTS), st.lists(WHOLES), st.dictionaries(TEXTS, WHOLES),
    ),
    max_size=5,
)  # fmt: skip


@given(TEXTS)
def test_a_guarded_text_comes_back_and_steers_nothing(text: str) -> None:
    """Both ways: no two texts share a cell, and no cell begins like a formula."""
    cell = guarded(text)
    assert unguarded(cell) == text
    assert not cell[:1] or cell[0] == "'" or cell[0] not in STEERING


@given(st.none() | TEXTS)
def test_nothing_and_no_letters_are_told_apart(value: str | None) -> None:
    """In a column that may be unknown; where it may not, an empty cell is a text without letters."""
    assert reader(MAYBE)(writer(MAYBE)(value)) == value
    if value is not None:
        assert reader(BLANK)(writer(BLANK)(value)) == value
    assert (writer(MAYBE)(None), writer(MAYBE)(""), writer(BLANK)("")) == ("", "'", "")


@given(TIMES)
def test_times_come_back_to_the_microsecond(at: datetime) -> None:
    """And only one text stands for one instant."""
    assert read_time(show_time(at)) == at


@pytest.mark.parametrize(
    "text", ["2026-05-03", "2026-05-03T04:00:00", "2026-05-03T04:00:00+00:00", "noon", "20260503T040000Z"]
)
def test_other_spellings_of_a_time_are_refused(text: str) -> None:
    """Without a zone, or in another form."""
    with pytest.raises(ValueError, match=r".*"):
        read_time(text)


@given(ROWS)
def test_rows_come_back_from_csv_and_json_lines(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[Any, ...]]
) -> None:
    """Whatever is in them, and with the same bytes when written again."""
    folder = tmp_path_factory.mktemp("rows")
    for files in (csv_files, jsonl_files):
        assert files.write(ALL, rows, folder / "one") == len(rows)
        back = list(files.read(ALL, folder / "one"))
        assert back == rows
        files.write(ALL, back, folder / "two")
        assert (folder / "one").read_bytes() == (folder / "two").read_bytes()


def test_rows_come_back_from_parquet(tmp_path: Path) -> None:
    """Odd texts, no value, no letters, an early time and a late one."""
    rows: list[tuple[Any, ...]] = [
        (
            n,
            odd,
            odd,
            datetime(1970 + 7 * n, 1, 1, 1, 2, 3, 4, UTC),
            n / 3,
            True,
            [odd, ""],
            [n],
            {odd: n, "a": 1},
        )
        for n, odd in enumerate(ODD)
    ]
    rows += [(98, None, "", None, None, False, None, [], {}), (99, "", "", None, -0.0, False, [], [1], {})]
    assert parquet_files.write(ALL, rows, tmp_path / "one") == len(rows)
    back = list(parquet_files.read(ALL, tmp_path / "one"))
    assert back == rows
    parquet_files.write(ALL, back, tmp_path / "two")
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    assert {path.name for path in tmp_path.iterdir()} == {"one", "two"}


def test_the_csv_is_that_of_the_rfc(tmp_path: Path) -> None:
    """Lines end with CRLF, quotes are doubled, and a plain reader finds the cells."""
    csv_files.write(
        ALL, [(1, 'a "b",\r\nc', "=x", None, 0.5, True, ["ü"], [1, 2], {"b": 1, "a": 2})], tmp_path / "f"
    )
    text = (tmp_path / "f").read_bytes().decode()
    head = "id,maybe,blank,time,number,truth,texts,wholes,counts\r\n"
    assert text == head + '1,"a ""b"",\r\nc",\'=x,,0.5,true,"[""ü""]","[1,2]","{""a"":2,""b"":1}"\r\n'
    assert list(csv.reader(StringIO(text, newline="")))[1][1] == 'a "b",\r\nc'
