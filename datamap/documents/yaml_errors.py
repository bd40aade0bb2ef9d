"""What a YAML parser complains of, in words that say what to do."""

from __future__ import annotations

import re
from typing import Any

import yaml

from datamap.documents.lines import Lines, visible
from datamap.errors import Problem

_WORDS: tuple[tuple[str, str, str], ...] = (
    ("mapping values are not allowed", "a colon here makes no sense", "put text that holds `: ` in quotes, and check the indentation"),
    ("cannot start any token", "this character cannot begin a value", "put the text in quotes"),
    ("could not find expected ':'", "a key without its colon", "write `key: value`, and put text of several lines in quotes"),
    (
        "did not find expected key",
        "this does not belong to the mapping around it",
        "check the indentation and the quotes of the lines above",
    ),
    ("expected <block end>", "this does not belong to the part around it", "check the indentation and the quotes of the lines above"),
    ("did not find expected '-' indicator", "a list item was expected", "begin it with `- `, indented as the items above"),
    ("did not find expected ',' or ']'", "the list in brackets is not closed", "add a comma between its items, or `]` at its end"),
    ("expected ',' or ']'", "the list in brackets is not closed", "add a comma between its items, or `]` at its end"),
    ("did not find expected ',' or '}'", "the mapping in braces is not closed", "add a comma between its keys, or `}` at its end"),
    ("expected ',' or '}'", "the mapping in braces is not closed", "add a comma between its keys, or `}` at its end"),
    ("unexpected end of stream", "the quoted text does not end", "close it with the quote that began it"),
    ("unexpected document indicator", "the quoted text does not end", "close it with the quote that began it"),
    ("block sequence entries are not allowed", "a list item cannot begin here", "begin lists on a line of their own, below their key"),
    ("block collection entries are not allowed", "a list item cannot begin here", "begin lists on a line of their own, below their key"),
    ("control characters are not allowed", "an invisible control character", "remove it, or write it as an escape in double quotes"),
    ("special characters are not allowed", "an invisible control character", "remove it, or write it as an escape in double quotes"),
    ("unknown escape character", "a backslash that escapes nothing", "write `\\\\`, or use single quotes, in which a backslash is itself"),
    ("hexdecimal number", "a backslash that escapes nothing", "write `\\\\`, or use single quotes, in which a backslash is itself"),
    ("hexadecimal numbers", "a backslash that escapes nothing", "write `\\\\`, or use single quotes, in which a backslash is itself"),
    ("invalid Unicode character", "an escape that is no character", "write the character itself"),
    ("did not find expected node content", "a value is missing here", "write it, or remove the sign before it"),
    ("expected the node content", "a value is missing here", "write it, or remove the sign before it"),
    ("comment or line break", "a block of text begins here", "put text that begins with `|` or `>` in quotes"),
    ("found unexpected ':'", "a colon here makes no sense", "write `key: value` with a space, or put the text in quotes"),
    ("<document start>", "this stands outside the map", "check the indentation and the brackets of the lines above"),
    ("mapping keys are not allowed", "a `?` here makes no sense", "put text that begins with `? ` in quotes"),
    ("expected whitespace or line break", "a space is missing here", "separate the quoted text from what follows"),
    ("tag URI", "a tag that is not complete", "put text that begins with `!` in quotes"),
    ("directive name", "a `%` at the start of a line begins a directive", "put the text in quotes"),
    ("non-alphabetical character", "a `%` at the start of a line begins a directive", "put the text in quotes"),
    ("tab character", "a tab cannot indent", "indent with spaces"),
    ("exceeded maximum", "the key is too long", "a key has at most 1,024 characters"),
    ("incompatible YAML document", "this asks for a YAML that is not 1.2", "remove the `%YAML` line"),
    ("undefined tag handle", "a tag that is not defined", "remove it, or put text that begins with `!` in quotes"),
    ("did not find expected alphabetic", "`&` and `*` begin anchors and aliases", "put text that begins with them in quotes"),
)
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_STILL = {"while scanning a quoted scalar", "while scanning a double-quoted scalar", "while scanning a single-quoted scalar"}


def explained(error: yaml.YAMLError, lines: Lines) -> Problem:
    """The parser's complaint as a problem with its place."""
    said = " ".join(str(part) for part in (getattr(error, "problem", None), getattr(error, "reason", None)) if part) or str(error)
    at, wrong, hint = _place(error, lines), f"this is no YAML: {visible(said)}", "check the indentation and the quotes"
    for known, better, advice in _WORDS:
        if known in said:
            wrong, hint = better, advice
            break
    if "cannot start any token" in said:
        wrong, hint = _token(lines, at, wrong, hint)
    context: Any = getattr(error, "context_mark", None)
    if context is not None and _far(error):
        if getattr(error, "context", "") in _STILL:
            return lines.problem(context.index, "the quoted text that begins here does not end", hint)
        if context.line:
            wrong += f" (begun in line {lines.where(context.index).line})"
    return lines.problem(at, wrong, hint)


def _place(error: Any, lines: Lines) -> int:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if mark is not None:
        return int(mark.index)
    found = _UNPRINTABLE.search(lines.text)
    return found.start() if found else 0


def _far(error: Any) -> bool:
    return error.problem_mark is None or error.problem_mark.line != error.context_mark.line


def _token(lines: Lines, at: int, wrong: str, hint: str) -> tuple[str, str]:
    char = lines.text[at : at + 1]
    if char == "\t":
        return "a tab cannot indent", "indent with spaces"
    return (f"text cannot begin with `{visible(char)}`", hint) if re.match(r"[@`%]", char) else (wrong, hint)
