"""What many rows share, checked once: each different combination of the columns that rows do not have to themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from pydantic import ValidationError

from datamap.documents import Tree
from datamap.formats import tables
from datamap.formats.columns.cells import coded, numbers
from datamap.formats.columns.faulty import Faulty
from datamap.formats.columns.grid import Grid
from datamap.formats.columns.values import Coded, Codes
from datamap.formats.explaining import Fault, faults
from datamap.formats.sections import Section

STAND_IN: dict[str, dict[str, Tree]] = {
    "systems": {"location": "unknown"},
    "transfers": {"from": "a", "to": "b", "data_categories": "user"},
}
"""What stands for the keys that rows have to themselves, or that a broken sort lacks."""


@dataclass(frozen=True)
class Sorts:
    """For each row the number of its sort, the record that stands for each, and the rows whose sort is broken."""

    number: Codes
    records: tuple[Any, ...]
    faulty: list[Faulty]


def sorts(grid: Grid, own: frozenset[str]) -> Sorts:
    """The sorts of a table, `own` being the columns that rows have to themselves."""
    shared = {
        name: coded(column, name, grid.file, grid.line, grid.strip)
        for name, column in grid.columns.items()
        if name not in own and column.null_count < len(column)
    }
    number, first = combined(list(shared.values()), len(grid))
    checked = [_checked(grid.section, item) for item in _items(grid.section, shared, first)]
    wrong: dict[tuple[str, str], list[int]] = {}
    for sort, (_, complaints) in enumerate(checked):
        for fault in complaints:
            wrong.setdefault((str(fault.path[0]) if fault.path else "", fault.wrong), []).append(sort)
    faulty = [Faulty(grid, column, np.flatnonzero(np.isin(number, of)), said) for (column, said), of in wrong.items()]
    return Sorts(number, tuple(record for record, _ in checked), faulty)


def combined(columns: list[Coded], length: int) -> tuple[Codes, npt.NDArray[np.int64]]:
    """For each row the number of its combination of codes, in order of appearance, and the first row of each."""
    import pyarrow as pa

    if not columns:
        return np.zeros(length, np.int32), np.zeros(min(length, 1), np.int64)
    code = np.zeros(length, np.int64)
    size = 1
    for column in columns:
        many = len(column.values) + 1
        if size * many >= 2**62:
            code = np.asarray(pa.array(code).dictionary_encode().indices).astype(np.int64)
            size = int(code.max(initial=0)) + 1
        code *= many
        code += column.codes
        code += 1
        size *= many
    number = numbers(pa.array(code).dictionary_encode().indices)
    first = np.zeros(int(number.max(initial=-1)) + 1, np.int64)
    first[number[::-1]] = np.arange(length - 1, -1, -1)
    return number, first


def _items(section: Section, shared: dict[str, Coded], first: npt.NDArray[np.int64]) -> list[dict[str, Tree]]:
    assert section.model is not None
    kinds = tables.kinds(section.model)
    values = {name: [tables.typed(text, kinds[name]) for text in column.texts] for name, column in shared.items()}
    codes = {name: column.codes[first].tolist() for name, column in shared.items()}
    found: list[dict[str, Tree]] = []
    for at in range(len(first)):
        item: dict[str, Tree] = {}
        for name, known in values.items():
            code = codes[name][at]
            if code >= 0:
                holder = item
                *above, last = name.split(".")
                for step in above:
                    inner = holder.setdefault(step, {})
                    assert isinstance(inner, dict)
                    holder = inner
                holder[last] = known[code]
        found.append(item)
    return found


def _checked(section: Section, item: dict[str, Tree]) -> tuple[Any, list[Fault]]:
    """The record that stands for a sort, without the keys in which it is wrong, and what is wrong."""
    stand_in = STAND_IN[section.name] if section.listed else {}
    key = None if section.listed else "a"
    whole = {**stand_in, **item}
    try:
        return section.check(whole, key), []
    except ValidationError as error:
        found = list(faults(error, whole, section.model, section.one, section.key))
    wrong = {fault.path[0] for fault in found if fault.path}
    rest = {name: value for name, value in whole.items() if name not in wrong}
    for tried in (rest, {**STAND_IN[section.name], **rest}, STAND_IN[section.name]):
        try:
            return section.check(tried, key), found
        except ValidationError:
            continue
    raise AssertionError(section.name)
