"""The API keeps to its own description: whatever is asked, valid or not, is answered as that says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.generation import GenerationMode

from tests.web.story import told
from tracker.simulator import running
from tracker.web.api.examples import EXAMPLES
from tracker.web.app import create_web

if TYPE_CHECKING:
    from collections.abc import Iterator

ASKED = 40
"""So often each address is asked in each manner."""
RIGHT, WRONG = GenerationMode.POSITIVE, GenerationMode.NEGATIVE
WITHOUT_PARAMETERS = {"status", "watches"}
ASKINGS = [(name, RIGHT) for name in EXAMPLES] + [
    (name, WRONG) for name in EXAMPLES if name not in WITHOUT_PARAMETERS
]


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The description that a running program gives of itself, over a record with something in it."""
    with told(tmp_path_factory.mktemp("home")) as story, running(create_web(story.app)) as address:
        yield schemathesis.openapi.from_url(f"{address}/api/openapi.json")


@pytest.mark.parametrize("name,mode", ASKINGS)
def test_every_answer_is_as_described(api: Any, name: str, mode: GenerationMode) -> None:
    """All default checks: no server error, only described codes, types and shapes; bad parameters are refused."""
    asked = api.find_operation_by_id(name)

    @settings(
        max_examples=ASKED,
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=asked.as_strategy(generation_mode=mode))
    def answered(case: Any) -> None:
        case.call_and_validate(timeout=10)

    answered()
