"""Every exception that datamap raises, on one base.

A violation is a value (a `Finding`); an exception means *could not judge*. All are picklable and carry attributes
as well as text; each message ends with where and what to do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from datamap.values import quick


class DatamapError(Exception):
    """The base of all: catch it to catch everything that datamap raises on purpose."""


@quick
@dataclass(frozen=True, slots=True)
class Where:
    """A place in a user's file. `line` and `column` count from 1; 0 means "the file as a whole"."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with an input: where it stands in the structure, what is wrong, what to do.

    `path` walks the map (`("entities", "tencent", "parent")`, `("transfers", 3, "to")`); `where` is the place in
    the file when the input came from one; `excerpt` is the line of text with a caret below it.
    """

    path: tuple[str | int, ...]
    wrong: str
    hint: str = ""
    where: Where | None = None
    excerpt: str = ""

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else (".".join(map(str, self.path)) + ": " if self.path else "")
        text = f"{place}{self.wrong}" + (f"; {self.hint}" if self.hint else "")
        return f"{text}\n{self.excerpt}" if self.excerpt else text


class MapError(DatamapError):
    """The map cannot be read or contradicts itself. `problems` lists everything that is wrong, in file order."""

    def __init__(self, problems: Sequence[Problem] | Problem) -> None:
        self.problems: tuple[Problem, ...] = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))

    def __reduce__(self) -> tuple[type[MapError], tuple[tuple[Problem, ...]]]:
        return (type(self), (self.problems,))


class PlaceError(DatamapError, ValueError):
    """A text that names no place. `suggestions` lists codes that may have been meant."""

    def __init__(self, text: str, wrong: str, suggestions: Sequence[str] = ()) -> None:
        self.text, self.wrong, self.suggestions = text, wrong, tuple(suggestions)
        meant = f"; did you mean {' or '.join(self.suggestions)}?" if self.suggestions else ""
        super().__init__(f"{wrong}{meant}")

    def __reduce__(self) -> tuple[type[PlaceError], tuple[str, str, tuple[str, ...]]]:
        return (type(self), (self.text, self.wrong, self.suggestions))


class LawError(DatamapError):
    """The law book is malformed, or was asked for a regime or fact that it does not hold."""


class QuestionError(DatamapError):
    """A question that cannot be answered as put: no date, no such node, an assertion that could not fail."""


class RenderError(DatamapError):
    """A picture that cannot be made here; the message says what to install or which format works."""
