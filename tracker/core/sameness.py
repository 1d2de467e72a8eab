"""Whether a candidate is the vanished recording (pure): by ISRC, else by title, artists and duration.

ISRC equal      nothing contradicts it                       -> certain
                the title is another one                     -> likely
                duration, version or artist contradict it    -> possible
ISRC not equal  title, first artist, duration, version agree -> likely on a reissue of the same album, or where
                                                                one side has no ISRC and every artist agrees
                                                             -> possible otherwise: a new recording looks alike
                one of them does not                         -> nothing
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.core.replacements import Confidence, FoundBy, Verdict
from tracker.core.titles import artist_key, fold, is_nobody, parse_title, versions_in

if TYPE_CHECKING:
    from tracker.core.items import Item
    from tracker.core.replacements import Candidate, Lost
    from tracker.core.titles import Title

SAME_MS = 2_000
"""Pressings of one recording differ by less."""
CLOSE_MS = 500
"""Where no ISRC can be compared and the album is another one, a new recording of about that length must be feared."""
WILD_MS = 10_000
"""An equal ISRC is not believed beyond."""


@dataclass(frozen=True, slots=True)
class _Pair:
    """The lost track and the candidate side by side; None: it is not known on both sides."""

    same_title: bool | None
    one_says_more: bool
    same_versions: bool
    details_agree: bool
    same_first: bool | None
    same_artists: bool
    apart_ms: int | None


def judge(lost: Lost, candidate: Candidate) -> Verdict | None:
    """How surely the candidate is the lost recording; None if nothing says so."""
    item = candidate.item
    if not item.id or item.id == lost.track_id:
        return None
    pair = _side_by_side(lost, item)
    if lost.isrc and lost.isrc == item.isrc:
        return _by_isrc(lost, candidate, pair)
    return _by_title(lost, candidate, pair)


def same_album(lost: Lost, album: str) -> bool:
    """Whether a release is a reissue of the lost track's album, by its name.

    A release that is named like the track proves nothing: every single of that song would be.
    """
    if not lost.album.strip() or not album.strip():
        return False
    mine, other = parse_title(lost.album), parse_title(album)
    if mine.words == parse_title(lost.title, lost.artists).words:
        return False
    return mine.words == other.words and mine.versions == other.versions and mine.details == other.details


def _by_isrc(lost: Lost, candidate: Candidate, pair: _Pair) -> Verdict:
    reasons = [f"same ISRC {lost.isrc}"]
    doubts = []
    if pair.apart_ms is not None and pair.apart_ms > WILD_MS:
        doubts.append("but the duration is another one")
    if not pair.same_versions:
        doubts.append("but one title names a version that the other does not")
    if pair.same_first is False:
        doubts.append("but the first artist is another one")
    if pair.one_says_more:
        doubts.append("but one title says more than the other")
    retitled = pair.same_title is False and not doubts
    if retitled:
        doubts.append("but the title is another one")
    confidence = Confidence.LIKELY if retitled else Confidence.POSSIBLE if doubts else Confidence.CERTAIN
    return Verdict(FoundBy.ISRC, confidence, (*reasons, *doubts, *_agreeing(lost, candidate, pair)))


def _by_title(lost: Lost, candidate: Candidate, pair: _Pair) -> Verdict | None:
    if not (pair.same_title and pair.same_first and pair.same_versions):
        return None
    if pair.apart_ms is None or pair.apart_ms > SAME_MS or not _albums_agree(lost, candidate.item):
        return None
    doubts = _doubts(lost, candidate, pair)
    reissue = same_album(lost, candidate.item.album)
    confidence = Confidence.POSSIBLE if doubts else Confidence.LIKELY
    by = FoundBy.REISSUE if reissue else FoundBy.TITLE
    return Verdict(by, confidence, (*_agreeing(lost, candidate, pair), *doubts))


def _doubts(lost: Lost, candidate: Candidate, pair: _Pair) -> list[str]:
    """What keeps equal titles and durations from being likely the same recording."""
    item = candidate.item
    reissue = same_album(lost, item.album)
    codes = bool(lost.isrc and item.isrc)
    checks = (
        (
            "on another version of the album",
            _more(fold(lost.album), parse_title(item.album).words) and not reissue,
        ),
        ("no ISRC to compare", not codes and not reissue and (pair.apart_ms or 0) > CLOSE_MS),
        ("other artists are credited", not pair.same_artists),
        ("on a compilation", candidate.compilation),
        ("its ISRC is another one", codes and not reissue),
        ("the version is named differently", not pair.details_agree),
    )
    return [told for told, holds in checks if holds]


def _albums_agree(lost: Lost, item: Item) -> bool:
    """Whether the albums speak of the same kind of version: a song on a live album need not say so itself."""
    mine, theirs = parse_title(lost.title, lost.artists), parse_title(item.title, item.artists)
    own, other = _album_versions(lost.album, mine), _album_versions(item.album, theirs)
    return own | mine.versions == other | theirs.versions


def _album_versions(album: str, title: Title) -> frozenset[str]:
    """The versions that an album's name tells, apart from the song's own words, after which singles are named."""
    words, song = fold(album), title.words
    for n in range(len(words) - len(song) + 1):
        if song and words[n : n + len(song)] == song:
            words = (*words[:n], *words[n + len(song) :])
            break
    return versions_in(words)


def _side_by_side(lost: Lost, item: Item) -> _Pair:
    mine, theirs = parse_title(lost.title, lost.artists), parse_title(item.title, item.artists)
    named = bool(lost.title.strip() and item.title.strip())
    ours, others = _credited(lost.artists, mine), _credited(item.artists, theirs)
    return _Pair(
        same_title=mine.words == theirs.words if named else None,
        one_says_more=named and _more(mine.words, theirs.words),
        same_versions=not named or (mine.versions == theirs.versions and not _at_odds(mine, theirs)),
        details_agree=mine.details == theirs.details,
        same_first=_same_first(lost.artists, item.artists),
        same_artists=ours == others,
        apart_ms=_apart(lost.duration_ms, item.duration_ms),
    )


def _more(mine: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
    """Whether one has all words of the other and further ones: a remark that no list knows."""
    return set(mine) < set(theirs) or set(theirs) < set(mine)


def _at_odds(mine: Title, theirs: Title) -> bool:
    """Whether both name their version further, and not alike: two concerts, two remixers."""
    return bool(mine.details and theirs.details) and mine.details != theirs.details


def _credited(artists: tuple[str, ...], title: Title) -> frozenset[str]:
    return frozenset(artist_key(artist) for artist in artists if artist.strip()) | title.featured


def _same_first(mine: tuple[str, ...], theirs: tuple[str, ...]) -> bool | None:
    if not mine or not theirs or not mine[0].strip() or not theirs[0].strip():
        return None
    if is_nobody(mine[0]) or is_nobody(theirs[0]):
        return None
    return artist_key(mine[0]) == artist_key(theirs[0])


def _apart(mine: int | None, theirs: int | None) -> int | None:
    return None if mine is None or theirs is None else abs(mine - theirs)


def _agreeing(lost: Lost, candidate: Candidate, pair: _Pair) -> list[str]:
    """What agrees, in plain words that name no name: the reasons outlive the names."""
    told = []
    if pair.same_title:
        told.append("same title")
    if pair.same_first:
        told.append("same artists" if pair.same_artists else "same first artist")
    if pair.apart_ms is not None:
        told.append(f"duration differs by {pair.apart_ms / 1000:.1f} s" if pair.apart_ms else "same duration")
    if same_album(lost, candidate.item.album):
        same = candidate.item.album_id is not None and candidate.item.album_id == lost.album_id
        told.append("on the same album" if same else "on a reissue of the same album")
    return told
