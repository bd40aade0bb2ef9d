"""Rows → a data frame of pandas, polars or pyarrow, whichever the reader works with."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from datamap.errors import QuestionError


def frame(heads: Sequence[str], rows: Sequence[Sequence[Any]], backend: str = "pandas") -> Any:
    """A data frame with these columns, a row each, in their order.

    Raises:
        QuestionError: there is no such backend.
        ImportError: it is not installed.
    """
    if backend not in _BACKENDS:
        raise QuestionError(f"there is no backend {backend!r} for data frames; use one of {', '.join(_BACKENDS)}")
    return _BACKENDS[backend](heads, rows)


def _pandas(heads: Sequence[str], rows: Sequence[Sequence[Any]]) -> Any:
    import pandas

    return pandas.DataFrame(list(rows), columns=list(heads))


def _polars(heads: Sequence[str], rows: Sequence[Sequence[Any]]) -> Any:
    import polars

    return polars.DataFrame(list(map(tuple, rows)), schema=list(heads), orient="row", infer_schema_length=None)


def _pyarrow(heads: Sequence[str], rows: Sequence[Sequence[Any]]) -> Any:
    import pyarrow

    return pyarrow.table({head: [row[number] for row in rows] for number, head in enumerate(heads)})


_BACKENDS: Mapping[str, Callable[[Sequence[str], Sequence[Sequence[Any]]], Any]] = MappingProxyType(
    {"pandas": _pandas, "polars": _polars, "pyarrow": _pyarrow}
)
