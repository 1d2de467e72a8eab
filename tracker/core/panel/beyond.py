"""What is known beside availability: open names, releases, where else a recording lives; and what was imported."""

from __future__ import annotations

from tracker.core.panel.fields import (
    Field,
    Origin,
    Table,
    Type,
    market,
    number,
    text,
    time,
    track,
    truth,
    watch,
    whole,
    word,
    words,
)

LOOKUPS = Table(
    "lookups",
    "lookup",
    "What asking MusicBrainz for a track has brought.",
    (
        track(),
        word(
            "outcome",
            "What was found.",
            words(
                ("found", "none", "several"),
                found="one recording",
                none="no recording",
                several="several recordings, so none was taken",
            ),
        ),
        text("found_by", "How it was found.", optional=True),
        text("mbid", "The recording's id at MusicBrainz (CC0).", Origin.MUSICBRAINZ, optional=True),
        text("isrc", "The ISRC that was asked with; empty: none was.", Origin.SERVICE, optional=True),
        time("asked_at", "When it was asked."),
        time("next_at", "When it is worth asking again.", optional=True),
    ),
    ("track_id",),
)
RELEASES = Table(
    "releases",
    "release",
    "What the service says of albums. Its texts are here only while their term lasts; the keys compare them.",
    (
        text("album_id", "The album's id at the service.", Origin.SERVICE),
        Field("rights", Type.TEXTS, "Its rights lines.", Origin.SERVICE, optional=True),
        text("label", "Its label, where the service tells one.", Origin.SERVICE, optional=True),
        text("rights_key", "A key that is the same for the same rights holder.", optional=True),
        text("label_key", "A key that is the same for the same label.", optional=True),
        time("read_at", "When it was read."),
    ),
    ("album_id",),
)
SEARCHES = Table(
    "searches",
    "search",
    "Searches for where the recording of a vanished track lives: none found is not the same as none sought.",
    (
        track(),
        market(),
        time("sought_at", "When it was last sought; empty: not yet.", optional=True),
        time("next_at", "When it is sought again.", optional=True),
        whole("tries", "How often it was tried in a row without an answer.", unit="times"),
        text("outcome", "What came of it.", optional=True),
    ),
    ("track_id", "market"),
)
REPLACEMENTS = Table(
    "replacements",
    "replacement",
    "Other ids under which the recording of a vanished track was found. A finding with its reasons, never a merge.",
    (
        number("The finding's number."),
        track("The track that vanished."),
        market(),
        track("The track that was found.", name="other_id"),
        text("found_by", "How it was found."),
        word(
            "confidence",
            "How sure it is that both are one recording.",
            words(
                ("certain", "likely", "possible"),
                certain="the same ISRC",
                likely="title, artists and duration agree",
                possible="much agrees, but not enough",
            ),
        ),
        Field("reasons", Type.TEXTS, "Why it is believed."),
        time("found_at", "When it was found."),
        time("looked_at", "When it was last seen playable."),
        time("next_look_at", "When it is looked at again.", optional=True),
        time("lost_at", "When it was found to be playable no more.", optional=True),
    ),
)
OFFERS = Table(
    "offers",
    "offer",
    "The service's own list of markets of a track, where the app may still read it. It can contradict `state`.",
    (
        number("The row's number."),
        track(),
        Field("markets", Type.TEXTS, "The countries that the list held, as two letters.", Origin.SERVICE),
        time("before_at", "The last look that still met another list; empty: there was none.", optional=True),
        time("first_at", "The first look that met this list."),
        time("last_at", "The last look that met it."),
        truth("stands", "Whether it was the track's list when all lists were last read."),
    ),
)
IMPORTS = Table(
    "imports",
    "import",
    "Files that the owner imported. Data packages that filled a record are told in `datapackage.json` instead.",
    (
        number("The import's number."),
        text("form", "What kind of file it was."),
        Field("name", Type.TEXT, "The file's name.", Origin.OWNER, blank=True),
        text("digest", "What it is recognised by (SHA-256)."),
        time("imported_at", "When it was imported."),
        watch("The watch that it went into.", optional=True),
    ),
)
PAST = Table(
    "past",
    "past",
    "Hearsay: what imported files say of a track's time in some list. It is no evidence that it could be played.",
    (
        number("The row's number."),
        Field("import_id", Type.WHOLE, "The import that says so.", to="imports"),
        track(),
        time("added_on", "The day on which it was added, as the file has it.", Origin.OWNER, optional=True),
        truth("by_then", "Whether that is only the first day on which the file's maker looked."),
        time("removed_on", "The day by which it was gone, as the file has it.", Origin.OWNER, optional=True),
        whole(
            "place",
            "Where it stands in the imported list; empty: the file tells of its past alone.",
            optional=True,
        ),
        text(
            "isrc",
            "The recording's ISRC as the file has it, which nothing is concluded from.",
            Origin.OWNER,
            optional=True,
        ),
    ),
)
