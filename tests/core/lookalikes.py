"""Invented pairs of tracks, the same recording or only like it: what the judge of replacements is measured on.

It has words of its own and knows nothing of the judge's lists. `python -m tests.core.lookalikes` prints the figures,
and what the judge got wrong.
"""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass, replace
from random import Random

from tracker.core.items import Item, Kind
from tracker.core.replacements import Candidate, Confidence, FoundBy, Lost, Verdict
from tracker.core.sameness import judge

SEED, CASES = 20_261, 1_000
FIRST = "Marigold Tidewater Björk-Ønsen Sparrow Ottoline Zé Kettle Lumière Nadir Quill Ferro Ångel".split()
SECOND = "Parade Foxes Committee Quarry Siblings Motel Twins Orchard Union Ghosts".split()
TITLES = (
    "Live and Let Go|Don't Wait Up|Coffee & Thunder|Über den Dächern|Mañana Ya No|The Long Hello|Edit the Sky"
    "|Acoustic Shadows|9 to Never|Hold On (To the Rail)|Cover Me in Snow|Remix My Heart|Où Vas-Tu|Half Past Blue"
    "|Wishing Well, Pt. 2|Paper Moonlight|R.I.P. Tuesday|Demo Day|Slow|What's Left?|Instrumental Reasons"
    "|You (And the Others)|Harbour Lights|Ostinato No. 4|Ночной поезд|雨の午後"
).split("|")
ALBUMS = "Low Tide|Rooms|Kitchen Songs|The Great Indoors|Salt|Northbound|Second Helping|Ferris".split("|")
LIVE = (
    "(Live)|- Live in Malmö|(En Vivo)|(Ao Vivo no Porto)|(Live at the Boathouse, 2014)|- Dal vivo|[Live from Studio 9]"
    "|(Konzertmitschnitt)|(Recorded Live)|(Radio Tower Session)|- live 2008|(En Concert)|(Livesession)|(En Directo)"
).split("|")
REMIXES = (
    "(Kestrel Remix)|- Kestrel Rmx|(Kestrel's Rework)|(Club Mix)|[Dub]|(Kestrel VIP)|(Midnight Mix)|(Bootleg)"
    "|- Remixed|(Kestrel Flip)|(Extended Mix)|- Radio Edit|(Mashup)|(Remix 2021)|(Kestrel Edit)"
).split("|")
FASTER = "(Sped Up)|- sped up version|(Speed Up)|(Slowed + Reverb)|(Nightcore)|(8D Audio)|[slowed]|(Faster)|(Tiktok Speed)".split(
    "|"
)
OTHERS = (
    "(Acoustic)|(Akustikversion)|(Piano Version)|(Instrumental)|- Demo|(Demo 1999)|(A Cappella)|(Orchestral Version)"
    "|(Unplugged)|(Stripped)|(Lullaby Version)|(Versión acústica)|(Orquesta)|(Strumentale)|(Solo Guitar)"
).split("|")
AGAIN = (
    "|(Wren's Version)|(Re-Recorded)|- Re-Recorded 2020|(New Recording)|(2020 Version)|(Rerecorded)|||".split(
        "|"
    )
)
COPIES = (
    "(Karaoke Version)|(Originally Performed by {artist})|(Made Famous by {artist})|(In the Style of {artist})|(Tribute)"
    "|(Cover)|||- Karaoke|(Backing Track)|"
).split("|")
RELEASE = "- Remastered 2011|(2009 Remaster)|(Remastered)|- Remasterizado|(Deluxe Edition)|(Bonus Track)|(Album Version)".split(
    "|"
)
REISSUES = (
    "(Deluxe Edition)|(20th Anniversary Edition)|[Remastered]|(Expanded)|- Remastered 2015|(Super Deluxe)|(Reissue)"
    "|(Bonus Track Version)|(Edición Especial)|(Legacy Edition)"
).split("|")
LIVE_ALBUMS = "Live at the Boathouse|An Evening in Turku|En Vivo|Konzert im Hof|Unplugged|Stage Left|Bootleg No. 2".split(
    "|"
)
SAMPLERS = "Songs for Rain|Summer 2004, Vol. 3|Das Beste|Chill & Toast|Road Trip Anthems".split("|")


@dataclass(frozen=True)
class Case:
    """A lost track and a candidate, whether they are truly one recording, and what sort of case it is."""

    lost: Lost
    candidate: Candidate
    same: bool
    sort: str


class Inventor:
    """Makes cases from one seed."""

    def __init__(self, seed: int) -> None:
        self.rng = Random(seed)
        self.made = 0

    def cases(self, count: int) -> list[Case]:
        """So many cases: about as many true ones as traps."""
        true = [self.same_code, self.reissued, self.single, self.renamed, self.sampler]
        traps = [
            self.live,
            self.unsaid_live,
            self.remix,
            self.faster,
            self.other_version,
            self.again,
            self.copy,
            self.namesake,
            self.false_code,
        ]
        return [self.rng.choice(true if self.rng.random() < 0.5 else traps)() for _ in range(count)]

    # --- what is lost, and what is truly the same -------------------------------------------------------

    def lost(self) -> Lost:
        artist = f"{self.pick(FIRST)} {self.pick(SECOND)}"
        artist = f"The {artist}" if self.rng.random() < 0.2 else artist
        guests = (f"{self.pick(FIRST)} & Sons",) if self.rng.random() < 0.2 else ()
        return Lost(
            f"lost{self.number()}",
            "DE",
            None if self.rng.random() < 0.1 else self.code(),
            self.pick(TITLES),
            (artist, *guests),
            self.pick(ALBUMS),
            f"album{self.number()}",
            self.rng.randint(100_000, 400_000),
        )

    def like(self, lost: Lost, **more: object) -> Item:
        """An item with the lost track's names and nearly its length, without its code."""
        item = Item(
            Kind.TRACK,
            id=f"other{self.number()}",
            title=lost.title,
            artists=lost.artists,
            album_id=f"album{self.number()}",
            album=lost.album,
            isrc=None if self.rng.random() < 0.1 else self.code(),
            duration_ms=(lost.duration_ms or 0) + self.jitter(),
            playable=True,
        )
        return replace(item, **more)  # type: ignore[arg-type]

    def same_code(self) -> Case:
        lost = self.lost()
        item = self.like(lost, isrc=lost.isrc, album=self.pick(ALBUMS), title=self.written(lost.title))
        return Case(lost, Candidate(item, self.rng.random() < 0.2), same=True, sort="same code")

    def reissued(self) -> Case:
        lost = self.lost()
        item = self.like(lost, album=f"{lost.album} {self.pick(REISSUES)}", title=self.written(lost.title))
        return Case(lost, Candidate(item), same=True, sort="reissued under a new code")

    def single(self) -> Case:
        lost = self.lost()
        item = self.like(lost, album=lost.title, title=self.written(lost.title))
        return Case(lost, Candidate(item), same=True, sort="single under a new code")

    def renamed(self) -> Case:
        lost = self.lost()
        guest = f"{self.pick(FIRST)} Jr"
        with_guest = replace(lost, artists=(*lost.artists[:1], guest))
        item = self.like(with_guest, title=f"{lost.title} (feat. {guest})", album=f"{lost.album} [Reissue]")
        return Case(with_guest, Candidate(item), same=True, sort="guest told in the title")

    def sampler(self) -> Case:
        lost = self.lost()
        item = self.like(lost, album=self.pick(SAMPLERS))
        return Case(lost, Candidate(item, compilation=True), same=True, sort="compilation, new code")

    # --- what is only like it ---------------------------------------------------------------------------

    def trap(self, sort: str, suffixes: list[str], albums: list[str] | None = None) -> Case:
        lost = self.lost()
        title = f"{lost.title} {self.pick(suffixes)}".strip()
        album = self.pick(albums) if albums else self.rng.choice([lost.album, title, self.pick(ALBUMS)])
        if self.rng.random() < 0.2:  # the other way round: the version is what was lost
            item = self.like(lost, album=album)
            return Case(replace(lost, title=title), Candidate(item), same=False, sort=sort)
        return Case(lost, Candidate(self.like(lost, title=title, album=album)), same=False, sort=sort)

    def live(self) -> Case:
        return self.trap("live", LIVE)

    def remix(self) -> Case:
        return self.trap("remix or edit", REMIXES)

    def faster(self) -> Case:
        return self.trap("speed", FASTER)

    def other_version(self) -> Case:
        return self.trap("other version", OTHERS)

    def again(self) -> Case:
        """A new recording of equal length by the same artist, half of the time without saying so."""
        lost = self.lost()
        title = f"{lost.title} {self.pick(AGAIN)}".strip()
        album = self.rng.choice([title, "Greatest Songs", f"{lost.album} (Wren's Version)", "Anthology"])
        return Case(
            lost, Candidate(self.like(lost, title=title, album=album)), same=False, sort="recorded again"
        )

    def unsaid_live(self) -> Case:
        """A concert whose album alone says so, if anything does; it is nearly as long as the original."""
        lost = self.lost()
        length = (lost.duration_ms or 0) + self.rng.randint(-8_000, 8_000)
        item = self.like(lost, album=self.pick(LIVE_ALBUMS), duration_ms=length)
        return Case(lost, Candidate(item), same=False, sort="live, told by the album")

    def copy(self) -> Case:
        """Karaoke and tributes are by others, who like to credit the original beside themselves."""
        lost = self.lost()
        title = f"{lost.title} {self.pick(COPIES).format(artist=lost.artists[0])}".strip()
        others = self.rng.choice(
            [("The Sing-Along Kids",), (lost.artists[0], "Sing Star Crew"), ("Tribute Tones",)]
        )
        if title == lost.title:
            others = ("The Sing-Along Kids",)
        item = self.like(lost, title=title, artists=others, album="Hits to Sing")
        return Case(lost, Candidate(item, self.rng.random() < 0.5), same=False, sort="karaoke, tribute")

    def namesake(self) -> Case:
        lost = self.lost()
        others = (f"{lost.artists[0]} Jr",) if self.rng.random() < 0.3 else ("Vera Plain", *lost.artists)
        item = self.like(lost, artists=others, album=self.rng.choice([lost.album, *SAMPLERS]))
        return Case(
            lost, Candidate(item, self.rng.random() < 0.3), same=False, sort="same title, another artist"
        )

    def false_code(self) -> Case:
        """Labels give one code to two recordings: an edit that is shorter, a concert."""
        lost = self.lost()
        if self.rng.random() < 0.5:
            item = self.like(lost, isrc=lost.isrc, duration_ms=(lost.duration_ms or 0) - 45_000)
        else:
            item = self.like(lost, isrc=lost.isrc, title=f"{lost.title} {self.pick(LIVE)}")
        return Case(lost, Candidate(item), same=False, sort="one code for two recordings")

    # --- small things -----------------------------------------------------------------------------------

    def written(self, title: str) -> str:
        """The same title as another release may write it."""
        ways = [
            title,
            title,
            title.upper(),
            f"{title} {self.pick(RELEASE)}",
            title.replace("'", "\u2019"),
            title.replace("&", "and"),
        ]
        return self.rng.choice(ways)

    def jitter(self) -> int:
        return self.rng.randint(-900, 900) if self.rng.random() < 0.9 else self.rng.choice((-1, 1)) * 1_900

    def pick(self, words: list[str] | tuple[str, ...]) -> str:
        return self.rng.choice(words)

    def number(self) -> int:
        self.made += 1
        return self.made

    def code(self) -> str:
        return f"ZZLOO{self.number():07d}"


@dataclass(frozen=True)
class Judged:
    """A case with its verdict."""

    case: Case
    verdict: Verdict | None


def judged(seed: int, count: int) -> list[Judged]:
    """Every case with what the judge says of it."""
    return [Judged(case, judge(case.lost, case.candidate)) for case in Inventor(seed).cases(count)]


def precision(done: list[Judged], confidence: Confidence, *, by_title: bool = False) -> tuple[int, int]:
    """How many verdicts of a confidence are right, of how many; `by_title` leaves out those by ISRC."""
    chosen = [
        each
        for each in done
        if each.verdict
        and each.verdict.confidence is confidence
        and not (by_title and each.verdict.found_by is FoundBy.ISRC)
    ]
    return sum(each.case.same for each in chosen), len(chosen)


def figures(done: list[Judged], seed: int) -> str:
    """The figures in lines: precision and recall by confidence, and what was got wrong."""
    true = sum(each.case.same for each in done)
    lines = [f"seed {seed}: {len(done)} cases, {true} of them the same recording, {len(done) - true} traps"]
    for confidence in Confidence:
        right, told = precision(done, confidence)
        lines.append(f"  {confidence}: precision {_ratio(right, told)}, recall {_ratio(right, true)}")
    right, told = precision(done, Confidence.LIKELY, by_title=True)
    lines.append(f"  likely by title or reissue: precision {_ratio(right, told)}")
    named = Counter(
        (each.verdict.confidence.value if each.verdict else "nothing", each.case.sort)
        for each in done
        if (each.verdict is not None) != each.case.same
    )
    lines += [f"  {said} although it is '{sort}': {n}" for (said, sort), n in sorted(named.items())]
    return "\n".join(lines)


def _ratio(part: int, whole: int) -> str:
    return f"{part}/{whole} = {part / whole:.3f}" if whole else "0/0"


if __name__ == "__main__":
    for number in map(int, sys.argv[1:] or [str(SEED)]):
        print(figures(judged(number, CASES), number))  # noqa: T201 - it prints figures
