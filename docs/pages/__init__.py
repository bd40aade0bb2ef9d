"""Pages of the documentation that are made from the code: each function gives Markdown, and nothing is written to disk.

`every()` lists all of them by path, in the order of the navigation; the hook hands them to MkDocs. `drawn` turns maps in a page
into pictures, and `home` has what the first page shows.
"""

from __future__ import annotations

from pages import commands, fields, law, notebooks, python, rules
from pages.page import Page

__all__ = ["Page", "every"]


def every() -> list[Page]:
    """All generated pages.

    Raises:
        Exception: whatever a cell of a notebook raised.
    """
    return [*notebooks.pages(), *rules.pages(), *law.pages(), *fields.pages(), *commands.pages(), *python.pages()]
