"""What takes long to count, kept for as long as nothing that was counted has changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable


T = TypeVar("T")


class Remembered(Generic[T]):
    """One value and its key. Two threads may work it out at the same time; neither sees half of it."""

    def __init__(self) -> None:
        self._held: tuple[Hashable, T] | None = None

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """The value for this key: the one that is held, or a new one."""
        held = self._held
        if held is None or held[0] != key:
            held = self._held = (key, make())
        return held[1]
