"""The answers on a class, written as the parts of one assessment."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from itertools import compress
from operator import attrgetter
from typing import Any

from datamap.findings import Part
from datamap.flow.arcs import WORD
from datamap.flow.tags import Tags

_FIELDS = [field.name for field in fields(Part)[2:]]
_SAID = attrgetter(*_FIELDS)
_PLACE = _FIELDS.index("place")


class Writer:
    """Writes answers as parts; what says the same of the same people, or of the same categories, is one part."""

    def __init__(self, tags: Tags) -> None:
        self._tags = tags
        self._numbers: dict[tuple[int, bool], int] = {}
        self._sayings: dict[tuple[Any, ...], int] = {}
        self._texts: list[tuple[Any, ...]] = []
        self._kept: list[Part] = []
        self._keys: dict[int, tuple[str, ...]] = {}
        size = tags.wide * WORD
        self._run = (1 << size) - 1
        groups = [(people, size * at) for at, people in enumerate(tags.groups)]
        self._groups = (groups[-1], *groups[:-1])
        """Groups of people, undeclared ones first, each with the place of its first bit."""

    def parts(self, told: Iterable[tuple[Part, int]], placed: bool) -> tuple[Part, ...]:
        """The parts that some answers make, each told with the bits of the labels that it is about.

        They are without their places where the regime does not read these (not `placed`).
        """
        by_saying: dict[int, int] = {}
        for part, labels in told:
            said = self._saying(part, placed)
            by_saying[said] = by_saying.get(said, 0) | labels
        merged: dict[tuple[tuple[str, ...], int], list[str]] = {}
        for said, labels in by_saying.items():
            for people, place in self._groups:
                if bits := labels >> place & self._run:
                    merged.setdefault((self._keys_of(bits), said), []).extend((people,) if people else ())
        return tuple(Part(keys, tuple(sorted(people)), *self._texts[said]) for (keys, said), people in merged.items())

    def _saying(self, part: Part, placed: bool) -> int:
        """A number for what a part says but of which data."""
        found = self._numbers.get((id(part), placed))
        if found is None:
            said = _SAID(part)
            if not placed:
                said = (*said[:_PLACE], None, *said[_PLACE + 1 :])
            found = self._numbers[id(part), placed] = self._sayings.setdefault(said, len(self._sayings))
            if found == len(self._texts):
                self._texts.append(said)
            self._kept.append(part)
        return found

    def _keys_of(self, bits: int) -> tuple[str, ...]:
        found = self._keys.get(bits)
        if found is None:
            found = self._keys[bits] = tuple(compress(self._tags.keys, map(int, reversed(f"{bits:b}"))))
        return found
