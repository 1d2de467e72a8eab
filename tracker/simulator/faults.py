"""A plan of wrong answers: the one place where what the service says can be replaced, bent, lied about or held up.

A fault says *when* (which calls) and *what* (its kind, with the arguments that the kind takes in `given`):

    service.state.faults.add(family="playlist_items", page=1, kind="reset", given={"sent": 0.5})
    POST /_simulator/faults  {"kind": "lie", "times": null, "until": "2026-03-09T06:00:00Z",
                              "given": {"track": "...", "shown": "unplayable"}}

*When*: every trait that is given must fit; a call counts for `skip`, `probability` and `times` only if the rest fits.

    family       the endpoint's name in the table of addresses (`playlist_items`, `track`, `token`, ...), or `*`
    path         a part of the address with its query; "/v1/" is everything but the accounts side
    page, offset the page's number from 0 (asked offset // asked limit), or the asked offset itself
    since, until a span of the simulated clock, until not included: so a fault lasts some of the tracker's rounds
    skip, times  let so many calls through first; end after so many (null: never)
    probability  of each call that fits; drawn from the plan's seed, so equal calls in equal order meet equal faults

*What*: `delay_s` holds up the answer for real seconds, whatever the kind. The kinds, with their arguments:

    pass          the true answer, perhaps late
    status        `status`, `body` and `headers` (traits of the fault itself) instead of it
    html huge bomb redirect quota invalid_grant        other answers in its place: see `stand_ins`
    cut truncate reset drip                            the true answer, badly delivered: see `wires`
    empty_object empty_items no_items short_page shorter wrong_total next_null next_loop snapshot
                                                       the true answer with its list bent: see `page_bends`
    null_items null_one blank_names wrong_shape missing_is_playable all_unplayable
    field_gone field_renamed field_type                the true answer with its tracks bent: see `row_bends`
    batch_rows offered                                 the true answer of the older tiers alone: see `batch_bends`
    edit rotate                                        something happens at this very call: see `deeds`
    lie lies flap stale other_market no_market smaller_page shifted
                                                       the true answer to another question: see `lies`

Of several faults that fit a call, the lies all hold at once; of the others the first in the plan takes the call.
"""

from __future__ import annotations

import inspect
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from random import Random

from tracker.simulator.batch_bends import BATCH_BENDS
from tracker.simulator.deeds import DEEDS
from tracker.simulator.lies import LIES
from tracker.simulator.page_bends import PAGE_BENDS
from tracker.simulator.reply import Call, Reply
from tracker.simulator.row_bends import ROW_BENDS
from tracker.simulator.stand_ins import STAND_INS, instead
from tracker.simulator.turn import Kind, Turn, true_answer
from tracker.simulator.wires import WIRES

KINDS: Mapping[str, Kind] = {
    "pass": true_answer,
    "status": true_answer,
    **STAND_INS,
    **WIRES,
    **PAGE_BENDS,
    **ROW_BENDS,
    **BATCH_BENDS,
    **DEEDS,
    **LIES,
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One wrong answer; the module says what the traits mean. ValueError if there is no such kind or argument."""

    family: str = "*"
    kind: str = "status"
    status: int = 500
    body: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    times: int | None = 1
    skip: int = 0
    path: str = ""
    delay_s: float = 0.0
    page: int | None = None
    offset: int | None = None
    since: datetime | None = None
    until: datetime | None = None
    probability: float = 1.0
    given: Mapping[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"no such kind of fault: {self.kind}")
        traits = inspect.signature(KINDS[self.kind]).parameters.values()
        taken = {trait.name: trait for trait in traits if trait.kind is trait.KEYWORD_ONLY}
        needed = {name for name, trait in taken.items() if trait.default is trait.empty}
        if not needed <= self.given.keys() <= taken.keys():
            raise ValueError(f"{self.kind} takes {sorted(taken)} and needs {sorted(needed)}")

    @property
    def lies(self) -> bool:
        """Whether it changes the question, so that it holds beside others."""
        return self.kind in LIES

    def concerns(self, family: str, call: Call) -> bool:
        """Whether the fault is meant for a call; `skip`, `probability` and `times` are not asked here."""
        return (
            self.family in ("*", family)
            and self.path in call.address
            and self.page in (None, call.page)
            and self.offset in (None, call.offset)
            and (self.since is None or self.since <= call.now)
            and (self.until is None or call.now < self.until)
        )

    def answer(self, turn: Turn) -> Reply:
        """Give the answer that the caller gets."""
        if self.kind == "status":
            return instead(self.status, self.body, self.headers)
        return KINDS[self.kind](turn, **self.given)


class Faults:
    """The faults still to come, in the order in which they were added; `fired` counts those that were, by kind."""

    def __init__(self, seed: int = 7) -> None:
        self.plan: list[Fault] = []
        self.fired: Counter[str] = Counter()
        self.chance = Random(seed)

    def add(self, fault: Fault | None = None, /, **traits: object) -> None:
        """Plan a fault, given whole or by its traits; TypeError or ValueError if they make none."""
        self.plan.append(fault or Fault(**traits))  # type: ignore[arg-type]

    def clear(self) -> None:
        """Plan nothing any more."""
        self.plan.clear()

    def reseed(self, seed: int) -> None:
        """Begin the plan's chance anew."""
        self.chance.seed(seed)

    def take(self, family: str, call: Call) -> list[Fault]:
        """Give the faults that hold for a call, innermost first, and use up one of the times of each."""
        lies: list[Fault] = []
        other: list[Fault] = []
        for fault in list(self.plan):
            if (fault.lies or not other) and fault.concerns(family, call) and self._due(fault):
                (lies if fault.lies else other).append(fault)
        self.fired.update(fault.kind for fault in (*lies, *other))
        return [*lies, *other]

    def _due(self, fault: Fault) -> bool:
        """Count a call that fits a fault: down its `skip`, or past its chance, or down its `times`."""
        if fault.skip:
            self._put(fault, replace(fault, skip=fault.skip - 1))
            return False
        if fault.probability < 1 and self.chance.random() >= fault.probability:
            return False
        if fault.times is not None:
            self._put(fault, replace(fault, times=fault.times - 1) if fault.times > 1 else None)
        return True

    def _put(self, old: Fault, new: Fault | None) -> None:
        place = next(place for place, fault in enumerate(self.plan) if fault is old)
        self.plan[place : place + 1] = [new] if new else []
