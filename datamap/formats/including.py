"""A map file and all that it includes → one list of items, each id once.

What a file includes comes before its own items. A file may replace an included item only if it lists the id under
`override`. A file that is reached on several ways counts once.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from datamap.documents import Document, read
from datamap.errors import MapError, Problem
from datamap.formats.columns.grid import Grid
from datamap.formats.parts import Item, Part, part, placed, row_of
from datamap.model.references import meant

DEPTH = 20
"""How deep files may include one another."""

_SAID_ONCE = ("on", "defaults")
Place = tuple[str, str]
"""A name space and an id in it."""


@dataclass(frozen=True, slots=True)
class Said:
    """A value that a map says once, and the file that says it."""

    value: Any
    document: Document


@dataclass
class Whole:
    """A file with all that it includes. `replaced` are items that some file overrides, by identity."""

    items: list[Item] = field(default_factory=list)
    head: dict[str, Said] = field(default_factory=dict)
    replaced: set[int] = field(default_factory=set)


class Files:
    """The map files that belong to one map, in the order in which they are read: the including file first."""

    def __init__(self) -> None:
        self.parts: list[Part] = []
        self.problems: list[Problem] = []
        self._wholes: dict[str, Whole] = {}
        self._rows: dict[int, list[Item]] = {}
        self._merged: list[tuple[Document, Whole]] = []
        self._there: dict[str, frozenset[int]] = {}

    def whole(self, document: Document, trail: tuple[str, ...] = ()) -> Whole:
        """The items of a document and of the files that it includes."""
        found = part(document)
        self.parts.append(found)
        trail = (*trail, _identity(document.file))
        whole = Whole()
        for index, name in enumerate(found.head.get("include", ())):
            included = self._included(found, index, name, trail)
            if included is not None:
                self._add(whole, included.items, found, included.replaced)
                self._inherit(whole, included, found)
        self._check_overrides(whole, found)
        self._add(whole, found.items, found, set())
        whole.head |= {name: Said(value, document) for name, value in found.head.items()}
        self._merged.append((document, whole))
        return whole

    def merging(self, one: Item, other: Item) -> Document:
        """The file that first brings two items together."""
        for document, whole in self._merged:
            there = self._there.setdefault(document.file, frozenset(map(id, whole.items)))
            if id(one) in there and id(other) in there:
                return document
        return self.parts[0].document

    def _included(self, found: Part, index: int, name: str, trail: tuple[str, ...]) -> Whole | None:
        path = os.path.normpath(os.path.join(os.path.dirname(found.document.file), name))
        identity = _identity(path)
        if identity in trail:
            circle = [os.path.basename(file) for file in (*trail[trail.index(identity) :], identity)]
            found.problem(("include", index), f"files include one another in a circle: {' → '.join(circle)}", "remove one", value=True)
            return None
        if identity in self._wholes:
            return self._wholes[identity]
        if len(trail) > DEPTH:
            found.problem(
                ("include", index), f"files include one another more than {DEPTH} deep", "include the last ones directly", value=True
            )
            return None
        try:
            document = read(path, gather=True)
        except MapError as error:
            found.problems += [placed(problem, found.document, ("include", index)) for problem in error.problems]
            return None
        self._wholes[identity] = self.whole(document, trail)
        return self._wholes[identity]

    def _add(self, whole: Whole, items: Iterable[Item], by: Part, replaced: set[int]) -> None:
        whole.replaced |= replaced
        overrides = frozenset(by.head.get("override", ()))
        whole.items, items = list(self._unfolded(whole.items, overrides)), list(self._unfolded(items, overrides))
        there = {id(item) for item in whole.items}
        places = {_place(item): at for at, item in enumerate(whole.items) if item.id is not None and item.section.space}
        for item in items:
            if id(item) in whole.replaced or id(item) in there:
                continue
            place = _place(item)
            at = places.get(place) if item.id is not None and item.section.space else None
            if at is None:
                places[place] = len(whole.items)
                whole.items.append(item)
                continue
            first = whole.items[at]
            if first.document is not item.document and item.id in overrides:
                whole.replaced.add(id(first))
                whole.items[at] = item
            elif id(first) in whole.replaced:
                whole.items[at] = item
            else:
                self._clash(item, first, by)

    def _unfolded(self, items: Iterable[Item], ids: frozenset[str]) -> Iterator[Item]:
        """The items, row for row where they are a large table of which a row is replaced."""
        for item in items:
            if not (ids and isinstance(item.value, Grid) and item.value.has(ids)):
                yield item
                continue
            if id(item.value) not in self._rows:
                rows = [row_of(item.value, number) for number in range(len(item.value))]
                self._rows[id(item.value)] = [one for row in rows for one in row.items]
                self.problems += [problem for row in rows for problem in row.problems]
            yield from self._rows[id(item.value)]

    def _clash(self, item: Item, first: Item, by: Part) -> None:
        self.problems.append(clash(item, first, "" if item.document is by.document else f" in {by.document.file}"))

    def _inherit(self, whole: Whole, included: Whole, by: Part) -> None:
        for name, said in included.head.items():
            before = whole.head.setdefault(name, said)
            if name in _SAID_ONCE and name not in by.head and before.value != said.value:
                files = f"{os.path.basename(before.document.file)} and {os.path.basename(said.document.file)}"
                by.problem(("include",), f"{files} disagree on `{name}`", f"write `{name}` in this file")

    def _check_overrides(self, whole: Whole, found: Part) -> None:
        ids = {item.id for item in whole.items if item.id is not None} | {name for part in self.parts for name in part.broken}
        large = [item.value for item in whole.items if isinstance(item.value, Grid)]
        for index, name in enumerate(found.head.get("override", ())):
            if name not in ids and not any(grid.has({name}) for grid in large):
                hint = meant(name, ids, "name an id of an included file" if ids else "include the file that has it")
                found.problem(("override", index), f"no included file has the id `{name}`", hint, value=True)


def clash(item: Item, first: Item, here: str) -> Problem:
    """The problem that two items have the same id; `here` says where ids are listed that may be replaced."""
    same = first.document.file == item.document.file
    where = f"in line {first.where().line}" if same else f"in {first.where()}"
    section = "" if first.section is item.section else f" under {first.section.name}"
    wrong = f"the id `{item.id}` is already used{section} {where}"
    hint = "people, entities and systems share one name space; rename one" if section else "rename one"
    if not same:
        hint += f", or list the id under `override`{here}"
    path = (*item.path, "id") if item.section.listed else item.path
    return item.document.problem(path, wrong, hint)


def _place(item: Item) -> Place:
    return (item.section.space, item.id or "")


def _identity(file: str) -> str:
    try:
        return os.path.realpath(file)
    except (OSError, ValueError):
        return os.path.abspath(file)
