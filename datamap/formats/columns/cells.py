"""Arrow columns as what the cells of a table say. A cell says the same here as in `grids.plain`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from datamap.documents.files import refuse
from datamap.formats import grids
from datamap.formats.columns.values import Coded, Codes, Lists, Rows


def coded(column: Any, name: str, file: str, line: Callable[[int], int], strip: bool = False) -> Coded:
    """A column of any type as codes.

    Raises:
        MapError: a cell holds what no cell of a table can hold.
    """
    import pyarrow as pa

    kind = column.type
    if is_listed(kind):
        return _joined(column, name, file, line)
    try:
        encoded = (column if pa.types.is_dictionary(kind) else column.dictionary_encode()).unify_dictionaries()
    except pa.ArrowNotImplementedError:
        for row, value in enumerate(column):
            grids.plain(value.as_py(), name, line(row), file)
        raise
    values = encoded.chunk(0).dictionary if encoded.num_chunks else pa.array([], encoded.type.value_type)
    codes = _codes(encoded, len(values))
    if not is_text(values.type):
        texts = []
        for code, value in enumerate(values.to_pylist()):
            row = int(np.argmax(codes == code)) if codes.size and not isinstance(value, _PLAIN) else 0
            texts.append(grids.plain(value, name, line(row), file))
        values = pa.array(texts, pa.string())
    return _merged(Coded(codes, values), strip)


_PLAIN = (str, bool, int, float, type(None))


def _merged(column: Coded, strip: bool) -> Coded:
    """Each text once, and no empty one."""
    import pyarrow as pa
    import pyarrow.compute as pc

    values = pc.utf8_trim_whitespace(column.values) if strip else column.values
    again = values.dictionary_encode()
    texts = again.dictionary
    empty = pc.index(texts, pa.scalar("", texts.type)).as_py()
    if len(texts) == len(values) and empty < 0 and not values.null_count:
        return Coded(column.codes, values)
    move = np.append(numbers(again.indices), np.int32(-1))
    if empty >= 0:
        move[move == empty] = -1
    return Coded(move.astype(column.codes.dtype)[column.codes], texts)


def _joined(column: Any, name: str, file: str, line: Callable[[int], int]) -> Coded:
    """A column of lists as texts joined by `|`."""
    import pyarrow as pa
    import pyarrow.compute as pc

    found = lists(column, name, file, line)
    counts = found.counts
    offsets = pa.array(found.starts, pa.int64())
    flat = pa.array(found.values, pa.string()).take(pa.array(found.codes))
    joined = pc.binary_join(pa.LargeListArray.from_arrays(offsets, flat), "|").cast(pa.string())
    text = pc.if_else(pa.array(counts == 0), pa.scalar("[]"), joined)
    if found.missing is not None:
        text = pc.if_else(pa.array(found.missing), pa.scalar(None, pa.string()), text)
    return coded(pa.chunked_array([text]), name, file, line)


def lists(column: Any, name: str, file: str, line: Callable[[int], int], strip: bool = False) -> Lists:
    """A column of lists, or of texts joined by `|`, as lists.

    Raises:
        MapError: a cell holds what no cell of a table can hold.
    """
    if is_listed(column.type):
        return _of_lists(column, name, file, line)
    import pyarrow as pa
    import pyarrow.compute as pc

    texts = coded(column, name, file, line, strip)
    values = pc.if_else(pc.equal(texts.values, pa.scalar("[]", texts.values.type)), pa.scalar("", texts.values.type), texts.values)
    split = _split(pc.split_pattern(values, "|"))
    missing = texts.codes < 0
    return Lists(texts.codes, split.starts, split.codes, split.values, missing if missing.any() else None)


def _split(split: Any) -> Lists:
    """Lists of texts, without spaces around them and without empty ones."""
    import pyarrow.compute as pc

    return _kept(_begins(split), _merged(coded(_chunked(pc.list_flatten(split)), "", "", int), strip=True), None)


def _of_lists(column: Any, name: str, file: str, line: Callable[[int], int]) -> Lists:
    import pyarrow.compute as pc

    missing = np.asarray(pc.is_null(column)) if column.null_count else None
    starts, flat = _begins(column), _chunked(pc.list_flatten(column))

    def refused(at: int) -> Exception:
        row = int(np.searchsorted(starts, at, side="right")) - 1
        return refuse(file, f"a list in column `{name}`, row {line(row)} holds what is no plain text", "lists hold ids, keys or numbers")

    value_type = getattr(flat.type, "value_type", flat.type)
    if len(flat) and (is_listed(flat.type) or not (is_text(value_type) or str(value_type).startswith(("int", "uint")))):
        raise refused(0)
    if flat.null_count:
        raise refused(int(np.argmax(np.asarray(pc.is_null(flat)))))
    texts = coded(flat, name, file, line) if len(flat) else Coded(np.zeros(0, np.int32), _none())
    for code, text in enumerate(texts.texts):
        if "|" in text:
            raise refused(texts.first(code))
    return _kept(starts, _merged(texts, strip=True), missing)


def _kept(starts: Rows, flat: Coded, missing: npt.NDArray[np.bool_] | None) -> Lists:
    """The lists without their empty texts."""
    codes = flat.codes
    if len(codes) and codes.min() < 0:
        there = codes >= 0
        starts = np.concatenate(([0], np.cumsum(there)))[starts]
        codes = codes[there]
    return Lists(None, starts, codes, tuple(flat.texts), missing)


def _begins(column: Any) -> Rows:
    """Where each list begins among the texts of all, and where the last one ends."""
    import pyarrow as pa
    import pyarrow.compute as pc

    found = np.zeros(len(column) + 1, np.int64)
    if not isinstance(column, pa.ChunkedArray) or column.null_count or not pa.types.is_list(column.type):
        counts = np.asarray(pc.fill_null(pc.list_value_length(column), 0))
        np.cumsum(counts, out=found[1:])
        return found
    at = 0
    for chunk in column.chunks:
        offsets = np.asarray(chunk.offsets)
        np.add(offsets[1:], found[at] - int(offsets[0]), out=found[at + 1 : at + 1 + len(chunk)], casting="unsafe")
        at += len(chunk)
    return found


def _none() -> Any:
    import pyarrow as pa

    return pa.array([], pa.string())


def _chunked(array: Any) -> Any:
    import pyarrow as pa

    return array if isinstance(array, pa.ChunkedArray) else pa.chunked_array([array])


def _codes(column: Any, size: int) -> Codes:
    """The codes of a column of so many values, in as few bytes as they need."""
    found: Codes = np.empty(len(column), np.int16 if size < 2**15 else np.int32)
    at = 0
    for chunk in column.chunks:
        found[at : at + len(chunk)] = numbers(chunk.indices)
        at += len(chunk)
    return found


def numbers(indices: Any) -> Codes:
    """Arrow numbers as int32, -1 for those that are missing."""
    import pyarrow.compute as pc

    if indices.null_count:
        indices = pc.fill_null(indices.cast("int64") if str(indices.type).startswith("uint") else indices, -1)
    return np.asarray(indices).astype(np.int32, copy=False)


def is_listed(kind: Any) -> bool:
    """Whether the cells of a column are lists."""
    import pyarrow as pa

    listed = pa.types.is_list(kind) or pa.types.is_large_list(kind) or pa.types.is_fixed_size_list(kind)
    return bool(listed or str(kind).startswith(("list_view<", "large_list_view<")))


def is_text(kind: Any) -> bool:
    """Whether the cells of a column are texts."""
    return str(kind) in ("string", "large_string", "string_view")
