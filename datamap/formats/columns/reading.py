"""A large table of systems or transfers → columns of numbers, and the rows in which something is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from datamap.documents import short
from datamap.errors import Problem
from datamap.formats.columns.cells import coded, lists, numbers
from datamap.formats.columns.ends import Ends, ends, pairs
from datamap.formats.columns.faulty import MOST, Faulty
from datamap.formats.columns.grid import ID, Grid
from datamap.formats.columns.sorts import combined, sorts
from datamap.formats.columns.values import Coded, Codes, Lists, Texts
from datamap.model import DataMap, Taxonomy
from datamap.model.columns import FREE, OWN, Rows, Systems, Words
from datamap.model.references import of_system, of_transfer

_ID = re.compile(ID, re.ASCII)
_KEY = re.compile(r"[a-z0-9_]+(\.[a-z0-9_]+)*", re.ASCII)
PIECE = 2**15
"""Rows that are worked on at a time."""
NOBODY = frozenset({"a", "b"})
"""The ends of a transfer that stands for a sort."""


@dataclass(frozen=True)
class Own:
    """What records say for themselves: texts as they are, and lists in the order in which they are written."""

    texts: Mapping[str, Texts]
    lists: Mapping[str, Lists] = field(default_factory=dict)

    def __call__(self, number: int) -> Mapping[str, Any]:
        said: dict[str, Any] = {name: column[number] or None for name, column in self.texts.items()}
        return said | {name: column[number] for name, column in self.lists.items()}


@dataclass(frozen=True)
class Read:
    """Records of one section that were read: their ids as a column (None where none has one), and the rows in which something is wrong."""

    length: int
    ids: Any
    columns: Any
    faulty: list[Faulty] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def systems(grid: Grid, frame: DataMap, excused: frozenset[str]) -> Read:
    """The systems of a table, without their names, in a map that has all else; names `excused` are known to be broken."""
    found = sorts(grid, OWN)
    faulty = [*found.faulty, *_ids(grid), *_sources(grid, frame, excused)]
    faulty += _astray(grid, found.number, (of_system(frame, record, excused) for record in found.records))
    return Read(len(grid), grid.texts("id"), Systems((), found.number, found.records, Own(_texts(grid, OWN))), faulty)


def transfers(grid: Grid, frame: DataMap, nodes: Any, excused: frozenset[str]) -> Read:
    """The transfers of a table between `nodes`, an Arrow array of ids, as `Rows`: one a pair of ends."""
    found = sorts(grid, FREE - {"from_"} | {"from"})
    start, end = (ends(grid, key, nodes) for key in ("from", "to"))
    written, of_start, of_end = pairs(start, end, len(grid))
    column = grid.columns.get("data_categories")
    categories = lists(column, "data_categories", grid.file, grid.line, grid.strip) if column is not None else _none(len(grid))
    sets, keys, bits = _sets(categories)
    exact = {"data_categories": categories}
    exact |= {name: side.lists for name, side in (("from_", start), ("to", end)) if side.lists is not None}
    rows = Rows(
        from_=start.numbers[of_start],
        to=end.numbers[of_end],
        sort=found.number[written],
        sorts=found.records,
        sets=sets[written],
        keys=keys,
        bits=bits,
        written=written,
        own=Own(_texts(grid, FREE), exact),
    )
    faulty = [*found.faulty, *_ids(grid), *_sources(grid, frame, excused)]
    for key, side in (("from", start), ("to", end)):
        faulty += [*_lacking(grid, key, side.missing, side.counts), *_strangers(grid, key, side, excused)]
    faulty += [*_lacking(grid, "data_categories", categories.missing, categories.counts), *_unheard(grid, frame, categories, excused)]
    faulty += _astray(grid, found.number, (of_transfer(frame, 0, record, NOBODY, excused) for record in found.records))
    return Read(len(grid), grid.texts("id") if "id" in grid.columns else None, rows, faulty)


def _texts(grid: Grid, own: frozenset[str]) -> dict[str, Texts]:
    return {name: Texts(grid.texts(name)) for name in sorted(own & {"name", "purpose", "source", "note"} & grid.columns.keys())}


def _none(length: int) -> Lists:
    nothing = np.zeros(length, np.int64)
    return Lists(None, np.zeros(length + 1, np.int64), nothing[:0], (), nothing == 0)


def _sets(categories: Lists) -> tuple[Codes, tuple[str, ...], Words]:
    """For each row the number of its set, the keys in order, and which of them each set has."""
    import pyarrow as pa

    keys = tuple(sorted(categories.values))
    place = np.array([keys.index(key) for key in categories.values], np.int64)
    words = max(1, -(-len(keys) // 64))
    begins = categories.starts[:-1]
    found = np.zeros((words, len(begins)), np.uint64)
    for word in range(words):
        bit = np.where(place // 64 == word, np.left_shift(np.uint64(1), (place % 64).astype(np.uint64)), np.uint64(0))
        for at in range(0, len(begins), PIECE):
            these = categories.starts[at : at + PIECE + 1] - categories.starts[at]
            full = np.flatnonzero(these[1:] > these[:-1])
            if len(full):
                codes = categories.codes[categories.starts[at] : categories.starts[at] + these[-1]]
                found[word, full + at] = np.bitwise_or.reduceat(bit[codes], these[full])
    encoded = [pa.array(masks).dictionary_encode() for masks in found]
    if words == 1:
        sets, bits = numbers(encoded[0].indices), np.asarray(encoded[0].dictionary)[:, None]
    else:
        sets, first = combined([Coded(numbers(each.indices), each.dictionary) for each in encoded], len(begins))
        bits = found[:, first].T.copy()
    if categories.of is not None:
        sets = np.append(sets, np.int32(0))[categories.of]
    return sets, keys, bits


def _ids(grid: Grid) -> Iterator[Faulty]:
    import pyarrow.compute as pc

    if "id" in grid.columns:
        column = grid.texts("id")
        right = pc.match_substring_regex(column, ID)
        if column.null_count:
            right = pc.fill_null(right, grid.section.listed)
        if not pc.all(right).as_py():
            yield Faulty(grid, "id", np.flatnonzero(~np.asarray(right)))


def _sources(grid: Grid, frame: DataMap, excused: frozenset[str]) -> Iterator[Faulty]:
    if "source" in grid.columns:
        column = coded(grid.columns["source"], "source", grid.file, grid.line, strip=True)
        wrong = [code for code, name in enumerate(column.texts) if name not in frame.sources and name not in excused]
        yield from _each(grid, "source", column.codes, np.arange(len(grid)), dict.fromkeys(wrong, ""))


def _lacking(grid: Grid, key: str, missing: Any, counts: Any) -> Iterator[Faulty]:
    """Rows that lack a cell which they need, or have an empty list there."""
    if missing is not None:
        yield Faulty(grid, key, np.flatnonzero(missing))
    if counts is not None:
        empty = np.flatnonzero(counts == 0)
        yield Faulty(grid, key, empty if missing is None else empty[~missing[empty]])


def _strangers(grid: Grid, key: str, side: Ends, excused: frozenset[str]) -> Iterator[Faulty]:
    names = enumerate(side.names.to_pylist())
    wrong = {code: f"there is no node {name!r}" if _ID.fullmatch(name) else no_id(name) for code, name in names if name not in excused}
    return _each(grid, key, side.strange, side.at, wrong)


def no_id(name: str) -> str:
    """What is wrong with a text that is no id."""
    return f"`{short(name)}` is no id"


def _unheard(grid: Grid, frame: DataMap, categories: Lists, excused: frozenset[str]) -> Iterator[Faulty]:
    taxonomy = Taxonomy.of(frame.data_categories)
    for code, key in enumerate(categories.values):
        if not _KEY.fullmatch(key):
            yield Faulty(grid, "data_categories", categories.having(code), f"`{short(key)}` is no data category")
        elif key not in taxonomy and key not in excused:
            yield Faulty(grid, "data_categories", categories.having(code), f"there is no data category {key!r}")


def _astray(grid: Grid, number: Codes, found: Iterable[Iterable[Problem]]) -> Iterator[Faulty]:
    """Rows whose sort leads to nothing."""
    wrong: dict[tuple[str, str], list[int]] = {}
    for sort, problems in enumerate(found):
        for problem in problems:
            wrong.setdefault((str(problem.path[2]), problem.wrong), []).append(sort)
    for (column, said), of in wrong.items():
        yield Faulty(grid, column, np.flatnonzero(np.isin(number, of)), said)


def _each(grid: Grid, key: str, codes: Codes, at: npt.NDArray[np.int64], wrong: Mapping[int, str]) -> Iterator[Faulty]:
    """The rows `at` by their codes, as many as are told apart; `wrong` are the codes of what is wrong, in order of appearance."""
    shown = list(wrong)[:MOST]
    for code in shown:
        yield Faulty(grid, key, np.unique(at[codes == code]), wrong[code])
    if len(wrong) > len(shown):
        rest = ~np.isin(codes, shown) & np.isin(codes, np.fromiter(wrong, np.int64, len(wrong)))
        yield Faulty(grid, key, np.unique(at[rest]))
