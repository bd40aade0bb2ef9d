"""Parquet files → Arrow tables, and single rows of them later on."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection
from functools import cached_property
from itertools import accumulate
from typing import Any

PIECE = 2**16
"""Rows that are read at a time where one of them is wanted."""


def table(path: str, coded: Collection[str] = (), above: int = -1) -> Any:
    """The Arrow table in a file, None where it has not more than `above` rows; texts of the columns `coded` come as numbers.

    It is read one group of rows after the other: the lists of all groups together may be more than one Arrow array can hold.

    Raises:
        OSError: there is no such file, or it is broken.
        ArrowInvalid: it is no Parquet file, or it is broken.
    """
    import pyarrow as pa

    with pa.OSFile(path) as source:
        file = _opened(source, coded)
        if file.metadata.num_rows <= above:
            return None
        groups = [file.read_row_group(group) for group in range(file.num_row_groups)]
        return pa.concat_tables(groups) if groups else file.schema_arrow.empty_table()


class Rows:
    """The rows of a file one by one. Of the group that has a row no more is read than what leads to it."""

    def __init__(self, path: str, coded: Collection[str] = ()) -> None:
        self.path, self.coded = path, coded
        self._read: dict[int, Any] = {}
        """The first rows of some groups."""

    def __call__(self, row: int) -> Any:
        """A row as an Arrow table of one row.

        Raises:
            OSError, ArrowInvalid: as `table`.
            IndexError: there is no such row.
        """
        group = bisect_right(self._starts, row) - 1
        at = row - self._starts[group]
        known = self._read.get(group)
        if known is None or at >= len(known):
            known = self._read[group] = self._first(group, max(at + 1, 2 * len(known) if known else 0))
        if at >= len(known):
            raise IndexError(row)
        return known.slice(at, 1)

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.path, self.coded)

    @cached_property
    def _starts(self) -> list[int]:
        """The first row of each group."""
        import pyarrow as pa
        from pyarrow import parquet

        with pa.OSFile(self.path) as source:
            metadata = parquet.read_metadata(source)
            return list(accumulate((metadata.row_group(group).num_rows for group in range(metadata.num_row_groups)), initial=0))[:-1]

    def _first(self, group: int, rows: int) -> Any:
        """At least so many of the first rows of a group, where it has them."""
        import pyarrow as pa

        with pa.OSFile(self.path) as source:
            found: list[Any] = []
            for batch in _opened(source, self.coded).iter_batches(PIECE, row_groups=[group]):
                found.append(batch)
                rows -= len(batch)
                if rows <= 0:
                    break
            return pa.Table.from_batches(found)


def _opened(source: Any, coded: Collection[str]) -> Any:
    from pyarrow import parquet

    metadata = parquet.read_metadata(source)
    paths = (metadata.schema.column(number).path for number in range(metadata.num_columns))
    numbered = [path for path in paths if any(path == name or path.startswith(f"{name}.") for name in coded)]
    return parquet.ParquetFile(source, metadata=metadata, read_dictionary=numbered)
