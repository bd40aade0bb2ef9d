"""Which rows and nodes of an estate the patterns of waivers name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from fnmatch import translate

import numpy as np

from datamap.assessment.estates.coding import whole
from datamap.flow.arcs import Whole
from datamap.flow.tide import Tide


def matched(texts: Iterable[str], patterns: Sequence[str]) -> Whole:
    """For each text a number for which of the patterns match it, with `*`, `?` and `[…]` as in file names; 0 for none."""
    tests = [re.compile(translate(pattern)).match for pattern in patterns]
    some = re.compile("|".join(translate(pattern) for pattern in patterns)).match
    known: dict[tuple[bool, ...], int] = {}
    none = tuple(False for _ in tests)
    known[none] = 0
    found = [known.setdefault(tuple(test(text) is not None for test in tests), len(known)) if some(text) else 0 for text in texts]
    return np.array(found, np.int64)


def named(tide: Tide, patterns: Sequence[str]) -> Whole:
    """For each row a number for the patterns that match its own id or that of an end."""
    estate = tide.estate
    if not patterns:
        return np.zeros(len(tide.rows), np.int64)
    ends = matched((*estate.outset, *estate.systems.names), patterns)
    return whole(ends[tide.from_], ends[tide.to], matched(_ids(tide), patterns))


def _ids(tide: Tide) -> Iterator[str]:
    """The ids of the rows of the day; those that a transfer has to itself are taken as they are."""
    estate = tide.estate
    ids = list(estate.rows.ids or ())
    plain = (estate.rows.named & (estate.repeats == 0))[tide.rows].tolist()
    return (ids[row] if alone else estate.id(row) for row, alone in zip(tide.rows.tolist(), plain, strict=True))


def waived(tide: Tide) -> Whole:
    """For each row a number for the waivers that may name it, by its own id or that of an end."""
    return named(tide, sorted({name for waiver in tide.estate.frame.waivers for name in _subjects(waiver.finding)}))


def _subjects(finding: str) -> set[str]:
    """Patterns for the subjects that the id of a finding, with `*` for any text, may name: those that match alike get the same answer."""
    _, at, subject = finding.partition("@")
    rests = {subject} if at else {finding[place:].replace("?", "*", 1) for place, sign in enumerate(finding) if sign in "*?["}
    cuts = {rest[:end] for rest in rests for end in range(1, len(rest) + 1) if rest[end:][:1] in ("", "/") or rest[end - 1] == "*"}
    return {cut for cut in cuts if "/" not in cut and cut.strip("*")}
