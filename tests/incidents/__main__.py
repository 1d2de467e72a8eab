"""`python -m tests.incidents [SEEDS [FIRST]]`: the score of incidents over invented months."""

from __future__ import annotations

import sys

from tests.incidents.score import score

if __name__ == "__main__":
    count, first = (*map(int, sys.argv[1:3]), *(100, 1)[len(sys.argv[1:3]) :])
    found = score(range(first, first + count))
    sys.stdout.write("\n".join([*found.lines(), *found.worst, ""]))
