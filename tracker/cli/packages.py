"""`tracker import DIR`: an empty record filled from a data package that `tracker export` made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.cli import output
from tracker.cli.opening import settings
from tracker.core.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

DESCRIPTOR = "datapackage.json"


def package_at(path: Path) -> Path | None:
    """The folder of a data package, where `path` is one or its description; None for any other file."""
    if path.name == DESCRIPTOR and not path.is_dir():
        return path.parent
    return path if path.is_dir() else None


def fill_from(folder: Path, *, given: Mapping[str, object], yes: bool, json: bool) -> None:
    """Say what the package holds, then fill the record, which must hold nothing yet; `given` are options that say nothing here."""
    from tracker.core.panel.tables import TABLES
    from tracker.panel.reading import FolderPackage
    from tracker.wiring import fill_record

    if odd := [name for name, value in given.items() if value]:
        raise UsageError(
            f"{odd[0]} says nothing of a data package: it is taken as it is, into an empty record."
        )
    package = FolderPackage(folder)
    package.prove()
    sizes = {table.name: sum(1 for _ in package.rows(table)) for table in TABLES}
    if not json:
        rows = [(name, f"{size:,}") for name, size in sizes.items() if size]
        output.table(("table", "rows"), rows, "The package holds no rows.")
    wanted = yes or (not json and output.agreed("Fill the record, which must be empty, from it?"))
    if wanted:
        filled = fill_record(settings(), folder)
        said = f"Imported: {filled:,} rows. Every watch is due now; `tracker run` or `tracker check` goes on."
    else:
        package.check()
        said = "Nothing was written: this was a dry run. `--yes` imports, into an empty record."
    if json:
        output.json_lines([{"form": "data package", "tables": sizes, "imported": wanted}])
    else:
        output.say(said)
