"""TOML → tree and, when asked for, marks."""

from __future__ import annotations

import re
import tomllib
from datetime import date, datetime, time
from typing import Any

from datamap.documents.lines import Lines, visible
from datamap.documents.marks import Tree
from datamap.errors import MapError, Problem

_PLACE = re.compile(r" ?\(at (?:line (\d+), column (\d+)|end of document)\)$")
_WORDS = (
    ("Cannot overwrite a value", "this key is used twice", "rename or remove one of them"),
    ("Cannot declare", "this table is declared twice", "join the two, or write [[name]] for a list of tables"),
    ("Cannot mutate immutable", "this adds to what is already complete", "write it inside the braces or brackets"),
    ("Cannot redefine namespace", "this is declared twice", "join the two, or write [[name]] for a list of tables"),
    ("Duplicate inline table key", "this key is used twice", "rename or remove one of them"),
    ("Expected '=' after a key", "a key without its `=`", "write `key = value`, and put keys with dots or spaces in quotes"),
    ("Invalid value", "this is no TOML value", "put text in double quotes"),
    ("Unclosed array", "the list is not closed", "add a comma between its items, or `]` at its end"),
    ("Unclosed inline table", "the table in braces is not closed", "add a comma between its keys, or `}` at its end; it stays in one line"),
    ("Unterminated string", "the quoted text does not end", "close it with the quote that began it"),
    ("Unescaped '\\' in a string", "a backslash that escapes nothing", "write `\\\\`, or use single quotes"),
    ("Expected newline or end of document", "more text after the value", "put text in double quotes, and each key in a line of its own"),
    ("Invalid statement", "this is neither a key nor a table", "write `key = value` or `[table]`"),
    ("Expected ']' at the end of a table", "the table's name is not closed", "write [name], alone in its line"),
    ("Expected ']]'", "the table's name is not closed", "write [[name]], alone in its line"),
    (
        "Invalid initial character for a key part",
        "this cannot begin a key",
        "put keys with other signs than letters, digits, _ and - in quotes",
    ),
    ("Expected \"'", "the quoted text does not end", "close it with the quote that began it"),
    ("Illegal character", "an invisible control character or a line break in quoted text", "remove it, or write it as an escape"),
    ("Found invalid character", "an invisible control character or a line break in quoted text", "remove it, or write it as an escape"),
)


def read(text: str, lines: Lines) -> Tree:
    """The tree of a text. Dates and times become ISO text.

    Raises:
        MapError: the text is no TOML, or a key is used twice in it.
    """
    try:
        tree: Tree = _plain(tomllib.loads(text))
        return tree
    except tomllib.TOMLDecodeError as error:
        raise MapError(_explained(str(error), text, lines)) from None
    except RecursionError:
        raise MapError(lines.problem(0, "nested too deep", "a map is flat; check the brackets")) from None
    except ValueError as error:  # a number of thousands of digits
        raise MapError(lines.problem(0, f"this is no TOML: {visible(str(error))}", "put long numbers in quotes if they are text")) from None


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, (date, time, datetime)) else value


def _explained(said: str, text: str, lines: Lines) -> Problem:
    place = _PLACE.search(said)
    at = len(text)
    if place and place.group(1):
        at = lines.offset(int(place.group(1)), int(place.group(2)))
    said = _PLACE.sub("", said)
    for known, wrong, hint in _WORDS:
        if said.startswith(known):
            if "twice" in wrong:
                at = _line_start(lines, at)
            return lines.problem(at, wrong, hint)
    return lines.problem(at, f"this is no TOML: {visible(said)}", "check the quotes and brackets")


def _line_start(lines: Lines, at: int) -> int:
    """The first character of the line that ends at or before `at` and holds anything."""
    where = lines.where(max(at - 1, 0))
    line = lines.line(where.line)
    return lines.offset(where.line, 1) + len(line) - len(line.lstrip())
