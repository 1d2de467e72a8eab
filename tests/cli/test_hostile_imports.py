"""Files that no import may believe: one clear line, exit 2, soon and in little memory."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.hostile_files import FILES, import_in_child

SECONDS, MEGABYTES = 5, 200
PATIENCE = 40
"""By the wall, on a machine on which much else runs: seconds of work are held to the promise itself."""


@pytest.mark.parametrize("kind", FILES)
def test_a_hostile_file_is_refused_in_one_line(kind: str, tmp_path: Path) -> None:
    """Within five seconds of work and 200 MB, with exit code 2, and nothing is begun: not even a record is made."""
    make, expected = FILES[kind]
    path = tmp_path / "list.csv"
    make(path)
    ended = import_in_child(path, tmp_path, "--yes")
    assert ended.code == 2, ended.said
    assert expected in ended.said
    assert ended.said.startswith("tracker: ")
    assert ended.said.count("\n") == 1
    assert ended.busy < SECONDS
    assert ended.seconds < PATIENCE
    assert ended.megabytes < MEGABYTES
    assert not (tmp_path / "tracker").exists()


def test_what_is_no_file_is_refused_at_once(tmp_path: Path) -> None:
    """A pipe into which nobody writes, a folder and a missing file neither hang nor end in a traceback."""
    import os

    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for path in (pipe, tmp_path, tmp_path / "missing"):
        ended = import_in_child(path, tmp_path)
        assert (ended.code, ended.said.count("\n")) == (2, 1), ended.said
        assert ended.seconds < PATIENCE
