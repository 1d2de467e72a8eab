"""The tables of `make bench`: each figure with its seeds, what it is a share of, and what is asked of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import ceil
from random import Random
from statistics import median
from typing import TYPE_CHECKING

from tests.bench.collections import HOME, collection
from tests.bench.limiter import day_of_calls
from tests.bench.local import diff_seconds, edits, pages, parse_ratio
from tests.bench.recorded import planned
from tests.bench.recording import measured as recorded
from tests.bench.restarts import restarted
from tests.bench.scale import measured
from tests.bench.waiting import one_check
from tests.bench.whole_round import one_round
from tracker.core.planning.agenda import agenda
from tracker.core.planning.bulk import least
from tracker.core.planning.packing import repack
from tracker.core.planning.requests import Tier

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


@dataclass(frozen=True, slots=True)
class Figure:
    """One row: what was measured, over what, and whether it is as good as asked; None: told, not asked for."""

    what: str
    over: str
    value: str
    asked: str = "told only"
    holds: bool | None = None


def head() -> str:
    """The first two lines of the table."""
    return "| what | over | measured | asked | held |\n|---|---|---|---|---|"


def line(figure: Figure) -> str:
    """One row of it."""
    held = {None: "-", True: "yes", False: "NO"}[figure.holds]
    return f"| {figure.what} | {figure.over} | {figure.value} | {figure.asked} | {held} |"


def figures(seeds: Sequence[int], *, whole: bool = True) -> Iterator[Figure]:
    """Every row; the large plan and the thousand restarts only in a whole run."""
    yield from covers(seeds, all_listed=False)
    yield from covers(seeds, all_listed=True)
    yield from batches(seeds)
    yield from packed(seeds)
    yield from limits(seeds)
    yield from restarts(1_000 if whole else 50)
    if whole:
        yield from scale(all_listed=False)
        yield from scale(all_listed=True)
        yield from whole_plan()
    yield from recording(10_000, 100 if whole else 2)
    yield from local()
    yield from waiting()
    if whole:
        yield from rounds(seeds[:3])


def covers(seeds: Sequence[int], *, all_listed: bool) -> Iterator[Figure]:
    """Calls of one look at 5,000 tracks in the account's market, without batch calls."""
    ratios, gains, calls, albums, listed = [], [], [], [], []
    for seed in seeds:
        made = collection(seed, all_listed=all_listed)
        plan = agenda({HOME: made.tracks}, made.sources)
        ratios.append(plan.calls / plan.bound)
        gains.append(len(made.tracks) / plan.calls)
        calls.append(plan.calls)
        albums.append(made.albums)
        listed.append(made.listed)
    world = "every track in a list" if all_listed else f"{min(listed):,}-{max(listed):,} tracks in lists"
    over = f"5,000 tracks, {min(albums):,}-{max(albums):,} albums, 60 lists, {world}; {_seeds(seeds)}"
    good = None if all_listed else median(ratios) <= 1.03 and max(ratios) <= 1.05
    ratio = f"median {median(ratios):.4f}, worst {max(ratios):.4f} ({min(calls):,}-{max(calls):,} calls)"
    yield Figure("calls / own lower bound", over, ratio, "told only" if all_listed else "1.03, 1.05", good)
    yield Figure("one call a track / calls", over, f"least {min(gains):.2f}", "3.5", min(gains) >= 3.5)


def batches(seeds: Sequence[int]) -> Iterator[Figure]:
    """The same tracks where batch calls exist."""
    by_tracks, by_share, same = [], [], []
    for seed in seeds:
        made = collection(seed)
        sources = replace(made.sources, tier=Tier.A)
        calls = agenda({HOME: made.tracks}, sources).calls
        by_tracks.append(calls / ceil(len(made.tracks) / 50))
        by_share.append(calls / least(made.tracks, sources.seats))
        same.append(agenda({f"X{n}": made.tracks for n in range(185)}, sources).calls == calls)
    over = f"5,000 tracks, batch calls; {_seeds(seeds)}"
    yield Figure("calls / ceil(n/50)", over, f"worst {max(by_tracks):.3f}", "1", max(by_tracks) <= 1)
    share = f"median {median(by_share):.4f}, worst {max(by_share):.4f}"
    yield Figure("calls / sum of min(1/20, k/50)", over, share, "1.02", max(by_share) <= 1.02)
    yield Figure(
        "calls for 185 markets = calls for one", over, f"{sum(same)} of {len(same)}", "all", all(same)
    )


def packed(seeds: Sequence[int]) -> Iterator[Figure]:
    """Pairs a call with packed lists, and what a year of comings and goings moves."""
    pairs, writes, moved = [], [], 0
    for seed in seeds:
        chance = Random(seed)
        rates = {f"t{n}": chance.lognormvariate(0, 2) for n in range(5_000)}
        plan = repack([], rates)
        for day in range(10):
            for gone in chance.sample(sorted(rates), 5):
                del rates[gone]
            rates |= {f"new-{day}-{n}": chance.lognormvariate(0, 2) for n in range(5)}
            plan = repack(plan.lists, rates)
            writes.append(plan.writes)
            moved += plan.moved
        pairs.append(len(rates) / plan.calls)
    over = f"5,000 tracks, rates lognormal sigma 2; {_seeds(seeds)}"
    yield Figure("pairs a call, packed lists", over, f"least {min(pairs):.1f}", "49", min(pairs) >= 49)
    told = f"mean {sum(writes) / len(writes):.1f} writes, {moved} others moved"
    yield Figure("5 leave and 5 join", f"the same, {len(writes)} times", told)


def limits(seeds: Sequence[int]) -> Iterator[Figure]:
    """A day under a hidden limit that changes six times."""
    days = [day_of_calls(seed, counts_refused=seed % 2 == 0) for seed in seeds]
    over = f"a day of 30-180 calls in 30 s, redrawn 6 times; {_seeds(seeds)}; {sum(d.calls for d in days):,} calls"
    used, refused = min(day.used for day in days), max(day.refused for day in days)
    mean = sum(day.used for day in days) / len(days)
    yield Figure(
        "share of a hidden limit used", over, f"mean {mean:.4f}, least {used:.4f}", "0.95", used >= 0.95
    )
    yield Figure("share answered 429", over, f"worst {refused:.5f}", "0.001", refused <= 0.001)


def restarts(number: int) -> Iterator[Figure]:
    """The budget over many deaths."""
    told = restarted(1, number)
    over = f"{told.restarts:,} deaths, {told.calls:,} calls, seed 1"
    most = f"at most {told.most_in_a_day} in a rolling day"
    yield Figure("calls against a budget of 400", over, most, "400", told.most_in_a_day <= told.budget)


def scale(*, all_listed: bool) -> Iterator[Figure]:
    """A plan of 100,000 tracks in three markets; also where every track is in a list, which is the harder world."""
    told = measured(100_000, 3, all_listed=all_listed)
    over = f"100,000 tracks x 3 markets, {'all in lists' if all_listed else 'usual lists'}, seed 1"
    calls = f"{told['plan_s']:.2f} s CPU, {told['peak_mb']:.0f} MB ({told['calls']:,} calls / bound {told['bound']:,.0f})"
    good = told["plan_s"] < 2 and told["peak_mb"] < 300
    again = max(told["page_ms"], told["list_ms"])
    parts = f"page {told['page_ms']:.1f}, list {told['list_ms']:.1f}, due again {told['join_ms']:.1f} ms"
    yield Figure("a whole plan", over, calls, "2 s, 300 MB", good)
    yield Figure(f"planning again, a page or a list of {told['list']:,}", over, parts, "50 ms", again < 50)


def whole_plan() -> Iterator[Figure]:
    """`tracker plan` from the database on, with the ways out."""
    told = planned(100_000)
    over = f"100,000 tracks x 3 markets in {told['watches']} watches, read from SQLite, {told['options']} ways out, seed 7"
    value = f"{told['plan_s']:.2f} s CPU, {told['peak_mb']:.0f} MB ({told['calls']:,.0f} calls a day; alone {told['alone']:,.0f})"
    good = told["plan_s"] < 2 and told["peak_mb"] < 300
    yield Figure("`tracker plan`", over, value, "2 s, 300 MB", good)
    yield Figure("what is next", over, f"{told['next_ms']:.1f} ms CPU for {told['next']} looks")


def local() -> Iterator[Figure]:
    """What is done between two calls."""
    for name, now in edits().items():
        diff = diff_seconds(now) * 1000
        asked, good = ("told only", None) if name == "shuffled" else ("6 ms", diff < 6)
        over = f"10,000 entries, {name}; median of 25"
        yield Figure("diff of a long list", over, f"{diff:.1f} ms CPU", asked, good)
    for name, body in pages().items():
        parsed, bare = parse_ratio(body)
        over = f"a page of 50, {name}, {len(body) / 1000:.0f} kB; medians of 101"
        ratio = f"{parsed / bare:.2f} ({parsed * 1000:.2f} / {bare * 1000:.2f} ms CPU)"
        yield Figure("bytes to places / json.loads", over, ratio, "1.5", parsed / bare <= 1.5)


def recording(tracks: int, markets: int) -> Iterator[Figure]:
    """What a later round costs, beside writing all of it: each in a process of its own, one after the other."""
    ours, narrow, objects = (recorded(way, tracks, markets) for way in ("ours", "narrow", "orm"))
    over = f"{ours['observations']:,} observations ({tracks:,} tracks x {markets} markets), {ours['changes']:,} changed"
    took = ours["later_s"] / narrow["later_s"]
    told = f"{took:.2f} ({ours['later_s']:.1f} / {narrow['later_s']:.2f} s CPU; unchanged {ours['unchanged_s']:.1f})"
    yield Figure("a later round / all as narrow rows, raw sqlite3", over, told, "0.2", took <= 0.2)
    less, sample = objects["later_s"] / ours["later_s"], objects["sample"]
    told = f"{less:.1f} ({objects['later_s']:.0f} s CPU, reckoned from {sample:,} rows)"
    yield Figure("SQLModel add_all / a later round", over, told, "300", less >= 300)
    yield Figure("most memory", over, f"{ours['peak_mb']:.0f} MB", "80 MB", ours["peak_mb"] < 80)
    size = ours["bytes_a_change"]
    yield Figure("bytes of the file for each change", over, f"{size:.0f}", "300", size <= 300)
    rows = f"{ours['checks']:,} checks for {ours['requests']:,} requests, {ours['other_rows']:,} others"
    fits = ours["checks"] + ours["other_rows"] <= ours["requests"]
    yield Figure("rows beside those of the changes", over, rows, "one a request", fits)


def waiting() -> Iterator[Figure]:
    """What a check of a long list is busy with."""
    work = one_check(1_000)
    over = f"1,000 tracks over loopback, {work.calls} calls at one a second"
    told = f"{work.waiting:.2%} ({work.cpu_s:.2f} s CPU)"
    yield Figure("share of a check that is waiting", over, told, "99 %", work.waiting >= 0.99)


def rounds(seeds: Sequence[int]) -> Iterator[Figure]:
    """The whole program: a second round of lists that overlap, in two markets, against its bound and against sharing nothing."""
    made = [one_round(seed) for seed in seeds]
    tracks, lists = [each.tracks for each in made], [each.lists for each in made]
    over = f"{min(tracks)}-{max(tracks)} tracks in {max(lists)} lists, DE and US, simulator; {_seeds(seeds)}"
    worst = max(each.calls / each.bound for each in made)
    calls = ", ".join(f"{each.calls}" for each in made)
    yield Figure(
        "calls of a real round / lower bound", over, f"worst {worst:.4f} ({calls})", "1.05", worst <= 1.05
    )
    fewer = [each.alone / each.calls for each in made]
    yield Figure("each watch for itself / a real round", over, f"{min(fewer):.2f}-{max(fewer):.2f}")


def _seeds(seeds: Sequence[int]) -> str:
    return f"seeds {seeds[0]}-{seeds[-1]}" if len(seeds) > 1 else f"seed {seeds[0]}"
