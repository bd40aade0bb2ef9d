"""Blocks of code that are files: a block opened by a language and a file's name shows the name above it."""

from __future__ import annotations

import re

NAMED = re.compile(r"^```(?P<language>\w+) (?P<file>[\w./-]+)(?P<more> \+)?$", re.MULTILINE)


def named(text: str) -> str:
    """The Markdown of a page in which the names of files stand over their blocks; `+` says that a block goes at the end of the file."""
    return NAMED.sub(_titled, text)


def _titled(found: re.Match[str]) -> str:
    end = ", at the end" if found["more"] else ""
    return f'``` {{ .{found["language"]} title="{found["file"]}{end}" }}'
