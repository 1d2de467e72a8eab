"""Strips of a track's days: what is certain, what is in doubt, what was not seen."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tracker.core.history import Gap, State, Target
from tracker.core.pages.strips import WIDTH, Piece, Shade, Suspicion, Window, strip, told
from tracker.core.views import SpellView

END = datetime(2026, 8, 1, tzinfo=UTC)
WINDOW = Window(END - timedelta(days=90), END)


def ago(days: float) -> datetime:
    """So many days before the end."""
    return END - timedelta(days=days)


def spell(
    state: State,
    first: float,
    *,
    before: float | None = None,
    last: float = 0,
    missed: float | None = None,
    retracted: bool = False,
) -> SpellView:
    """A spell, its edges in days before the end."""
    return SpellView(
        "DE",
        Target(state),
        None,
        ago(before) if before is not None else None,
        ago(first),
        ago(last) if missed is not None else None,
        ago(missed) if missed is not None else None,
        retracted,
    )


def shades(pieces: tuple[Piece, ...]) -> list[tuple[Shade, float, float]]:
    """What is drawn, in days from the beginning."""
    return [(each.shade, each.x * 90 / WIDTH, each.width * 90 / WIDTH) for each in pieces]


def test_between_two_looks_the_change_is_in_doubt() -> None:
    """Neither state covers the time in which it may have changed; the stretch is there once."""
    spells = [
        spell(State.PLAYABLE, 200, last=30, missed=20),
        spell(State.UNPLAYABLE, 20, before=30),
    ]
    assert shades(strip(spells, None, [], ago(0), WINDOW)) == [
        (Shade.PLAYABLE, 0, 60),
        (Shade.ABSENT, 70, 20),
        (Shade.DOUBT, 60, 10),
    ]


def test_a_suspicion_ends_what_is_certain() -> None:
    """From the last look that saw it on, nothing is told as a fact."""
    doubted = Suspicion(ago(10), ago(9))
    assert shades(strip([spell(State.PLAYABLE, 200)], doubted, [], ago(1), WINDOW)) == [
        (Shade.PLAYABLE, 0, 80),
        (Shade.DOUBT, 80, 10),
    ]


def test_after_the_last_look_nothing_is_drawn() -> None:
    """A state does not go on by itself."""
    assert shades(strip([spell(State.PLAYABLE, 200)], None, [], ago(45), WINDOW)) == [(Shade.PLAYABLE, 0, 45)]


def test_gaps_hide_what_is_below() -> None:
    """They are drawn last; one without a beginning or an end reaches to the edge."""
    gaps = [Gap(1, 1, None, "DE", None, ago(80), "network"), Gap(2, 1, None, "DE", ago(10), None, "login")]
    drawn = strip([spell(State.GONE, 200)], None, gaps, ago(0), WINDOW)
    assert shades(drawn)[1:] == [(Shade.GAP, 0, 10), (Shade.GAP, 80, 10)]
    assert told(drawn).endswith("not observed, 22 Jul 2026 to 1 Aug 2026")


def test_what_was_taken_back_is_no_fact() -> None:
    """A retracted absence is doubt, never absence."""
    spells = [spell(State.GONE, 50, last=40, missed=40, retracted=True)]
    assert {piece.shade for piece in strip(spells, None, [], ago(0), WINDOW)} == {Shade.DOUBT}


def test_a_state_that_one_look_saw_is_drawn() -> None:
    """Its last sighting is the beginning of that look, its first one the end."""
    spells = [spell(State.PLAYABLE, 30, last=30.001, missed=20)]
    assert [piece.shade for piece in strip(spells, None, [], ago(0), WINDOW)] == [Shade.PLAYABLE, Shade.DOUBT]


def test_what_lies_outside_is_not_drawn() -> None:
    """The window shows its own time only, and the shortest state can still be seen in it."""
    spells = [spell(State.PLAYABLE, 300, last=200, missed=199), spell(State.GONE, 0.01, before=0.02)]
    (only, edge) = strip(spells, None, [], None, WINDOW)
    assert (only.shade, only.width, only.x + only.width <= WIDTH) == (Shade.ABSENT, 1.0, True)
    assert edge.shade is Shade.DOUBT
    assert told(()) == "not observed"
