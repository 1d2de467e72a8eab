"""Planted bugs of talking to the service: pages, refusals, pauses and the login."""

from __future__ import annotations

from tests.faults import documents, http_cases, retry_after, tokens
from tests.faults.planted_bug import Bug

SERVICE: tuple[Bug, ...] = (
    Bug(
        "a list ends where no next page is announced",
        "tracker/spotify/paging.py",
        "while not (why := _broken(pages, len(rows), trust_next=trust_next)) and len(rows) < page.total:",
        "why = None\n    while pages[-1].more and pages[-1].rows and len(rows) < page.total:",
        documents.SUITE,
        seeds=8,
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
        "an error of the server counts as not found",
        "tracker/spotify/verdict.py",
        "if reply.status in {403, 404}:",
        "if reply.status in {403, 404, 500, 502, 503}:",
        http_cases.SUITE,
    ),
    Bug(
        "redirects are followed",
        "tracker/net/http.py",
        "follow_redirects=False",
        "follow_redirects=True",
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
        "a pause without sense is none",
        "tracker/spotify/verdict.py",
        'retry_after(reply.headers.get("retry-after"), now) or default',
        'retry_after(reply.headers.get("retry-after"), now) or 0.0',
        retry_after.SUITE,
    ),
    Bug(
        "a pause that a wrong clock has set is believed",
        "tracker/core/budget.py",
        "if parked and parked - now > LONGEST_PAUSE:",
        "if parked and parked < now:",
        retry_after.SUITE,
    ),
    Bug(
        "a login that is called ended is deleted",
        "tracker/spotify/login.py",
        "        self._file.save(replace(newest, refused_at=self._clock.now()))\n",
        "        self._file.forget()\n",
        tokens.SUITE,
    ),
    Bug(
        "an answer without a refresh token loses the old one",
        "tracker/spotify/tokenfile.py",
        "kept = refresh or self.refresh_token",
        'kept = refresh or ""',
        tokens.SUITE,
    ),
    Bug(
        "a refreshed login is not kept",
        "tracker/spotify/login.py",
        "        self._file.save(fresh)\n        return fresh.access_token",
        "        return fresh.access_token",
        tokens.SUITE,
    ),
    Bug(
        "the login is written in place",
        "tracker/spotify/tokenfile.py",
        "self._replace(json.dumps(asdict(saved), default=datetime.isoformat))",
        "self.path.write_text(json.dumps(asdict(saved), default=datetime.isoformat))",
        tokens.SUITE,
    ),
)
