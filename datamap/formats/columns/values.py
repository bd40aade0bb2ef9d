"""What a column says: each different text once, and for each row which it is; lists of them; or texts as they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from datamap.model.columns import Said

Codes = npt.NDArray[np.signedinteger[Any]]
Rows = npt.NDArray[np.int64]
PIECE = 2**14
"""Texts that are made at a time."""


@dataclass(frozen=True)
class Coded:
    """A column: `values[codes[row]]` is what the cell of a row says, -1 standing for an empty one; `values` is an Arrow array of texts."""

    codes: Codes
    values: Any

    @property
    def texts(self) -> list[str]:
        """The different texts."""
        found: list[str] = self.values.to_pylist()
        return found

    def first(self, code: int) -> int:
        """The first row that says a value."""
        return int(np.argmax(self.codes == code))


@dataclass(frozen=True)
class Lists:
    """A column of lists: row `i` has `values[k]` for `k` in `codes[starts[of[i]]:starts[of[i] + 1]]`; an `of` of -1 is empty.

    `of` is None where row `i` has list `i`. `values` are texts without spaces around them, none of them empty.
    """

    of: Codes | None
    starts: npt.NDArray[np.int64]
    codes: npt.NDArray[Any]
    values: tuple[str, ...]
    missing: npt.NDArray[np.bool_] | None

    def __getitem__(self, row: int) -> tuple[str, ...]:
        which = row if self.of is None else int(self.of[row])
        if which < 0:
            return ()
        return tuple(self.values[code] for code in self.codes[self.starts[which] : self.starts[which + 1]])

    @property
    def flat(self) -> npt.NDArray[Any]:
        """The codes of all rows, one after the other."""
        if self.of is None:
            return self.codes
        counts = self.counts
        begins = np.append(self.starts[:-1], 0)[self.of]
        within = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
        found: npt.NDArray[Any] = self.codes[np.repeat(begins, counts) + within]
        return found

    def having(self, code: int) -> Rows:
        """The rows that have a value."""
        which = np.searchsorted(self.starts, np.flatnonzero(self.codes == code), side="right") - 1
        return np.unique(which) if self.of is None else np.flatnonzero(np.isin(self.of, which))

    @property
    def counts(self) -> npt.NDArray[np.int64]:
        """How many each row has."""
        lengths = np.diff(self.starts)
        return lengths if self.of is None else np.where(self.of < 0, 0, np.append(lengths, 0)[self.of])


class Texts(Said):
    """The texts of an Arrow column without the spaces around them; an empty cell is an empty text."""

    def __init__(self, column: Any) -> None:
        self.column = column
        self._told: dict[int, str] = {}
        """Those that were asked for: a report names the same few again and again."""

    @cached_property
    def said(self) -> npt.NDArray[np.bool_]:  # type: ignore[override]
        """Which of them are not empty."""
        import pyarrow.compute as pc

        found: npt.NDArray[np.bool_] = np.asarray(pc.is_valid(self.column))
        return found

    def __len__(self) -> int:
        return len(self.column)

    def text(self, number: int) -> str:
        """One of them; `number` counts from 0."""
        if number not in self._told:
            self._told[number] = (self.column[number].as_py() or "").strip()
        return self._told[number]

    def __iter__(self) -> Iterator[str]:
        for chunk in self.column.chunks:
            for at in range(0, len(chunk), PIECE):
                texts = chunk.slice(at, PIECE).to_numpy(zero_copy_only=False).tolist()
                yield from [text.strip() if text else "" for text in texts]
