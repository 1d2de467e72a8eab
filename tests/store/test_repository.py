"""The record as the port describes it."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING

from tracker.core import ports
from tracker.store.repository import SqlStore

if TYPE_CHECKING:

    def conforms(store: SqlStore) -> ports.Store:
        """The type checker compares every method's arguments and results."""
        return store


def test_the_record_offers_every_method_of_its_port() -> None:
    """With the same arguments under the same names."""
    wanted = {
        name: method for name, method in inspect.getmembers(ports.Store, inspect.isfunction) if name[0] != "_"
    }
    assert len(wanted) >= 21
    for name, method in wanted.items():
        offered = inspect.signature(getattr(SqlStore, name))
        assert list(offered.parameters) == list(inspect.signature(method).parameters), name
