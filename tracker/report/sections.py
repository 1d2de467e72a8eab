"""The sections of a report in their order, the same for every format that people read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.core.incident_words import chance_text, sharing_text
from tracker.core.phrases import count, days, interval, listed, quoted
from tracker.core.wording import in_market
from tracker.report.rows import (
    Row,
    edit_row,
    lost_row,
    notice_row,
    outage_row,
    relink_row,
    retraction_row,
    return_row,
    source_address,
    suspected_row,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracker.core.absences import Story
    from tracker.core.summary import Summary
    from tracker.core.watch import Watch
    from tracker.report.rows import Lives


_NAMED = 5


@dataclass(frozen=True, slots=True)
class Group:
    """What vanished together: one headline, a few of its members' names, all its members, and a page at the service."""

    headline: str
    when: str
    note: str
    names: str
    rows: tuple[Row, ...]
    days: str = ""
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """One section: `key` names it for styling and links, `intro` is a sentence, groups come before rows."""

    key: str
    title: str
    intro: str
    groups: tuple[Group, ...]
    rows: tuple[Row, ...]

    @property
    def size(self) -> int:
        """How many rows it holds, those in groups included."""
        return len(self.rows) + sum(len(group.rows) for group in self.groups)


def sections(summary: Summary) -> tuple[Section, ...]:
    """The sections that have something to say, the most important first."""
    watches = {each.view.watch.id: each.view.watch for each in summary.coverage}
    groups = tuple(_group(story, watches, summary.lives) for story in summary.stories)
    told = (
        ("blind", (), tuple(notice_row(notice) for notice in summary.notices)),
        ("vanished", groups, tuple(lost_row(lost, summary.lives) for lost in summary.lost)),
        ("sources", (), tuple(outage_row(outage, watches) for outage in summary.outages)),
        ("suspected", (), tuple(suspected_row(event, watches) for event in summary.suspected)),
        ("returned", (), tuple(return_row(each) for each in summary.returned)),
        ("relinked", (), tuple(relink_row(event) for event in summary.relinked)),
        ("retracted", (), tuple(retraction_row(each) for each in summary.retracted)),
        ("removed", (), tuple(edit_row(event) for event in summary.removed)),
        ("added", (), tuple(edit_row(event) for event in summary.added)),
    )
    return tuple(Section(key, *_HEADS[key], groups, rows) for key, groups, rows in told if groups or rows)


_HEADS = {
    "blind": ("Not being observed", "Nothing newer is known of these than what stands below."),
    "vanished": (
        "No longer reported as playable",
        (
            "Playable when last seen, confirmed missing since, and not taken out by an edit of the list. Greyed out: "
            "the service still shows the track. No object any more: it shows nothing, or nothing with a name."
        ),
    ),
    "sources": (
        "Lists and releases that could not be read",
        "Nothing follows from this about their tracks.",
    ),
    "suspected": (
        "Suspected, being looked at again",
        "Not counted above: these changes are confirmed or withdrawn by later looks.",
    ),
    "returned": ("Reported as playable again", "Gone before, confirmed playable since."),
    "relinked": (
        "Answered by another id",
        "Playable, but the service now answers with another id than the one the list holds.",
    ),
    "retracted": (
        "Taken back",
        "Told earlier, and undone so soon or shown so wrong that it was no change; not counted above.",
    ),
    "removed": ("Taken out of lists", "Edits of the lists themselves; these tracks did not vanish."),
    "added": ("Added to lists", "Edits of the lists themselves."),
}


def _group(story: Story, watches: Mapping[int, Watch], lives: Lives) -> Group:
    rows = tuple(lost_row(lost, lives) for lost in story.lost)
    return Group(
        headline=_headline(story),
        when=interval(story.last_seen_at, story.first_missed_at),
        note=_note(story, sum(bool(row.lives) for row in rows)),
        names=_some(tuple(row.name for row in rows)),
        rows=rows,
        days=days(story.last_seen_at, story.first_missed_at),
        address=source_address(watches.get(story.lost[0].newest.watch_id or 0)),
    )


def _headline(story: Story) -> str:
    """How many of what, and what they share; or that they changed at once."""
    watched = f" of {quoted(story.watch_label)}" if story.watch_label.strip() else ""
    if story.watches > 1:
        watched = f" of {count(story.watches, 'watch')}"
    together = f"{count(len(story.lost), 'track')}{watched}{in_market(story.market)}"
    if story.meaning is None:
        return f"{together}, as one mass change"
    return f"{together}, which {sharing_text(story.meaning)}"


def _note(story: Story, elsewhere: int) -> str:
    """How likely so many are by chance, how many are back, and how many live on under another id."""
    whole = "them" if story.meaning else "this mass change"
    back = f"{story.back:,} more of {whole} {'is' if story.back == 1 else 'are'} back." if story.back else ""
    chance = f"{chance_text(story.meaning).capitalize()}." if story.meaning else ""
    live = (
        f"{elsewhere:,} of them {'lives' if elsewhere == 1 else 'live'} on under another id."
        if elsewhere
        else ""
    )
    return " ".join(filter(None, (chance, back, live)))


def _some(names: tuple[str, ...]) -> str:
    """The first few names, and how many there are beside them."""
    left = len(names) - _NAMED
    return listed(names if left <= 1 else (*names[:_NAMED], f"{left:,} more"))


def most_important(parts: tuple[Section, ...], most: int) -> tuple[str, ...]:
    """The first lines of a report: one a group or row, from the first sections on, and how many are left."""
    lines: list[str] = []
    for part in parts:
        if part.key in {"removed", "added"}:
            continue
        lines += [f"{group.headline}: {part.title.lower()}" for group in part.groups]
        lines += [_line(part, row) for row in part.rows]
    left = len(lines) - most
    return tuple(lines[:most]) + ((f"and {left:,} more, below",) if left > 0 else ())


def _line(part: Section, row: Row) -> str:
    if part.key == "blind":
        return row.text
    place = in_market(", ".join(line.market for line in row.lines if line.market))
    if part.key not in {"sources", "suspected"}:
        return f"{row.text}: {part.title.lower()}{place}"
    said, *sure = row.lines[-1].notes
    return f"{row.text}: {said}{place}{f' ({sure[0]})' if sure else ''}"
