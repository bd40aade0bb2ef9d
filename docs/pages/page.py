"""A generated page, and the little Markdown that all of them need."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class Page:
    """Markdown for `path` (below docs/), under a `section` of the navigation.

    `files` are what the page shows or hands out, by path; `parts` is HTML that takes the place of `slot(name)` in the finished page.
    """

    section: str
    path: str
    title: str
    text: str
    files: Mapping[str, str | bytes] = field(default_factory=dict)
    parts: Mapping[str, str] = field(default_factory=dict)


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table; nothing where there are no rows. Cells may hold Markdown."""
    lines = [_row(head), _row(["---"] * len(head))]
    body = [_row([str(cell) for cell in row]) for row in rows]
    return "\n".join([*lines, *body]) + "\n" if body else ""


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(_cell(cell) for cell in cells) + " |"


def _cell(text: str) -> str:
    """A cell on one line; a day keeps its parts together."""
    return f'<span class="datamap-day">{text}</span>' if DAY.fullmatch(text) else text.replace("|", "\\|").replace("\n", " ")


def plain(text: str) -> str:
    """Text in which nothing is taken for Markdown or HTML."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("*", "\\*").replace("_", "\\_")


def slot(name: str) -> str:
    """A mark that Markdown leaves alone, and that one of a page's `parts` replaces."""
    return f"<!-- part {name} -->"


def slug(text: str) -> str:
    """A text as part of a file's name."""
    return "-".join(re.findall(r"[a-z0-9]+", text.lower()))


def code(text: str) -> str:
    """Text set as code."""
    return f"`{text}`"


def fenced(text: str, language: str = "") -> str:
    """A block of code."""
    return f"```{language}\n{text.rstrip()}\n```\n"
