"""Changing a map file in place: only the lines that change differ, so comments, order and quotes stay.

New text is spliced in where the old stood, and the result is read again: a change that would say anything else than was
asked for is refused. (A round trip through an object model moves comments and spaces elsewhere in the file.)
"""

from __future__ import annotations

import json
import os
from copy import deepcopy
from pathlib import Path as File
from typing import Any

from datamap.documents import Path, Tree, content, parse
from datamap.documents.document import syntax_of
from datamap.documents.writing import write_whole
from datamap.errors import MapError, Problem, Where
from datamap.formats import yaml_files
from datamap.formats.spans import Span, spans


def edit(path: str | os.PathLike[str]) -> Editor:
    """An editor on a map file in YAML or JSON.

    Raises:
        MapError: the file cannot be read, or is TOML.
    """
    file = os.fspath(path)
    syntax = syntax_of(file)
    return Editor(content(file)[0], file, syntax)


class Editor:
    """A text of a map that can be changed. `text` is what it has become; nothing is written before `save`.

    >>> Editor("entities:\\n  a: {location: NL}  # here\\n").set(("entities", "a", "location"), "BE").text
    'entities:\\n  a: {location: BE}  # here\\n'
    """

    def __init__(self, text: str, file: str = "<text>", syntax: str = "yaml") -> None:
        if syntax not in ("yaml", "json"):
            raise MapError(Problem((), f"{syntax.upper()} cannot be changed in place", "convert the map to YAML", Where(file)))
        self.text, self.file, self.syntax = text, file, syntax
        parse(text, file, syntax)

    def set(self, path: Path, value: Tree) -> Editor:
        """Write `value` at `path`; the last key may be new, and then comes last in its mapping.

        Raises:
            MapError: there is nothing at the path above it, or the place cannot be changed by itself; the text stays.
        """
        wanted = self._tree()
        holder: Any = _at(wanted, path[:-1])
        if not path or not (isinstance(holder, dict) or (isinstance(holder, list) and path[-1] in range(len(holder)))):
            raise self._refused(path, _NOWHERE)
        if isinstance(holder, dict):
            holder[path[-1]] = deepcopy(value)
        else:
            holder[int(path[-1])] = deepcopy(value)
        span = self._span(path[:-1])
        new = self._replaced(span, path[-1], value) if path[-1] in span.parts else self._added(span, str(path[-1]), value)
        return self._checked(new, wanted, path)

    def append(self, path: Path, item: Tree) -> Editor:
        """Add `item` to the list at `path`, which may be missing or empty.

        Raises:
            MapError: what is at the path is no list, or the place cannot be changed by itself; the text stays.
        """
        wanted = self._tree()
        items = _at(wanted, path)
        if items is None or items == []:
            return self.set(path, [item])
        if not isinstance(items, list):
            raise self._refused(path, _NOWHERE)
        items.append(deepcopy(item))
        return self._checked(self._appended(self._span(path), item), wanted, path)

    def save(self, path: str | os.PathLike[str] | None = None) -> None:
        """Write the text to its file, or to `path`: whole or not at all. A byte-order mark stays."""
        target = File(path or self.file)
        mark = b"\xef\xbb\xbf" if target.exists() and target.read_bytes().startswith(b"\xef\xbb\xbf") else b""
        write_whole(target, mark + self.text.encode())

    def _tree(self) -> Any:
        return deepcopy(parse(self.text, self.file, self.syntax).tree) or {}

    def _span(self, path: Path) -> Span:
        span = spans(self.text) or Span(len(self.text), len(self.text), "mapping", "block")
        for step in path:
            span = span.parts[step]
            if span.kind == "alias":
                raise self._refused(path, "this part is repeated by an alias; change it where it is written")
        return span

    def _refused(self, path: Path, why: str) -> MapError:
        wrong, _, hint = why.partition("; ")
        return MapError(parse(self.text, self.file, self.syntax).problem(path, wrong, hint))

    def _checked(self, new: str, wanted: Tree, path: Path) -> Editor:
        try:
            same = parse(new, self.file, self.syntax).tree == wanted
        except MapError:
            same = False
        if not same:
            raise self._refused(path, "this cannot be changed without rewriting what is around it; change it by hand")
        self.text = new
        return self

    # The new text of each kind of change.

    def _replaced(self, holder: Span, key: str | int, value: Tree) -> str:
        old = holder.parts[key]
        after = self._after_key(holder, key)
        between = self.text[after : old.start]
        if holder.style == "block" and holder.kind == "mapping" and _tall(value):
            return self._put(after, old.end, self._newline + self._block(value, self._column(holder.start) + 2).rstrip())
        if "\n" in between:  # a block below its key: the value goes beside the key, before any comment there
            return self._put(after, old.end, f" {self._flow(value)}{between[: between.rfind(chr(10))].rstrip()}")
        if old.start == old.end:
            return self._put(after, after, f" {self._flow(value)}")
        return self._put(old.start, old.end, self._flow(value, old.style if old.kind == "scalar" else ""))

    def _added(self, holder: Span, key: str, value: Tree) -> str:
        if holder.style == "flow":
            last = max((part.end for part in holder.parts.values()), default=holder.start + 1)
            return self._put(last, last, f"{', ' if holder.parts else ''}{self._flow(key)}: {self._flow(value)}")
        column = self._column(holder.start) if holder.parts else 0
        apart = self._newline if not column and isinstance(value, (dict, list)) and self._newline * 2 in self.text else ""
        return self._below(holder.end, apart + self._block({key: value}, column))

    def _appended(self, holder: Span, item: Tree) -> str:
        last = holder.parts[len(holder.parts) - 1]
        if holder.style == "flow":
            return self._put(last.end, last.end, f", {self._flow(item)}")
        column = self._column(holder.start)
        if last.style == "flow" or not isinstance(item, dict):
            return self._below(last.end, f"{' ' * column}- {self._flow(item)}{self._newline}")
        return self._below(last.end, self._block([item], column))

    def _put(self, start: int, end: int, new: str) -> str:
        return self.text[:start] + new + self.text[end:]

    def _below(self, at: int, lines: str) -> str:
        """Whole lines put below the one in which a part ends."""
        if not at or self.text[at - 1] == "\n":
            return self._put(at, at, lines)
        end = self.text.find("\n", at) + 1
        return self._put(end, end, lines) if end else self.text + self._newline + lines.rstrip("\r\n")

    def _column(self, at: int) -> int:
        return at - self.text.rfind("\n", 0, at) - 1

    def _after_key(self, holder: Span, key: str | int) -> int:
        """Where the value may begin: behind the colon or the dash."""
        if holder.kind == "mapping":
            return self.text.index(":", holder.keys[key][1]) + 1
        return holder.parts[key].start

    @property
    def _newline(self) -> str:
        return "\r\n" if "\r\n" in self.text else "\n"

    def _flow(self, value: Tree, quote: str = "") -> str:
        """A value in one line."""
        return json.dumps(value, ensure_ascii=False) if self.syntax == "json" else yaml_files.inline(value, quote if quote in "'\"" else "")

    def _block(self, value: Tree, column: int) -> str:
        """A value in lines of its own, indented to `column`."""
        return "".join(" " * column + line + self._newline for line in yaml_files.block(value).splitlines())


_NOWHERE = "there is nothing in the file that could be changed at this place; check the path"


def _at(tree: Any, path: Path) -> Any:
    """The part at a path; None where there is none."""
    for step in path:
        there = step in tree if isinstance(tree, dict) else isinstance(tree, list) and step in range(len(tree))
        if not there:
            return None
        tree = tree[step]
    return tree


def _tall(value: Tree) -> bool:
    """Whether it reads better in lines of its own."""
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return any(isinstance(part, (dict, list)) for part in parts)
