"""The planting of bugs: what counts as caught, and that every bug is still one."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.faults.planted import BUGS, QUICK, ROOT, Ran, planted, tried
from tests.faults.planted_bug import Bug, Disarmed
from tests.faults.planted_sample import SUITE
from tests.faults.table import Scale

QUICKLY = Scale(quick=True)
RULES = "tracker/core/rules.py"
LOOKS = "    looks: int = 3\n"


def bug(instead: str) -> Bug:
    """One that makes another line of the number of looks."""
    return Bug(f"looks: {instead.strip()}", RULES, LOOKS, instead, SUITE)


@pytest.mark.parametrize("each", BUGS, ids=lambda each: each.name)
def test_each_bug_finds_its_text_and_can_run(each: Bug) -> None:
    """The text is there exactly once, and the program with the other one can be parsed."""
    text = (ROOT / each.file).read_text(encoding="utf-8")
    assert text.count(each.text) == 1
    assert each.instead != each.text
    ast.parse(text.replace(each.text, each.instead))


def test_there_are_enough_bugs_and_none_is_counted_twice() -> None:
    """At least twenty, each with its own name; those of the quick set are among them."""
    names = [each.name for each in BUGS]
    assert len(names) >= 20
    assert len(set(names)) == len({(each.file, each.text, each.instead) for each in BUGS}) == len(names)
    assert set(names) > QUICK


def test_a_text_that_is_missing_or_there_twice_disarms_the_bug(tmp_path: Path) -> None:
    """A refactoring cannot silently make a bug none."""
    path = tmp_path / RULES
    path.parent.mkdir(parents=True)
    for text in ("", LOOKS * 2):
        path.write_text(text)
        with pytest.raises(Disarmed):
            bug("").plant(tmp_path)
    path.unlink()
    with pytest.raises(Disarmed):
        bug("").plant(tmp_path)


def test_only_a_row_of_the_copy_that_does_not_hold_is_a_catch(tmp_path: Path) -> None:
    """Not the exit code alone, not the words alone, and not the words of another program."""
    own, other = f"{tmp_path}/tracker/__init__.py\n", f"{ROOT}/tracker/__init__.py\n"
    assert Ran(tmp_path, 1, f"{own}row <-- DOES NOT HOLD").caught
    for code, words in ((1, f"{own}ImportError"), (0, f"{own}DOES NOT HOLD"), (1, f"{other}DOES NOT HOLD")):
        assert not Ran(tmp_path, code, words).caught
    assert Ran(tmp_path, 0, f"{own}row").holds
    for code, words in ((1, own), (0, f"{own}DOES NOT HOLD"), (0, other)):
        assert not Ran(tmp_path, code, words).holds


def test_each_kind_of_end_is_counted() -> None:
    """Caught is what makes the row fail; what changes nothing, or cannot run at all, is missed."""
    bugs = [bug("    looks: int = 2\n"), bug("    looks: int = 1 + 2\n"), bug("    looks: int = (\n")]
    lost = Bug("no such text", RULES, "no such text", "", SUITE)
    row = planted([*bugs, lost], QUICKLY)
    assert (row.cases, row.missed, row.wrong) == (4, 2, 1)
    assert row.note.startswith("1 caught; looks: looks: int = 1 + 2; looks: looks: int = (; no such text:")
    assert not row.holds


def test_without_a_bug_the_copy_holds() -> None:
    """The same suite, in a copy of which nothing was replaced."""
    assert tried(None, SUITE, 1, QUICKLY).holds
