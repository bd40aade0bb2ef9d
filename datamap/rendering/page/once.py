"""Things that occur often and are written once."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import Generic, TypeVar

T = TypeVar("T", bound=Hashable)


class Once(Generic[T]):
    """A list of different things, in the order in which they were first met."""

    def __init__(self, known: Iterable[T] = ()) -> None:
        self._places: dict[T, int] = {}
        for one in known:
            self.place(one)

    def place(self, one: T) -> int:
        """Its place in the list, from 0; it is added where it is new."""
        return self._places.setdefault(one, len(self._places))

    def places(self, several: Iterable[T]) -> list[int]:
        """The places of several things."""
        return [self.place(one) for one in several]

    @property
    def all(self) -> list[T]:
        """Everything met so far."""
        return list(self._places)
