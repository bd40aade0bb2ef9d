"""Where the parts of a valid TOML text stand."""

from __future__ import annotations

import re
import tomllib
from typing import Any

from datamap.documents.marks import Fields, Items, Mark

_SPACE = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_BLANK = re.compile(r"[ \t]*")
_STRING = re.compile(
    r"'''.*?'''(?:''?)?|"  # literal, of several lines: may end in five quotes
    r'"""(?:[^\\]|\\.)*?"""(?:""?)?|'
    r"'[^'\n]*'|"
    r'"(?:[^"\\\n]|\\.)*"',
    re.DOTALL,
)
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_OTHER = re.compile(r"\d{4}-\d\d-\d\d \d\d:[^,\]}\s#]*|[^,\]}\s#]+")

Keys = list[tuple[str, int]]


def marks(text: str) -> Mark:
    """The marks of the whole text, which must be valid TOML."""
    root = Fields(0)
    scan = _Scan(text)
    table = root
    while scan.skip(_SPACE) < len(text):
        many, one = text.startswith("[[", scan.at), text.startswith("[", scan.at)
        if one:
            scan.at += 2 if many else 1
            keys = scan.keys()
            scan.at += 2 if many else 1
            table = _header(root, keys, many)
        else:
            _entry(table, scan)
    return root


def _entry(table: Fields, scan: _Scan) -> None:
    keys = scan.keys()
    scan.at += 1  # =
    scan.skip(_BLANK)
    value = scan.value()
    parent = _walk(table, keys[:-1])
    name, at = keys[-1]
    parent.parts.setdefault(name, (at, value))


def _walk(table: Fields, keys: Keys) -> Fields:
    for name, at in keys:
        _, mark = table.parts.setdefault(name, (at, Fields(at)))
        if isinstance(mark, Items):
            mark = mark.parts[-1]
        if not isinstance(mark, Fields):
            return Fields(at)
        table = mark
    return table


def _header(root: Fields, keys: Keys, many: bool) -> Fields:
    if not many:
        return _walk(root, keys)
    parent = _walk(root, keys[:-1])
    name, at = keys[-1]
    _, items = parent.parts.setdefault(name, (at, Items(at)))
    table = Fields(at)
    if isinstance(items, Items):
        items.parts.append(table)
    return table


class _Scan:
    """A reader that stands at an offset of a valid text."""

    def __init__(self, text: str) -> None:
        self.text, self.at = text, 0

    def skip(self, what: re.Pattern[str]) -> int:
        found = what.match(self.text, self.at)
        self.at = found.end() if found else self.at + 1  # always ahead
        return self.at

    def keys(self) -> Keys:
        """A dotted key, with the offset of each part."""
        found: Keys = []
        while True:
            self.skip(_BLANK)
            at = self.at
            bare = _BARE.match(self.text, at)
            if bare:
                found.append((bare.group(), at))
                self.at = bare.end()
            else:
                self.skip(_STRING)
                found.append((_unquoted(self.text[at : self.at]), at))
            self.skip(_BLANK)
            if not self.text.startswith(".", self.at):
                return found
            self.at += 1

    def value(self) -> Mark:
        at = self.at
        if self.text.startswith("[", at):
            return self.array(Items(at))
        if self.text.startswith("{", at):
            return self.table(Fields(at))
        self.skip(_STRING if self.text[at : at + 1] in "\"'" else _OTHER)
        return at

    def array(self, items: Items) -> Items:
        self.at += 1
        while self.skip(_SPACE) < len(self.text) and self.text[self.at] != "]":
            items.parts.append(self.value())
            self.skip(_SPACE)
            if self.text.startswith(",", self.at):
                self.at += 1
        self.at += 1
        return items

    def table(self, fields: Fields) -> Fields:
        self.at += 1
        while self.skip(_SPACE) < len(self.text) and self.text[self.at] != "}":
            _entry(fields, self)
            self.skip(_SPACE)
            if self.text.startswith(",", self.at):
                self.at += 1
        self.at += 1
        return fields


def _unquoted(key: str) -> str:
    try:
        parsed: dict[str, Any] = tomllib.loads(f"k = {key}")
    except tomllib.TOMLDecodeError:
        return key
    return str(parsed["k"])
