"""Incidents in English: what their members share, and how likely that is by chance. Never a cause."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.core.incidents import Shared
from tracker.core.phrases import quoted

if TYPE_CHECKING:
    from tracker.core.incidents import Meaning

RAREST = 30
"""Beyond 1 in 10^30 the model is less sure than the number."""

_NAMED = {
    Shared.RIGHTS: ("the rights line", "one rights line"),
    Shared.LABEL: ("the label", "one label"),
    Shared.ALBUM: ("the album", "one album"),
    Shared.ARTIST: ("the artist", "one artist"),
}


def shared_text(meaning: Meaning) -> str:
    """What is shared: `the rights line "℗ 2019 Hollow Acorn Music"`, or `one rights line` without its words."""
    named, nameless = _NAMED[meaning.shared]
    return f"{named} {quoted(meaning.text)}" if meaning.text else nameless


def sharing_text(meaning: Meaning) -> str:
    """A clause about the members: `share the album "X"`, with how many of them if it is not known of all."""
    if meaning.sharing >= meaning.members:
        return f"share {shared_text(meaning)}"
    return f"share {shared_text(meaning)} as far as is known ({meaning.sharing:,} of {meaning.members:,})"


def chance_text(meaning: Meaning) -> str:
    """How likely so many are: `about 1 in 10^9 by chance, had each vanished for itself`."""
    exponent = round(-meaning.chance)
    if exponent > RAREST:
        odds = f"less than 1 in 10^{RAREST}"
    else:
        odds = f"about 1 in {10**exponent:,}" if exponent <= 6 else f"about 1 in 10^{exponent}"
    return f"{odds} by chance, had each vanished for itself"
