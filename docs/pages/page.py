"""A generated page, and the little Markdown that all of them need."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Page:
    """Markdown for `path` (below docs/), under a `section` of the navigation."""

    section: str
    path: str
    title: str
    text: str


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table; nothing where there are no rows. Cells may hold Markdown."""
    lines = [_row(head), _row(["---"] * len(head))]
    body = [_row([str(cell) for cell in row]) for row in rows]
    return "\n".join([*lines, *body]) + "\n" if body else ""


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


def plain(text: str) -> str:
    """Text in which nothing is taken for Markdown or HTML."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("*", "\\*").replace("_", "\\_")


def code(text: str) -> str:
    """Text set as code."""
    return f"`{text}`"


def fenced(text: str, language: str = "") -> str:
    """A block of code."""
    return f"```{language}\n{text.rstrip()}\n```\n"
