"""The answers on a class, written as the parts of one assessment."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from operator import attrgetter
from typing import Any

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
        self._lists: dict[bytes, tuple[tuple[str | None, tuple[str, ...]], ...]] = {}

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

    def _listed(self, labels: Words) -> tuple[tuple[str | None, tuple[str, ...]], ...]:
        """The labels of a set by people, sorted."""
        key = labels.tobytes()
        found = self._lists.get(key)
        if found is None:
            groups: dict[str | None, list[str]] = {}
            for label in self._tags.ones(labels):
                category, people = self._tags.pair(label)
                groups.setdefault(people, []).append(category)
            found = self._lists[key] = tuple((people, tuple(sorted(keys))) for people, keys in groups.items())
        return found
