"""Files of other tools: what is understood of each dialect, and that nothing is guessed."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.core.errors import UsageError
from tracker.core.imports.merging import merged
from tracker.core.imports.recognise import understand
from tracker.core.imports.rows import Contents, FileRow, Form
from tracker.core.imports.told import contents_json, offers, understood
from tracker.core.items import Kind
from tracker.core.known import KnownEntry

A, B, C = ("0InventedTrack0000000A", "0InventedTrack0000000B", "0InventedTrack0000000C")


def day(text: str) -> datetime:
    """A day in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def ids(contents: Contents) -> list[str]:
    """The ids of the rows."""
    return [row.track_id for row in contents.rows]


@pytest.mark.parametrize(
    "line",
    [
        f"spotify:track:{A}",
        f"https://open.spotify.com/track/{A}?si=0123456789abcdef",
        f"http://open.spotify.com/intl-de/track/{A}",
        f"open.spotify.com/track/{A}",
        f"track:{A}",
        A,
        f"  spotify:track:{A}  # the one from the summer",
    ],
)
def test_ways_to_name_a_track(line: str) -> None:
    """Links, URIs, shorthand and bare ids are all one track."""
    assert ids(understand(f"# a list\n\n{line}\n")) == [A]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("https://example.org/track/1", "no id, URI or link of the service"),
        ("spotify:track:short", "no id, URI or link of the service"),
        ("https://spotify.link/abc", "no id, URI or link of the service"),
        ("=1+1", "a formula"),
        ("A song by somebody", "no id, URI or link of the service"),
    ],
)
def test_lines_that_name_nothing_are_told(line: str, why: str) -> None:
    """They are refused one by one, with their number; the rest is imported."""
    contents = understand(f"{A}\n{line}\n{B}\n")
    assert ids(contents) == [A, B]
    ((number, said),) = [(row.line, row.why) for row in contents.refused]
    assert number == 2
    assert why in said


def test_other_things_in_a_list_of_links_are_offered() -> None:
    """Lists, albums and artists are told apart from tracks and never taken for their tracks."""
    contents = understand(f"{A}\nspotify:album:{B}\nhttps://open.spotify.com/playlist/{C}\nartist:{C}\n")
    assert ids(contents) == [A]
    assert offers(contents) == [
        f"tracker watch add {kind}:{ref}" for kind, ref in (("album", B), ("playlist", C), ("artist", C))
    ]


OLD = "Spotify URI,Track Name,Artist Name,Album Name,Disc Number,Track Number,Track Duration (ms),Added By,Added At"
NEW = '"Track URI","Track Name","Artist URI(s)","Artist Name(s)","Album URI","Album Name","Track Duration (ms)","ISRC","Is Playable","Added By","Added At"'
KOMAROV_OLD = '"Spotify ID","Artist IDs","Track Name","Album Name","Artist Name(s)","Release Date","Duration (ms)","Popularity","Added By","Added At","Genres"'
KOMAROV = "Track URI,Track Name,Album Name,Artist Name(s),Release Date,Duration (ms),Popularity,Explicit,Added By,Added At,Genres,Record Label"
CLI = "track_uri,track_name,artist_name(s),album_name,added_at"
GERMAN = "Track-URI,Track-Name,Künstler-URI(s),Künstlername(n),Album-URI,Album-Name,Track-Dauer (ms),ISRC,Hinzugefügt am"


@pytest.mark.parametrize(
    ("header", "row", "artists"),
    [
        (OLD, f'spotify:track:{A},"Home, Again",The Kettles,Roof,1,2,1000,me,2021-02-03T04:05:06Z', ("The Kettles",)),
        (
            NEW,
            f'"spotify:track:{A}","Home, Again","spotify:artist:{B}, spotify:artist:{C}","Oak\\, Elm, Ash","spotify:album:{B}","Roof","1000","qz-abc-21-00001","true","","2021-02-03T04:05:06Z"',
            ("Oak, Elm", "Ash"),
        ),
        (
            KOMAROV_OLD,
            f'{A},"{B},{C}","Home, Again","Roof","Oak,Ash",2020,1000,1,spotify:user:me,2021-02-03T04:05:06Z,""',
            ("Oak", "Ash"),
        ),
        (KOMAROV, f'spotify:track:{A},"Home, Again","Roof","Oak,Ash",2020,1,1,false,me,2021-02-03T04:05:06Z,"",""', ("Oak,Ash",)),
        (KOMAROV, f'spotify:track:{A},"Home, Again",Roof,Oak;Ash,2020,1,1,false,me,2021-02-03T04:05:06Z,,', ("Oak", "Ash")),
        (CLI, f'spotify:track:{A},"Home, Again",Oak,Roof,2021-02-03 04:05:06+00:00', ("Oak",)),
        (GERMAN, f'spotify:track:{A},"Home, Again",,Oak,,Roof,1,,2021-02-03T04:05:06Z', ("Oak",)),
    ],
)  # fmt: skip
def test_dialects_of_exportify(header: str, row: str, artists: tuple[str, ...]) -> None:
    """Old and new column names are read; artists are taken apart only where it is plain how."""
    contents = understand(f"{header}\r\n{row}\r\n")
    assert (contents.form, contents.refused) == (Form.CSV, ())
    (found,) = contents.rows
    assert (found.track_id, found.title, found.album, found.artists) == (A, "Home, Again", "Roof", artists)
    assert found.added_on == datetime(2021, 2, 3, 4, 5, 6, tzinfo=UTC)
    assert found.isrc == ("QZABC2100001" if header is NEW else None)


def test_columns_in_another_language_are_known_by_their_uris() -> None:
    """Where no heading is known, the ids are; names are then left alone, and it is said."""
    contents = understand(f"Ligne,Adresse,Titre\n1,spotify:track:{A},Chez moi\n")
    assert [(row.track_id, row.title) for row in contents.rows] == [(A, "")]
    assert any("recognised by its URIs" in note for note in contents.notes)
    with pytest.raises(UsageError, match="no column of ids"):
        understand("Ligne,Titre\n1,Chez moi\n")


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        (",No id,Nobody,", "no id, URI or link"),
        (f"spotify:album:{A},An album,Nobody,", "a thing that is no track (album)"),
        (f"spotify:track:{A},Too few", "2 cells where the first line has 4"),
    ],
)
def test_rows_without_an_id_are_told_not_searched(cells: str, why: str) -> None:
    """The title of a row is never used to find a track."""
    contents = understand(
        f"Track URI,Track Name,Artist Name(s),Added At\nspotify:track:{B},Fine,Somebody,\n{cells}\n"
    )
    assert ids(contents) == [B]
    assert [(row.line, row.why) for row in contents.refused] == [(3, row.why) for row in contents.refused]
    assert why in contents.refused[0].why


def test_titles_that_only_begin_like_a_formula_are_titles() -> None:
    """A sign alone calls nothing."""
    contents = understand(
        f"Track URI,Track Name,Artist Name(s)\nspotify:track:{A},= (Equals),-ness\nspotify:track:{B},+44,@home\n"
    )
    assert [(row.title, row.artists) for row in contents.rows] == [
        ("= (Equals)", ("-ness",)),
        ("+44", ("@home",)),
    ]


def test_local_files_and_episodes_are_told_apart() -> None:
    """Both are places of the list; neither is a track of the catalogue."""
    contents = understand(
        f"Track URI,Track Name,Artist Name(s)\nspotify:local:The+Me::My+Song:231,My Song,The Me\nspotify:episode:{A},One,\nspotify:track:{B},Two,\n"
    )
    assert [row.kind for row in contents.rows] == [Kind.LOCAL, Kind.EPISODE, Kind.TRACK]
    assert contents.rows[0].track_id.startswith("local:")
    assert "My" not in contents.rows[0].track_id
    assert (contents.tracks, contents.of_kind(Kind.LOCAL), contents.of_kind(Kind.EPISODE)) == (1, 1, 1)


def archived(*tracks: dict[str, object]) -> str:
    """The JSON of an archive."""
    return json.dumps(
        {
            "name": "Rainy Days",
            "description": "",
            "url": f"https://open.spotify.com/playlist/{C}",
            "tracks": list(tracks),
        }
    )


def track(ref: str, **more: object) -> dict[str, object]:
    """A track as archives write it."""
    url = f"https://open.spotify.com/track/{ref}"
    return {
        "url": url,
        "name": "Drizzle",
        "album": {"url": "", "name": "Clouds"},
        "artists": [{"url": "", "name": "Gutter"}],
        "duration_ms": 1,
    } | more


def test_one_version_of_an_archive() -> None:
    """The list's own name and the days of adding are taken; 1970 means that nobody knew."""
    contents = understand(
        archived(
            track(A, added_at="2020-01-02 03:04:05"),
            track(B, added_at="1970-01-01 00:00:00"),
            track(C, added_at=None),
        )
    )
    assert (contents.form, contents.name) == (Form.VERSION, "Rainy Days")
    assert [row.added_on for row in contents.rows] == [datetime(2020, 1, 2, 3, 4, 5, tzinfo=UTC), None, None]
    assert contents.rows[0].artists == ("Gutter",)


def test_all_that_a_list_ever_held() -> None:
    """Tracks that went are history; a day with an asterisk is only the day by which a track was there."""
    contents = understand(
        archived(
            track(A, date_added="2020-01-02", date_added_asterisk=True, date_removed=None),
            track(B, date_added="2020-02-03", date_added_asterisk=False, date_removed="2021-03-04"),
            track(C, date_added="2020-02-03", date_added_asterisk=False, date_removed="soon"),
        )
    )
    assert contents.form is Form.CUMULATIVE
    assert [(r.track_id, r.added_on, r.by_then, r.removed_on) for r in contents.rows] == [
        (A, day("2020-01-02"), True, None),
        (B, day("2020-02-03"), False, day("2021-03-04")),
    ]
    assert [row.track_id for row in contents.listed] == [A]
    assert [row.why for row in contents.refused] == ["a day of removal that cannot be read"]
    assert dict(understood(contents))["days of history"].startswith(
        "2 days of adding, 1 day of removal, 1 of adding only as 'by then'"
    )


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=8),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(
                st.sampled_from(
                    ["tracks", "url", "name", "artists", "album", "date_added", "date_removed", "added_at"]
                ),
                inner,
                max_size=5,
            )
        ),
        max_leaves=25,
    )
)
def test_json_of_whatever_shape_is_read_or_refused(value: object) -> None:
    """No shape ends in anything but rows or one of our own errors."""
    for text in (json.dumps(value), json.dumps({"tracks": [value, track(A)]})):
        try:
            contents_json(understand(text))
        except UsageError:
            continue


PIECES = [*"aA,;\t\"'\\\r\n #:=", f"spotify:track:{A}", A, "Track URI", "Added At"]


@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
def test_text_of_whatever_shape_is_read_or_refused(text: str) -> None:
    """The same for tables and lists of links."""
    try:
        contents = understand(text)
    except UsageError:
        return
    assert contents.rows or contents.links


def place(number: int, track_id: str) -> KnownEntry:
    """A place of the list there is."""
    return KnownEntry(id=number, track_id=track_id, answers=frozenset({track_id}))


def test_a_file_against_the_list_there_is() -> None:
    """What it adds and what it lacks is counted: a list may hold a track twice."""
    rows = tuple(FileRow(n, each) for n, each in enumerate((A, A, B), 1))
    joined = merged(Contents(Form.LINKS, None, rows), [place(1, A), place(2, C), place(3, B), place(4, B)])
    assert [row.line for row in joined.added] == [2]
    assert [row.line for row in joined.past] == [1, 3]
    assert [each.id for each in joined.absent] == [2, 4]
