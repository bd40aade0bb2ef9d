"""One document of a map → its items, each checked by itself, and all that is wrong with them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from datamap.documents import Document, Path, Tree, kind, short
from datamap.errors import MapError, Problem, Where
from datamap.formats import tables
from datamap.formats.columns.grid import Grid
from datamap.formats.explaining import Fault, faults
from datamap.formats.sections import BY_NAME, HEAD, TOP, Section, head
from datamap.model.policies import Defaults
from datamap.model.references import meant
from datamap.values import quick

LARGE_SECTIONS = ("systems", "transfers")
"""Sections whose large tables are read by columns."""


@quick
@dataclass(frozen=True, slots=True)
class Item:
    """One item of a section: its key (an id, or the index in a list), its value, and where it stands.

    A large table is one item, whose value is the `Grid`.
    """

    section: Section
    key: str | int
    value: Any
    document: Document
    path: Path

    @property
    def id(self) -> str | None:
        """Its id; None where it has none."""
        return self.key if isinstance(self.key, str) else getattr(self.value, "id", None)

    def where(self) -> Where:
        """Its place."""
        return self.document.where(self.path)


@dataclass
class Part:
    """What one map file holds. `broken` are ids of items that could not be read, `tables` the files that it names."""

    document: Document
    items: list[Item] = field(default_factory=list)
    head: dict[str, Any] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)
    tables: list[Document | Grid] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def problem(self, path: Path, wrong: str, hint: str, value: bool = False) -> None:
        """Note that something is wrong at `path`."""
        self.problems.append(self.document.problem(path, wrong, hint, value))


def part(document: Document) -> Part:
    """The items of a document; never raises for what its text says."""
    found = Part(document, problems=list(document.problems))
    tree = document.tree
    if tree is None:
        hint = "a map begins with `datamap: 1`; `datamap init` writes one to start from"
        found.problems.append(Problem((), "the file is empty", hint, Where(document.file)))
    elif not isinstance(tree, dict):
        found.problem((), f"a map is a mapping of keys, and this is {kind(tree)}", "it begins with `datamap: 1`")
    elif _is_map(found, tree):
        for name, value in tree.items():
            if name in BY_NAME:
                _section(found, BY_NAME[name], value)
            elif name in HEAD:
                _head(found, name, value)
            elif name != "datamap":
                found.problem((name,), f"unknown key `{short(name)}`", meant(name, TOP, f"a map takes {', '.join(TOP)}"))
    return found


def _is_map(found: Part, tree: dict[str, Tree]) -> bool:
    if "datamap" in tree:
        if type(tree["datamap"]) is not int or tree["datamap"] != 1:
            said = short(str(tree["datamap"])) if isinstance(tree["datamap"], (str, int)) else kind(tree["datamap"])
            found.problem(("datamap",), f"format {said} of map files is not known", "write `datamap: 1`", value=True)
        return True
    known = [name for name in tree if name in TOP]
    wrong = "`datamap: 1` is missing" if known else "this is not a datamap file: `datamap: 1` is missing"
    found.problem((), wrong, "write it in the first line; it says which format the file has")
    return bool(known)


def _head(found: Part, name: str, value: Tree) -> None:
    if value is None and name in ("include", "override", "defaults"):
        return
    try:
        found.head[name] = head(name).validate_python(value)
    except ValidationError as error:
        model = Defaults if name == "defaults" else None
        for fault in faults(error, value, model, f"`{name}`", None):
            found.problem((name, *fault.path), fault.wrong, fault.hint, fault.value or not fault.path)


def _section(found: Part, section: Section, value: Tree) -> None:
    if isinstance(value, dict) and isinstance(value.get("table"), (str, Document, Grid)):
        _table(found, section, value)
    elif isinstance(value, list) and section.listed:
        for index, item in enumerate(value):
            _item(found, section, index, item, found.document, (section.name, index))
    elif isinstance(value, dict) and not section.listed:
        for key, item in value.items():
            _item(found, section, key, item, found.document, (section.name, key))
    elif value is not None:
        found.problem((section.name,), f"`{section.name}` is {kind(value)}", _shape(section), value=True)


def _shape(section: Section) -> str:
    if section.listed:
        return f"it is a list: begin each {section.one.split()[-1]} with `- `"
    return (
        "it maps ids to what they stand for, as in {some_id: {…}}"
        if section.model
        else "it maps names to places, as in {benelux: [BE, NL, LU]}"
    )


def _table(found: Part, section: Section, value: dict[str, Tree]) -> None:
    for other in value:
        if other != "table":
            found.problem((section.name, other), f"unknown key `{short(other)}`", "a table stands alone: {table: transfers.csv}")
    given: object = value["table"]
    path = os.path.join(os.path.dirname(found.document.file), str(given))
    try:
        table = given if isinstance(given, (Document, Grid)) else _read(path, section)
    except MapError as error:
        found.problems += [placed(problem, found.document, (section.name, "table")) for problem in error.problems]
        return
    found.tables.append(table)
    found.problems += table.problems
    if isinstance(table, Grid):
        found.items.append(Item(section, 0, table, found.document, (section.name,)))
        return
    for index, row in enumerate(table.tree if isinstance(table.tree, list) else ()):
        _row(found, section, index, row, table, (index,))


def _read(path: str, section: Section) -> Document | Grid:
    from datamap.formats.columns.opening import grid_in  # not at every start

    large = grid_in(path, section) if section.name in LARGE_SECTIONS else None
    return large or tables.read(path, section)


def row_of(grid: Grid, number: int) -> Part:
    """A row of a large table as the one item of a part."""
    document = grid.document(number)
    found = Part(document)
    for row in document.tree if isinstance(document.tree, list) else ():
        _row(found, grid.section, 0, row, document, (0,))
    return found


def _row(found: Part, section: Section, index: int, row: Tree, table: Document, path: Path) -> None:
    key: str | int = index
    if not section.listed and isinstance(row, dict):
        key = str(row.pop("id", ""))
    _item(found, section, key, row, table, path)


def placed(problem: Problem, document: Document, path: Path) -> Problem:
    """A problem with a file as a whole at the place where another file names it; any other as it is."""
    if problem.where is not None and problem.where.line:
        return problem
    file = problem.where.file if problem.where else ""
    return document.problem(path, f"{short(file, 200)}: {problem.wrong}", problem.hint, value=True)


def _item(found: Part, section: Section, key: str | int, item: Tree, document: Document, path: Path) -> None:
    complaints = list(_injected(section, item))
    name = key if isinstance(key, str) else None
    if name is not None and name != name.strip():
        complaints.append(Fault((), False, f"the id `{short(name)}` begins or ends with a space", "remove it"))
    try:
        value = section.check(item, name)
    except ValidationError as error:
        complaints += faults(error, item, section.model, section.one, section.key)
    if not complaints:
        found.items.append(Item(section, key, value, document, path))
        return
    broken = name if name is not None else item.get("id") if isinstance(item, dict) else None
    if isinstance(broken, str):
        found.broken.add(broken)
    for fault in complaints:
        found.problems.append(document.problem((*path, *fault.path), fault.wrong, fault.hint, fault.value))
    rest = _rest(section, item, name, complaints)
    if rest is not None:
        found.items.append(Item(section, key, rest, document, path))


def _rest(section: Section, item: Tree, name: str | None, complaints: list[Fault]) -> Any:
    """What is left of a broken item without its broken keys, so that its references can still be followed."""
    if not isinstance(item, dict):
        return None
    wrong = {fault.path[0] for fault in complaints if fault.path} | {section.key}
    rest = {key: value for key, value in item.items() if key not in wrong}
    for filler in ({}, section.filler):
        with suppress(ValidationError):
            return section.check({**filler, **rest}, name)
    return None


def _injected(section: Section, item: Tree) -> Iterator[Fault]:
    """The key that a file must not write, because it is the item's own key in the section."""
    if section.key is not None and isinstance(item, dict) and section.key in item:
        yield Fault((section.key,), False, f"unknown key `{section.key}`", f"the {section.key} of {section.one} is the key above it")
