"""The way of each line through the columns: where it bends in a column that it crosses, and in which frame.

A line that crosses a column gets a bend there, so that the order from top to bottom can be settled for lines and boxes
alike. A bend or a label stands in a frame only where the frame reaches that far and one end of the line is in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from datamap.rendering.frames import Frame


@dataclass(frozen=True, slots=True)
class Bend:
    """Where a line crosses a column. `frame` is a frame's key, or None outside all."""

    id: str
    frame: str | None
    column: int


@dataclass(frozen=True, slots=True)
class Span:
    """A line from its left end to its right end, whichever way the data runs."""

    id: str
    left: str
    right: str
    weight: int


@dataclass(frozen=True, slots=True)
class Route:
    """A line from left to right: its left end, its bends, its right end; the gap and the frame of its label."""

    stops: tuple[str, ...]
    bends: tuple[Bend, ...]
    gap: int
    frame: str | None


NOWHERE = Route((), (), 0, None)
"""The route of a line that has none yet."""


class Router:
    """Finds routes among boxes with known columns."""

    def __init__(self, frames: Mapping[str, Frame], home: Mapping[str, str | None], column: Mapping[str, int]) -> None:
        self._frames, self._home, self._column = frames, home, column
        self._reach: dict[str, tuple[int, int]] = {}
        for box, key in home.items():
            for at in upwards(frames, key):
                first, last = self._reach.get(at, (column[box], column[box]))
                self._reach[at] = (min(first, column[box]), max(last, column[box]))

    def routes(self, spans: Sequence[Span]) -> dict[str, Route]:
        """The route of each line by its id. Labels stand in the emptiest gap that their line crosses; short lines choose first."""
        filled: dict[int, int] = {}
        gaps: dict[str, int] = {}
        for span in sorted(spans, key=lambda span: self._column[span.right] - self._column[span.left]):
            choices = range(self._column[span.left], self._column[span.right])
            gaps[span.id] = min(choices, key=lambda gap: filled.get(gap, 0), default=self._column[span.left])
            filled[gaps[span.id]] = filled.get(gaps[span.id], 0) + 1
        return {span.id: self._route(span, gaps[span.id]) for span in spans}

    def _route(self, span: Span, gap: int) -> Route:
        crossed = range(self._column[span.left] + 1, self._column[span.right])
        bends = tuple(Bend(f"bend {column} {span.id}", self._frame(span, column, column), column) for column in crossed)
        return Route((span.left, *(bend.id for bend in bends), span.right), bends, gap, self._frame(span, gap, gap + 1))

    def _frame(self, span: Span, first: int, last: int) -> str | None:
        """The innermost frame around either end of a line that reaches from column `first` to `last`."""
        found = [(depth, key) for end in (span.right, span.left) for depth, key in self._reaching(end, first, last)]
        return max(found, key=lambda one: one[0])[1] if found else None

    def _reaching(self, box: str, first: int, last: int) -> Iterator[tuple[int, str]]:
        around = list(upwards(self._frames, self._home[box]))
        for depth, key in zip(range(len(around), 0, -1), around, strict=True):
            if self._reach[key][0] <= first and last <= self._reach[key][1]:
                yield depth, key


def upwards(frames: Mapping[str, Frame], key: str | None) -> Iterator[str]:
    """A frame and those around it, innermost first."""
    while key is not None:
        yield key
        key = frames[key].parent
