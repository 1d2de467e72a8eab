"""The judge of replacements on a thousand invented lookalikes: what it calls likely mostly is, and certain always."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.core.lookalikes import CASES, SEED, Judged, figures, judged, precision
from tracker.core.replacements import Confidence, FoundBy, Verdict


@pytest.mark.parametrize("seed", [SEED, 7, 11])
def test_likely_is_right_in_95_of_100_and_certain_always(seed: int) -> None:
    """By title and duration at least 95 % of what is called likely is the same recording; by ISRC all that is certain."""
    done = judged(seed, CASES)
    right, told = precision(done, Confidence.LIKELY, by_title=True)
    assert told >= CASES / 10, "who never says likely is never wrong"
    assert right / told >= 0.95, figures(done, seed)
    right, told = precision(done, Confidence.CERTAIN)
    assert (right, told >= CASES / 20) == (told, True), figures(done, seed)


def test_the_traps_are_deadly_to_a_judge_who_believes_titles() -> None:
    """Whoever takes equal first words and lengths for likely falls short: the cases are no walk."""
    honest = judged(SEED, CASES)
    verdict = next(one.verdict for one in honest if one.verdict and one.verdict.found_by is not FoundBy.ISRC)
    likely = replace(verdict, confidence=Confidence.LIKELY)
    right, told = precision([_believing(each, likely) for each in honest], Confidence.LIKELY, by_title=True)
    assert right / told < 0.8


def _believing(each: Judged, likely: Verdict) -> Judged:
    """A verdict by the beginning of the title alone."""
    title, lost = each.case.candidate.item.title, each.case.lost.title
    return Judged(each.case, likely if title[:6].casefold() == lost[:6].casefold() else None)
