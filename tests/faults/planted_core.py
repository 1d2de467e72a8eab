"""Planted bugs of judgement: what is believed too soon, too late, or of the wrong track."""

from __future__ import annotations

from tests.faults import clocks, core_curve, core_mixed, documents, http_cases
from tests.faults.planted_bug import Bug

CORE: tuple[Bug, ...] = (
    Bug(
        "incomplete readings are believed",
        "tracker/core/decide.py",
        'if not reading.certificate.complete:\n        return reading.certificate.why or "unknown"\n    if known.watch.source',
        "if known.watch.source",
        http_cases.SUITE,
    ),
    Bug(
        "the next look that agrees confirms",
        "tracker/core/claims.py",
        "if just_held or not (often and _convincing(case, doubt, held=held)):",
        "if just_held:",
        core_mixed.SUITE,
    ),
    Bug(
        "returns are believed at the next look",
        "tracker/core/claims.py",
        "if just_held or not (often and",
        "if just_held or not (not doubt.target.state.absent or often and",
        core_mixed.SUITE,
    ),
    Bug(
        "every way of asking counts as another one",
        "tracker/core/rules.py",
        "return _kin(way) != _kin(doubt.way)",
        "return True",
        core_curve.SUITE,
    ),
    Bug(
        "mass flips are believed one by one",
        "tracker/core/rules.py",
        "return flips > max(",
        "return flips < 0 and flips > max(",
        core_mixed.SUITE,
    ),
    Bug(
        "retractions are told as changes",
        "tracker/core/claims.py",
        "return EventKind.RETRACTED if kind and _undoes(case) else kind",
        "return kind",
        core_curve.SUITE,
    ),
    Bug(
        "a missing is_playable counts as false",
        "tracker/core/observe.py",
        'return Observation(track_id, State.UNKNOWN, why="field:is_playable")',
        "return Observation(track_id, State.UNPLAYABLE)",
        documents.SUITE,
    ),
    Bug(
        "reasons of the account make a vanish",
        "tracker/core/observe.py",
        """    if item.reason in ACCOUNT_REASONS:
        return Observation(track_id, State.UNKNOWN, reason=item.reason, why=f"account:{item.reason}")
    if item.reason not in {None, "market"}:
        return Observation(track_id, State.UNKNOWN, reason=item.reason, why=f"reason:{item.reason}")
""",
        "",
        http_cases.SUITE,
    ),
    Bug(
        "nulls are nobody's places",
        "tracker/core/matching.py",
        "    work.pair_nulls_by_time()\n    work.pair_nulls_by_neighbours()\n",
        "",
        core_mixed.SUITE,
    ),
    Bug(
        "removals are settled at the first reading",
        "tracker/core/listing.py",
        "settled=rules.looks == 1",
        "settled=True",
        core_mixed.SUITE,
        seeds=6,
    ),
    Bug(
        "stale copies are believed",
        "tracker/core/decide.py",
        "older = reading.snapshot in known.old_snapshots and not same_version",
        "older = False",
        http_cases.SUITE,
    ),
    Bug(
        "an incomplete look opens no gap",
        "tracker/core/decide.py",
        "if whole and known.gap is None:",
        "if whole and known.gap is not None:",
        http_cases.SUITE,
    ),
    Bug(
        "slots that a wrong clock has set are never due",
        "tracker/usecases/rounds.py",
        "return slot <= now or slot - now > max(every, RETRY)",
        "return slot <= now",
        clocks.SUITE,
    ),
    Bug(
        "events are told in the order of the clock",
        "tracker/store/history.py",
        "conditions_of(wanted)).order_by(col(EventRow.seq)))",
        "conditions_of(wanted)).order_by(col(EventRow.first_missed_at)))",
        clocks.SUITE,
    ),
)
