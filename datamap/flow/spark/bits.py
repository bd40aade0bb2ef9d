"""Sets of labels as columns of 64-bit words, `w0`, `w1` and so on; Spark's whole numbers are signed, so bit 63 is the sign."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

ALL = (1 << 64) - 1


def names(words: int, letter: str = "w") -> list[str]:
    """The names of the columns of a set."""
    return [f"{letter}{word}" for word in range(words)]


def signed(bits: int, words: int) -> list[int]:
    """A set, given as a Python integer, as signed words."""
    parts = [bits >> 64 * word & ALL for word in range(words)]
    return [part - (1 << 64) if part >> 63 else part for part in parts]


def columns(columns: Sequence[str], kind: str = "bigint") -> str:
    """Columns of one type in the words of a schema."""
    return ", ".join(f"{name} {kind}" for name in columns)


def some(words: Sequence[Column]) -> Column:
    """Whether any word has a bit."""
    return reduce(Column.__or__, [word != 0 for word in words])


def any_of(words: Sequence[str], word: str, bit: str) -> Column:
    """Whether the word whose number stands in a column has the bit that stands in another."""
    return F.array(*words)[F.col(word)].bitwiseAND(F.col(bit)) != 0


def joined(sets: DataFrame, words: Sequence[str]) -> DataFrame:
    """Each node once, with all its bits."""
    return sets.groupBy("node").agg(*[F.bit_or(word).alias(word) for word in words])
