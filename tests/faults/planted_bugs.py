"""The bugs that are planted, of the kinds that a tired colleague makes; each with the suite that should see it."""

from __future__ import annotations

from dataclasses import dataclass

from tests.faults import (
    clocks,
    core_mixed,
    crash,
    daemons,
    damage,
    deaths,
    documents,
    http_cases,
    io_errors,
    retry_after,
    tokens,
)
from tests.faults.table import Suite


@dataclass(frozen=True, slots=True)
class Bug:
    """One mistake: in `file`, the only place of `text` reads `instead`; `suite` has to notice."""

    name: str
    file: str
    text: str
    instead: str
    suite: Suite
    seeds: int = 1


BUGS: tuple[Bug, ...] = (
    Bug(
        "incomplete readings are believed",
        "tracker/core/decide.py",
        'if not reading.certificate.complete:\n        return reading.certificate.why or "unknown"\n    if _blind',
        "if _blind",
        http_cases.SUITE,
    ),
    Bug(
        "the first look that agrees confirms",
        "tracker/core/rules.py",
        "return len(doubt.looks) + 1 >= needed(rules, held=held) and ended_at - doubt.first_missed.at >= rules.span",
        "return True",
        core_mixed.SUITE,
    ),
    Bug(
        "no other way of asking is demanded",
        "tracker/core/rules.py",
        "return doubt.independent or _kin(way) != _kin(doubt.way)",
        "return True",
        core_mixed.SUITE,
        seeds=12,
    ),
    Bug(
        "mass flips are believed like single ones",
        "tracker/core/rules.py",
        "return flips > max(self.mass_count, self.mass_share * looked_at)",
        "return False",
        core_mixed.SUITE,
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
        """    work.pair_nulls_by_time()
    work.pair_nulls_by_neighbours()
""",
        "",
        core_mixed.SUITE,
    ),
    Bug(
        "removals are settled at the first reading",
        "tracker/core/listing.py",
        "settled=rules.looks == 1",
        "settled=True",
        core_mixed.SUITE,
        seeds=12,
    ),
    Bug(
        "stale copies are believed",
        "tracker/core/decide.py",
        "older = reading.snapshot in known.old_snapshots and not same_version",
        "older = False",
        core_mixed.SUITE,
        seeds=12,
    ),
    Bug(
        "retractions are dropped",
        "tracker/core/claims.py",
        "return EventKind.RETRACTED if kind and _undoes(case) else kind",
        "return kind",
        core_mixed.SUITE,
        seeds=12,
    ),
    Bug(
        "returns need no confirmation",
        "tracker/core/claims.py",
        "if just_held or not (often and other):",
        "if doubt.target.state.absent and (just_held or not (often and other)):",
        core_mixed.SUITE,
    ),
    Bug(
        "a mass flip is confirmed track by track",
        "tracker/core/claims.py",
        "held = case.look, case.rules, case.held or doubt.held is not None",
        "held = case.look, case.rules, False",
        core_mixed.SUITE,
    ),
    Bug(
        "an incomplete look opens no gap",
        "tracker/core/decide.py",
        "if whole and known.gap is None:",
        "if whole and known.gap is not None:",
        http_cases.SUITE,
    ),
    Bug(
        "pages end where the service stops announcing them",
        "tracker/spotify/paging.py",
        "while not (why := _broken(pages, len(rows), trust_next=trust_next)) and len(rows) < page.total:",
        "why = None\n    while pages[-1].more and len(rows) < page.total:",
        http_cases.SUITE,
    ),
    Bug(
        "the total may change from page to page",
        "tracker/spotify/paging.py",
        '        ("pages:total-changed", page.total != total),\n',
        "",
        http_cases.SUITE,
    ),
    Bug(
        "a list that moves while it is read is not read again",
        "tracker/spotify/playlists.py",
        "still = before.snapshot is not None and before.snapshot == after.snapshot",
        "still = True",
        http_cases.SUITE,
    ),
    Bug(
        "a 404 is believed without a canary",
        "tracker/spotify/canary.py",
        "    if alive:\n",
        "    if alive or status == 404:\n",
        http_cases.SUITE,
    ),
    Bug(
        "a pause is kept in memory only",
        "tracker/spotify/pace.py",
        "        self.budget.park(until, pause.why)\n",
        "",
        retry_after.SUITE,
    ),
    Bug(
        "a later word shortens a pause",
        "tracker/core/budget.py",
        "if ledger.parked_until and ledger.parked_until >= until:",
        "if ledger.parked_until and ledger.parked_until == until:",
        retry_after.SUITE,
    ),
    Bug(
        "a pause that is no number is none",
        "tracker/spotify/verdict.py",
        'return Pause(retry_after(reply.headers.get("retry-after"), now) or default,',
        'return Pause(retry_after(reply.headers.get("retry-after"), now) or 0.0,',
        retry_after.SUITE,
    ),
    Bug(
        "whatever comes with status 200 is an answer",
        "tracker/spotify/verdict.py",
        """        raise Passing("The answer is not a readable JSON object.", why="unreadable")
    return value""",
        """        return {"items": [], "total": 0, "snapshot_id": "", "name": ""}
    return value""",
        documents.SUITE,
    ),
    Bug(
        "redirects are followed",
        "tracker/spotify/http.py",
        "follow_redirects=False",
        "follow_redirects=True",
        http_cases.SUITE,
    ),
    Bug(
        "the check is committed before its events",
        "tracker/store/record.py",
        "    look = Look(check_id,",
        '    conn.exec_driver_sql("COMMIT")\n    conn.exec_driver_sql("BEGIN")\n    look = Look(check_id,',
        crash.SUITE,
    ),
    Bug(
        "the fence is taken down",
        "tracker/store/record.py",
        "    if not held:\n        raise Overtaken(",
        "    if held is None:\n        raise Overtaken(",
        daemons.SUITE,
    ),
    Bug(
        "writers begin like readers",
        "tracker/store/engine.py",
        '"BEGIN" if deferred else "BEGIN IMMEDIATE"',
        '"BEGIN"',
        daemons.SUITE,
    ),
    Bug(
        "commits are not synced",
        "tracker/store/engine.py",
        "f\"synchronous={'EXTRA' if durable else 'OFF'}\"",
        '"synchronous=OFF"',
        io_errors.SUITE,
    ),
    Bug(
        "the mark is not looked at",
        "tracker/store/opening.py",
        "        hold_against(known, found, shown(engine), marks.path)\n",
        "",
        damage.SUITE,
    ),
    Bug(
        "a damaged file is not looked for",
        "tracker/store/opening.py",
        "            examine(path)\n",
        "            pass\n",
        damage.SUITE,
    ),
    Bug(
        "an ended login is deleted",
        "tracker/spotify/login.py",
        "        self._file.save(replace(newest, refused_at=self._clock.now()))\n",
        "        self._file.forget()\n",
        http_cases.SUITE,
    ),
    Bug(
        "a refresh without a refresh token loses the old one",
        "tracker/spotify/tokenfile.py",
        "kept = refresh or self.refresh_token",
        'kept = refresh or ""',
        http_cases.SUITE,
    ),
    Bug(
        "slots of a wrong clock are never due",
        "tracker/usecases/rounds.py",
        "return slot <= now or slot - now > max(every, RETRY)",
        "return slot <= now",
        clocks.SUITE,
    ),
    Bug(
        "the latest check is the one with the latest time",
        "tracker/store/sightings.py",
        """    latest = select(func.max(CheckRow.id)).where(*conditions).group_by(*pairs)
    return select(col(CheckRow.id), *pairs, col(CheckRow.started_at)).where(col(CheckRow.id).in_(latest))""",
        """    latest = select(func.max(CheckRow.started_at)).where(*conditions).group_by(*pairs)
    found = select(col(CheckRow.id), *pairs, col(CheckRow.started_at)).where(*conditions)
    return found.where(col(CheckRow.started_at).in_(latest))""",
        clocks.SUITE,
    ),
    Bug(
        "a pause of a wrong clock holds for ever",
        "tracker/core/budget.py",
        "if parked and parked - now > LONGEST_PAUSE:",
        "if parked and parked < now:",
        retry_after.SUITE,
    ),
    Bug(
        "a duty that is taken can be taken again",
        "tracker/store/duties.py",
        'col(DutyRow.due_at) == _instant("slot"), free',
        'col(DutyRow.due_at) == _instant("slot")',
        daemons.SUITE,
    ),
    Bug(
        "two processes refresh at once",
        "tracker/spotify/login.py",
        """        with self._file.alone():
            newest = self._saved()
            return self._asked(saved) if newest == saved else self._others(newest)""",
        "        return self._asked(saved)",
        tokens.SUITE,
    ),
    Bug(
        "a rotated token is used before it is kept",
        "tracker/spotify/login.py",
        "        self._file.save(fresh)\n        return fresh.access_token",
        "        return fresh.access_token",
        tokens.SUITE,
    ),
    Bug(
        "the login is written in place",
        "tracker/spotify/tokenfile.py",
        "            self._replace(json.dumps(asdict(saved), default=datetime.isoformat))",
        "            self.path.write_text(json.dumps(asdict(saved), default=datetime.isoformat))",
        tokens.SUITE,
    ),
    Bug(
        "a new login is not synced",
        "tracker/spotify/tokenfile.py",
        "                os.fsync(file.fileno())\n",
        "",
        tokens.SUITE,
    ),
    Bug(
        "the record's file is opened beside SQLite",
        "tracker/store/engine.py",
        "        found = path.stat()\n",
        '        with path.open("rb") as file:\n            found = os.fstat(file.fileno())\n',
        daemons.SUITE,
    ),
    Bug(
        "one good market hides a blind one",
        "tracker/core/notices.py",
        "seen = view.complete.get(market)",
        "seen = max(view.complete.values(), default=None)",
        deaths.SUITE,
    ),
    Bug(
        "an incomplete check counts as a sight",
        "tracker/store/sightings.py",
        "        col(CheckRow.complete).is_(True),\n        col(CheckRow.whole).is_(True),\n",
        "        col(CheckRow.whole).is_(True),\n",
        deaths.SUITE,
    ),
    Bug(
        "nobody hears that the clockwork stands still",
        "jobs/pulse.py",
        "while self._beaten.wait(silence_s):",
        "while self._beaten.wait(silence_s) or not self._ending.is_set():",
        deaths.SUITE,
    ),
)
QUICK = frozenset(
    {"incomplete readings are believed", "a pause is kept in memory only", "an ended login is deleted"}
)
"""Of the quick set."""
