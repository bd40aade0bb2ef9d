"""The days on which something changes, as numbered flags over a timeline: each in the first row in which it finds room."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from datamap.chronicle import Turn
from datamap.rendering.charts.furniture import TOP
from datamap.rendering.charts.spans import told
from datamap.rendering.lettering import clean, width, wrap
from datamap.rendering.palette import Theme
from datamap.rendering.world.shapes import Box, Part, Shape, Stroke, Text

FLAG = 17.0
"""The height of a row of flags."""
_ROWS = 6
_WORDS, _LEAST = 210.0, 60.0


@dataclass(frozen=True, slots=True)
class Flag:
    """A day by its number, in a row, with its left edge and words after it (or `before`): the citation of a law, or what else there is."""

    number: int
    turn: Turn
    row: int
    left: float
    words: str
    before: bool = False

    @property
    def wide(self) -> float:
        """How wide the number is."""
        return max(16.0, width(str(self.number), 9.5, True) + 8)

    @property
    def end(self) -> float:
        """Its right edge."""
        return self.left + self.wide + (width(self.words, 9.5) + 12 if self.words and not self.before else 4)

    @property
    def law(self) -> bool:
        """Whether the law changes that day, not the map alone."""
        return any(cause.kind == "law" for cause in self.turn.causes)

    def line(self, look: Theme, x: Callable[[date], float], low: float) -> Iterator[Shape]:
        """The line from the flag down to the last lane."""
        at = x(self.turn.on)
        yield Stroke(((at, TOP + 20 + FLAG * self.row), (at, low)), look.code, 1.0, "solid" if self.law else "dotted")

    def badge(self, look: Theme, x: float, y: float) -> tuple[Shape, ...]:
        """The number in its box: filled for a law, empty for what the map says."""
        ink = look.on_code if self.law else look.text
        box = Box(x, y, self.wide, 14, look.code if self.law else look.canvas, look.code, 1, 3)
        return box, Text(x + self.wide / 2, y + 10.5, str(self.number), 9.5, ink, True, "middle")

    def part(self, look: Theme) -> Part:
        """The flag with its words, on a ground that keeps lines away."""
        y = TOP + 6 + FLAG * self.row
        shapes: tuple[Shape, ...] = self.badge(look, self.left, y)
        if self.words:
            wide = width(self.words, 9.5)
            x = self.left - wide - 4 if self.before else self.left + self.wide + 4
            shapes = (Box(x - 2, y, wide + 4, 14, look.canvas), *shapes, Text(x, y + 10.5, self.words, 9.5, look.text))
        title = f"{self.turn.on.isoformat()}: {'; '.join(map(told, self.turn.causes))}"
        return Part(f"turn-{self.number}", "turn law" if self.law else "turn", title, shapes)


def flags(turns: Sequence[Turn], x: Callable[[date], float], right: float) -> tuple[Flag, ...]:
    """A flag for each turn; where there is no room for one in any row, the words before it in the emptiest row give way."""
    found: list[Flag] = []
    for number, turn in enumerate(turns, 1):
        flag = Flag(number, turn, 0, x(turn.on), _short(turn, _WORDS))
        if flag.end > right:
            flag = replace(flag, words="")
        flag = replace(flag, left=min(flag.left, right - flag.wide))
        ends = [max((one.end for one in found if one.row == row), default=0.0) for row in range(_ROWS)]
        row = next((row for row, end in enumerate(ends) if end <= flag.left), None)
        if row is None:
            row = min(range(_ROWS), key=lambda at: max(one.left + one.wide for one in found if one.row == at))
            last = max((one for one in found if one.row == row), key=lambda one: one.left)
            found[found.index(last)] = replace(last, words="")
        found.append(replace(flag, row=row))
    worded = [_worded(flag, found, right) for flag in found]
    return tuple(_led(flag, worded) for flag in worded)


def _worded(flag: Flag, found: Sequence[Flag], right: float) -> Flag:
    """The flag with as many of its words as find room before the next one in its row."""
    after = min((one.left for one in found if one.row == flag.row and one.left > flag.left), default=right)
    room = min(after - flag.left - flag.wide - 12, _WORDS)
    return replace(flag, words=_short(flag.turn, room) if room >= _LEAST else "")


def _led(flag: Flag, found: Sequence[Flag]) -> Flag:
    """The flag with words before it, where there was no room for any after it."""
    ends = max((one.end for one in found if one.row == flag.row and one.left < flag.left), default=0.0)
    room = min(flag.left - ends - 8, _WORDS)
    return flag if flag.words or room < _LEAST else replace(flag, words=_short(flag.turn, room), before=True)


def _short(turn: Turn, room: float) -> str:
    """The citation of a day's first law, or the first words of what else there is, in so much room."""
    cause = next((cause for cause in turn.causes if cause.cite), next(iter(turn.causes), None))
    return wrap(clean(cause.cite or cause.says), 9.5, room, lines=1)[0] if cause else ""
