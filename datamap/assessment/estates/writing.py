"""The answers on a class, written as the parts of one assessment."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from operator import attrgetter
from typing import Any

import numpy as np

from datamap.assessment.estates.slots import Slot
from datamap.findings import Part
from datamap.flow.arcs import Words
from datamap.flow.tags import Tags

_SAID = attrgetter(*(field.name for field in fields(Part)[2:]))


@dataclass(frozen=True, eq=False)
class Told:
    """A slot with the labels that it is about in the rows that it hits."""

    slot: Slot
    labels: Words


class Writer:
    """Writes slots as parts; what says the same of the same people, or of the same categories, is one part."""

    def __init__(self, tags: Tags) -> None:
        self._tags = tags
        self._numbers: dict[tuple[int, bool], int] = {}
        self._sayings: dict[tuple[Any, ...], int] = {}
        self._texts: list[tuple[Any, ...]] = []
        self._kept: list[Part] = []
        self._keys: dict[bytes, tuple[str, ...]] = {}

    def parts(self, told: Iterable[Told], placed: bool) -> tuple[Part, ...]:
        """The parts that some slots make, without their places where the regime does not read these (not `placed`)."""
        by_saying: dict[int, Words] = {}
        for one in told:
            said = self._saying(one.slot.part, placed)
            by_saying[said] = by_saying[said] | one.labels if said in by_saying else one.labels
        merged: dict[tuple[tuple[str, ...], int], list[str]] = {}
        for said, labels in by_saying.items():
            for people, keys in self._listed(labels):
                merged.setdefault((keys, said), []).extend((people,) if people else ())
        return tuple(Part(keys, tuple(sorted(people)), *self._texts[said]) for (keys, said), people in merged.items())

    def _saying(self, part: Part, placed: bool) -> int:
        """A number for what a part says but of which data."""
        found = self._numbers.get((id(part), placed))
        if found is None:
            said = _SAID(part if placed else replace(part, place=None))
            found = self._numbers[id(part), placed] = self._sayings.setdefault(said, len(self._sayings))
            if found == len(self._texts):
                self._texts.append(said)
            self._kept.append(part)
        return found

    def _listed(self, labels: Words) -> list[tuple[str | None, tuple[str, ...]]]:
        """The labels of a set by people, undeclared ones first, each time sorted."""
        groups = self._tags.groups
        found = [(people, self._keys_of(labels[self._tags.run(at)])) for at, people in enumerate(groups)]
        return [(people, keys) for people, keys in (found[-1], *found[:-1]) if keys]

    def _keys_of(self, bits: Words) -> tuple[str, ...]:
        key = bits.tobytes()
        found = self._keys.get(key)
        if found is None:
            places = np.flatnonzero(np.unpackbits(bits.astype("<u8").view(np.uint8), bitorder="little"))
            found = self._keys[key] = tuple(self._tags.keys[at] for at in places.tolist())
        return found
