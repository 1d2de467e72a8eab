"""Planted bugs of the record and of the processes that share it; and of telling that nobody looks."""

from __future__ import annotations

from tests.faults import crash, daemons, damage, deaths, io_errors
from tests.faults.planted_bug import Bug

RECORD: tuple[Bug, ...] = (
    Bug(
        "the check is committed before its events",
        "tracker/store/record.py",
        "    look = Look(check_id,",
        '    conn.exec_driver_sql("COMMIT")\n    conn.exec_driver_sql("BEGIN")\n    look = Look(check_id,',
        crash.SUITE,
    ),
    Bug(
        "commits are not synced",
        "tracker/store/engine.py",
        "'EXTRA' if durable else 'OFF'",
        "'OFF'",
        io_errors.SUITE,
    ),
    Bug(
        "writers begin like readers",
        "tracker/store/engine.py",
        '"BEGIN" if deferred else "BEGIN IMMEDIATE"',
        '"BEGIN" if deferred else "BEGIN DEFERRED"',
        daemons.SUITE,
    ),
    Bug(
        "the record's file is opened beside SQLite",
        "tracker/store/engine.py",
        "        found = path.stat()\n",
        '        with path.open("rb") as file:\n            found = os.fstat(file.fileno())\n',
        crash.SUITE,
    ),
    Bug(
        "a look is recorded whoever holds its duty",
        "tracker/store/record.py",
        "    if not held:\n        raise Overtaken(",
        "    if held is None:\n        raise Overtaken(",
        daemons.SUITE,
    ),
    Bug(
        "a duty that is taken can be taken again",
        "tracker/store/duties.py",
        'col(DutyRow.due_at) == _instant("slot"), free',
        'col(DutyRow.due_at) == _instant("slot")',
        daemons.SUITE,
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
        "an incomplete check counts as a sight",
        "tracker/store/sightings.py",
        "good = col(CheckRow.complete).is_(True), col(CheckRow.whole).is_(True)",
        "good = (col(CheckRow.whole).is_(True),)",
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
