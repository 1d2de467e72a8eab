"""`README.md` of a package: what it is, how it was made, what may not be read into it, and how to open it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.core.phrases import day
from tracker.panel.formats import Format

if TYPE_CHECKING:
    from tracker.panel.descriptor import Making

DUCKDB = {
    Format.CSV: "read_csv('{table}.csv', delim=',', quote='\"', escape='\"', header=true)",
    Format.JSONL: "read_json('{table}.jsonl', format='newline_delimited')",
    Format.PARQUET: "'{table}.parquet'",
}
PANDAS = {
    Format.CSV: 'pd.read_csv("{table}.csv", keep_default_na=False, na_values=[""])',
    Format.JSONL: 'pd.read_json("{table}.jsonl", lines=True, dtype=False)',
    Format.PARQUET: 'pd.read_parquet("{table}.parquet")',
}
R = {
    Format.CSV: 'read.csv("{table}.csv", na.strings = "", encoding = "UTF-8")',
    Format.JSONL: 'jsonlite::stream_in(file("{table}.jsonl"), verbose = FALSE)',
    Format.PARQUET: 'as.data.frame(arrow::read_parquet("{table}.parquet"))',
}
R_TIME = {
    Format.CSV: 'function(t) as.POSIXct(sub("Z$", "", t), format = "%Y-%m-%dT%H:%M:%OS", tz = "UTC")',
    Format.PARQUET: "identity",
}
_PAGE = """# Availability of chosen tracks over time

Exported by Disappearing Tracks {version} on {day}{scope}. `CODEBOOK.md` explains every column, `datapackage.json` describes the
files for programs (a Frictionless tabular data package).

## What it is

The record of somebody who has a service's public interface asked, at intervals, whether chosen tracks can be played in chosen countries.
`spells` is the panel: one row for each unbroken state of a track in a market. `events` tells the changes, `checks` every look with its
certificate, `gaps` the times without observation, `entries` what the watched lists held and when.

## How to read it

- **Changes are intervals, not instants.** A spell began between `before_at` and `first_at`, and ended between `last_at` and `missed_at`.
  `before_at` empty: it was already so when the watching began. `last_at` and `missed_at` empty: it went on at the last look.
- **Unknown is not absent.** Errors, incomplete answers and contradictory ones open no spell and close none; they are rows of `gaps`, and
  incomplete rows of `checks`. Only a complete check says anything about absence.
- **A change counts after several agreeing looks over hours**, one of them by another way of asking. `events.status` says how sure each is;
  a `retracted` event takes an earlier one back (`retracts`). `doubts` are changes still being confirmed.
- **Leaving a list is no vanish.** `entry_removed` is somebody's edit. The state of a track that no watch holds is not followed: see `gaps`.
- **No cause is stated.** `reason` is the service's own word. What belongs together in `incidents` need not have one cause.
- `past` is hearsay from imported files, and no evidence that a track could be played. `names` tells who calls a track so.

## Rights

{rights}
{form}
## pandas

```python
import pandas as pd

spells = {pandas}
for column in ("before_at", "first_at", "last_at", "missed_at"):
    spells[column] = pd.to_datetime(spells[column], utc=True, format="ISO8601")
print(spells.groupby(["market", "state"]).size())
```

## R, with interval censoring

How long a track stays playable: at least from its first sighting to its last, at most from before the one to after the other.

```r
library(survival)

spells <- {r}
time <- {r_time}
spells[c("before_at", "first_at", "last_at", "missed_at")] <-
  lapply(spells[c("before_at", "first_at", "last_at", "missed_at")], time)
playable <- subset(spells, state == "playable" & !is.na(before_at) & !is.na(missed_at))
days <- function(from, to) as.numeric(difftime(to, from, units = "days"))
fit <- survfit(Surv(days(first_at, last_at), days(before_at, missed_at), type = "interval2") ~ market, data = playable)
```

That leaves out what was playable from the first look on (its beginning is unknown: left-truncated) and what still is (right-censored: give
`NA` as the second time, and as the first the time up to the last complete check of a watch that holds it, which the next query finds).

## DuckDB

```sql
WITH looked AS (
  SELECT watch_id, market, max(ended_at::TIMESTAMPTZ) AS seen_at
  FROM {checks} WHERE complete AND whole GROUP BY watch_id, market
), held AS (
  SELECT e.track_id, l.market, max(l.seen_at) AS seen_at
  FROM {entries} AS e JOIN looked AS l ON l.watch_id = e.watch_id WHERE e.ended_at IS NULL GROUP BY e.track_id, l.market
)
SELECT s.market, s.state, s.missed_at IS NULL AS goes_on, count(*) AS spells,
       median(date_diff('hour', s.first_at::TIMESTAMPTZ, coalesce(s.last_at::TIMESTAMPTZ, h.seen_at))) AS hours_at_least
FROM {spells} AS s LEFT JOIN held AS h ON h.track_id = s.track_id AND h.market = s.market
GROUP BY ALL ORDER BY ALL
```
"""
_CSV = """
## CSV

UTF-8, comma, CRLF, quotes doubled (RFC 4180). Lists and counts are JSON text. An empty cell is an unknown value; only in columns that are
never unknown is it a text without letters. A text that begins with `= + - @ '`, a tab or a line break has a `'` before it, so that no
spreadsheet takes it for a formula, and a text without letters that could be mistaken for an unknown value is a lone `'`: take one leading `'`
away to have the text itself.
"""
_FORMS = {
    Format.CSV: _CSV,
    Format.JSONL: "\n## JSON lines\n\nUTF-8, one object a line; lists are lists, an unknown value is `null`.\n",
    Format.PARQUET: "\n## Parquet\n\nTimes are instants in UTC (microseconds), lists are lists, counts are a map, an unknown value is null.\n",
}


def readme(making: Making, rights: str) -> str:
    """The whole page."""
    form = making.form
    return _PAGE.format(
        version=making.version,
        day=day(making.created),
        scope=_scope(making),
        rights=rights,
        form=_FORMS[form],
        pandas=PANDAS[form].format(table="spells"),
        r=R[form].format(table="spells"),
        r_time=R_TIME.get(form, R_TIME[Format.CSV]),
        checks=_table(form, "checks"),
        entries=_table(form, "entries"),
        spells=_table(form, "spells"),
    )


def _table(form: Format, name: str) -> str:
    return DUCKDB[form].format(table=name)


def _scope(making: Making) -> str:
    since = f", with what was so on {day(making.choice.since)} or later" if making.choice.since else ""
    return since + ("" if making.choice.names else ", without the service's names")
