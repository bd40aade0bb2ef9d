"""Tables beside a map: the items of a section as rows of a CSV, Parquet or Arrow file.

Columns are named as the keys of an item, `volume.people` for a key within a key; lists are joined by `|`, and `[]` is
an empty list. An empty cell says nothing. In CSV, cells are separated by commas, semicolons or tabs.
"""

from __future__ import annotations

import os
import re
import types
import typing
from collections.abc import Iterator, Mapping
from functools import cache, partial
from typing import Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from datamap.documents import Document, Fields, Items, Lines, Mark, Tree, content, short
from datamap.documents.files import digest_of, refuse
from datamap.errors import MapError, Problem
from datamap.formats import grids
from datamap.formats.sections import Section, field_needed, keys_of, record
from datamap.model.base import FrozenMap
from datamap.model.references import meant

LIMIT = 8 * 2**30
"""Bytes that a table of text may have."""

Cells = list[tuple[str, int]]
"""A row: the text of each cell and its offset."""


def read(path: str | os.PathLike[str], section: Section) -> Document:
    """A table as a document: a list with a mapping for each row, which knows its places.

    Raises:
        MapError: there is no such file, it is no CSV, or its columns are not those of the section.
    """
    file = os.fspath(path)
    ending = os.path.splitext(file)[1].lower()
    known = (".csv", *grids.ENDINGS)
    if ending not in known:
        said = f"`{ending}`" if ending else "a file without ending"
        raise refuse(file, f"tables are read from {', '.join(known)}, not from {said}", "save the table as CSV")
    if ending == ".csv":
        text, digest = content(file, LIMIT)
    else:
        text, digest = grids.text_in(file), digest_of(file)
    return document(text, file, digest, section)


def document(text: str, file: str, digest: str, section: Section) -> Document:
    """A table from its text; `file` stands for it in messages.

    Raises:
        MapError: as `read`.
    """
    if section.model is None:
        raise refuse(file, f"`{section.name}` cannot be a table", "write it in the map")
    lines = Lines(text, file)
    rows = list(records(text, lines))
    if not rows:
        required = [key for key in keys_of(section.model) if key in kinds(section.model) and field_needed(section.model, key)]
        raise refuse(file, "the table is empty", f"its first row names the columns, such as {', '.join(required or ['id', 'name'])}")
    columns = columns_of(rows[0], section, lines)
    tree, marks, problems = _body(rows[1:], columns, section.model, lines)
    return Document(file, digest, tree, lines, tuple(problems), partial(_given, marks))


def record_document(text: str, lines: Lines, digest: str, columns: list[str], section: Section, comma: str) -> Document:
    """One row of a table as a document of its own: a list that has it alone. Its places are those in the file."""
    assert section.model is not None
    tree, marks, problems = _body(list(records(text, lines, comma)), columns, section.model, lines)
    return Document(lines.file, digest, tree, lines, tuple(problems), partial(_given, marks))


def _given(mark: Mark) -> Mark:
    return mark


def separator(first: str) -> str:
    """What stands between cells, by the first line of a table."""
    return max(",;\t", key=first.count)


def records(text: str, lines: Lines, comma: str = "") -> Iterator[Cells]:
    """The rows of a text that are not empty; without `comma` the first line tells what stands between cells.

    Raises:
        MapError: the quotes of a cell do not match.
    """
    comma = comma or separator(text[: text.find("\n") if "\n" in text else len(text)])
    cell = re.compile(rf'(?:"((?:[^"]|"")*)"|([^"{comma}\r\n][^{comma}\r\n]*|))({comma}|\r\n|\r|\n|\Z)')
    row: Cells = []
    at = 0
    while at < len(text) or row:
        found = cell.match(text, at)
        if found is None:
            raise MapError(
                lines.problem(at, "the quotes of this cell do not match", 'write quotes inside a quoted cell twice, as in "a ""b"" c"')
            )
        quoted, plain, end = found.groups()
        row.append((plain.strip() if quoted is None else quoted.replace('""', '"'), at))
        at = found.end()
        if end != comma:
            if any(text for text, _ in row):
                yield row
            row = []
            if not end:
                break


def columns_of(header: Cells, section: Section, lines: Lines) -> list[str]:
    """The names of the columns.

    Raises:
        MapError: one of them is none of the section, is there twice, or is missing.
    """
    assert section.model is not None
    known = kinds(section.model) if section.listed else {"id": "text", **kinds(section.model)}
    problems: list[Problem] = []
    names: list[str] = []
    for name, at in header:
        if name not in known:
            problems.append(
                lines.problem(at, f"unknown column `{short(name)}`", meant(name, known, f"{section.one} takes {', '.join(known)}"))
            )
        elif name in names:
            problems.append(lines.problem(at, f"the column `{name}` is there twice", "remove one of them"))
        names.append(name)
    if not section.listed and "id" not in names:
        problems.append(lines.problem(header[0][1], "the column `id` is missing", f"it names each row of `{section.name}`"))
    if problems:
        raise MapError(problems)
    return names


def _body(rows: list[Cells], columns: list[str], model: type[BaseModel], lines: Lines) -> tuple[Tree, Mark, list[Problem]]:
    types_ = {"id": "text", **kinds(model)}
    tree: list[Tree] = []
    marks = Items(0)
    problems: list[Problem] = []
    for row in rows:
        if len(row) != len(columns):
            problems.append(ragged(row, len(columns), lines))
            continue
        item: dict[str, Tree] = {}
        mark = Fields(row[0][1])
        for name, (text, at) in zip(columns, row, strict=True):
            if text:
                _put(item, mark, name.split("."), typed(text, types_[name]), at)
        tree.append(item)
        marks.parts.append(mark)
    return tree, marks, problems


def ragged(row: Cells, columns: int, lines: Lines) -> Problem:
    """The problem that a row has not as many cells as there are columns."""
    wrong = f"this row has {len(row)} cells, and the first row names {columns} columns"
    return lines.problem(row[0][1], wrong, "put a cell that holds the separator in quotes")


def _put(item: dict[str, Tree], mark: Fields, steps: list[str], value: Tree, at: int) -> None:
    for step in steps[:-1]:
        inner = item.setdefault(step, {})
        _, inner_mark = mark.parts.setdefault(step, (at, Fields(at)))
        assert isinstance(inner, dict)
        assert isinstance(inner_mark, Fields)
        item, mark = inner, inner_mark
    item[steps[-1]] = value
    mark.parts[steps[-1]] = (at, at)


def typed(text: str, what: str) -> Tree:
    """What the text of a cell says in a column of a kind (see `kinds`)."""
    if what.startswith("list"):
        parts = [] if text == "[]" else [part.strip() for part in text.split("|") if part.strip()]
        return [typed(part, what.removeprefix("list of ")) for part in parts]
    if what == "unknown or list of text":
        return text if text == "unknown" else typed(text, "list of text")
    if what == "bool" and text.lower() in ("true", "false"):
        return text.lower() == "true"
    if what == "int" and re.fullmatch(r"-?\d{1,18}", text, re.ASCII):
        return int(text)
    if what == "float" and re.fullmatch(r"-?\d{0,18}\.?\d{1,18}", text, re.ASCII):
        return float(text)
    return text


@cache
def kinds(model: type[BaseModel], within: str = "") -> Mapping[str, str]:
    """The columns that items of a model may have, and what their cells hold: text, bool, int, float, or a list of one."""
    found: dict[str, str] = {}
    for key in keys_of(model):
        annotation = next(field.annotation for name, field in model.model_fields.items() if (field.alias or name) == key)
        what = _what(annotation)
        if what:
            found[within + key] = what
        elif not within and (inner := record(annotation)) is not None and not _many(annotation):
            found |= kinds(inner, f"{key}.")
    return found


def _what(annotation: Any) -> str:
    """What a cell holds for a field; empty where a cell cannot hold it."""
    origin, parts = get_origin(annotation), get_args(annotation)
    if origin is typing.Annotated:
        return _what(parts[0])
    if origin in (Union, types.UnionType):
        found = [what for part in parts if part is not type(None) and (what := _what(part))]
        return "unknown or list of text" if len(found) > 1 else found[0] if found else ""
    if origin is tuple:
        inner = _what(parts[0])
        takes_text = inner or _shorthand(parts[0])
        return f"list of {inner or 'text'}" if takes_text else ""
    if origin is Literal:
        return "text"
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return ""
    return {bool: "bool", int: "int", float: "float"}.get(annotation, "" if origin is not None else "text")


def _shorthand(annotation: Any) -> bool:
    """Whether a record may be written as one text: it has a shorthand."""
    return get_origin(annotation) is typing.Annotated


def _many(annotation: Any) -> bool:
    return get_origin(annotation) in (tuple, FrozenMap) or any(_many(part) for part in get_args(annotation))
