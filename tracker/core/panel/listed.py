"""What is watched and what it holds: watches, tracks, names, notes, entries and their order."""

from __future__ import annotations

from tracker.core.items import Kind
from tracker.core.names import IMPORT, MUSICBRAINZ, OWNER, SERVICE
from tracker.core.panel.fields import (
    Field,
    Origin,
    Table,
    Type,
    number,
    text,
    time,
    track,
    watch,
    whole,
    word,
    words,
)
from tracker.core.watch import Source

WATCHES = Table(
    "watches",
    "watch",
    "What was chosen to be watched: one row for each thing, also for those that are watched no more.",
    (
        number("The watch's number."),
        word(
            "source",
            "What kind of thing it is.",
            words(
                Source,
                playlist="a playlist",
                album="an album",
                artist="the releases of an artist",
                track="one track",
                saved_tracks="the tracks saved in the owner's account",
                saved_albums="the albums saved in the owner's account",
                list="a list that its owner imported",
            ),
        ),
        Field(
            "ref",
            Type.TEXT,
            "The thing's id at the service; without letters where there is only one.",
            Origin.SERVICE,
            blank=True,
        ),
        Field(
            "label",
            Type.TEXT,
            "What the thing is called; without letters in an export without names.",
            Origin.SERVICE,
            blank=True,
        ),
        Field("markets", Type.TEXTS, "The countries asked for, as two letters each.", Origin.OWNER),
        whole("every_s", "The rhythm: a check is due so long after the one before.", unit="seconds"),
        time("added_at", "When it was chosen."),
        time("renew_by", "When it lapses unless it is renewed before."),
        time("removed_at", "When it ended; empty: it goes on.", optional=True),
        time("lapsed_at", "When it ended by itself, for want of renewal; empty: it did not.", optional=True),
        time("muted_at", "Since when no messages are sent of it; empty: they are.", optional=True),
        time("paused_at", "Since when it is not looked at; empty: it is.", optional=True),
        time(
            "named_at",
            "When its owner gave it its label; empty: the label is the service's.",
            Origin.OWNER,
            optional=True,
        ),
    ),
)
TRACKS = Table(
    "tracks",
    "track",
    "Every track that was ever met, as an entry or as the other id that answered. Names are in the table of names.",
    (
        text(
            "id",
            "The track's id at the service. `local:…` and `episode:…` stand for things of a list that have no "
            "availability, `nothing` for an empty place.",
            Origin.SERVICE,
        ),
        text(
            "isrc",
            "The recording's ISRC, as the service told it; empty: it told none.",
            Origin.SERVICE,
            optional=True,
        ),
        Field(
            "duration_ms",
            Type.WHOLE,
            "How long it plays; empty: not told.",
            Origin.SERVICE,
            optional=True,
            unit="milliseconds",
        ),
        text(
            "album_id", "The id of the album that holds it; empty: not told.", Origin.SERVICE, optional=True
        ),
        Field(
            "disc", Type.WHOLE, "Its disc, counted from 1; empty: not told.", Origin.SERVICE, optional=True
        ),
        Field(
            "number",
            Type.WHOLE,
            "Its number on that disc, counted from 1; empty: not told.",
            Origin.SERVICE,
            optional=True,
        ),
        word(
            "kind",
            "What sort of thing it is; empty: no object was ever shown.",
            words(
                Kind,
                track="a track of the catalogue",
                episode="an episode, which is not followed",
                local="a file of the list's owner, which is not followed",
                nothing="an empty place",
            ),
            optional=True,
        ),
        text(
            "name_key",
            "A digest of its title and artists, which compares names without telling them; empty: it had none.",
            optional=True,
        ),
    ),
)
NAMES = Table(
    "names",
    "name",
    "What each origin calls a track. Names of different origin never mix. Those of the service and of imported files are "
    "here only while their term lasts; those of MusicBrainz are CC0.",
    (
        track(),
        word(
            "origin",
            "Who calls it so.",
            words(
                (SERVICE, OWNER, MUSICBRAINZ, IMPORT),
                service="the service; kept for a term, and not ours to pass on",
                owner="the record's owner",
                musicbrainz="MusicBrainz, an open database (CC0)",
                import_="a file that was imported; kept for a term like the service's words",
            ),
        ),
        Field("title", Type.TEXT, "The title.", Origin.BY_ROW, blank=True),
        Field("artists", Type.TEXTS, "The artists, in order; empty: not told.", Origin.BY_ROW, optional=True),
        Field("album", Type.TEXT, "The album's title.", Origin.BY_ROW, blank=True),
        time("learnt_at", "When the name was learnt, where that is known.", optional=True),
    ),
    ("track_id", "origin"),
)
NOTES = Table(
    "notes",
    "note",
    "What the owner wrote about tracks.",
    (
        track(),
        Field("text", Type.TEXT, "The note.", Origin.OWNER, blank=True),
        time("written_at", "When it was written."),
    ),
    ("track_id",),
)
ENTRIES = Table(
    "entries",
    "entry",
    "The places of the watched things: one row for each time that a track stood in one. Leaving a list is no vanish.",
    (
        number("The entry's number."),
        watch("The watch that holds it."),
        track("The track that the list stores."),
        time("added_at", "When it was put into the list, as the service tells it.", Origin.SERVICE, optional=True),
        text("key", "The place, where the thing itself numbers its places (an album: disc and number).", optional=True),
        whole("first_check", "The number of the first check that saw it."),
        whole("last_check", "The number of the last check that saw it; empty: still there, or never told.", optional=True),
        time("ended_at", "When it was found to have left, or the watch ended; empty: it is still there.", optional=True),
        whole("removal", "The number of the event that tells of its end, where that was news.", optional=True),
    ),
)  # fmt: skip
LISTINGS = Table(
    "listings",
    "listing",
    "The order of each watch's entries at its last complete check.",
    (
        watch(),
        Field("check_id", Type.WHOLE, "The check that saw this order.", to="checks"),
        text("snapshot", "The version of the list, as the service names it.", Origin.SERVICE, optional=True),
        Field("entry_ids", Type.WHOLES, "The entries' numbers, in order.", column="order"),
    ),
    ("watch_id",),
)
