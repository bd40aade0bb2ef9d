"""What is tracked: pairs of a data category and the people it is about, as bits of a set.

A key stands for itself and all below it. So that naming a key above or below what is held is plain set arithmetic, to
hold a key is to hold the bits of all keys below it that the transfers name; `listed` folds such a set into as few pairs
as say the same.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from functools import cached_property
from itertools import product

from datamap.model import Leg

Label = tuple[str, str | None]


class Labels:
    """The pairs that occur among some legs. People `None` are people whom nobody has declared.

    `pairs` lists them by key, so that a key and all below it are one run of bits.
    """

    def __init__(self, legs: Iterable[Leg], people: tuple[str, ...]) -> None:
        named: set[tuple[str, str | None]] = set()
        keys: set[str] = set()
        for leg in legs:
            named.update(product(leg.transfer.data_categories, about(leg, people) or (None,)))
            keys.update(leg.transfer.data_categories, leg.transfer.drops)
        self.keys = sorted(keys)
        under = {name: self._under(name) for name in keys}
        rank = {name: place for place, name in enumerate(people, 1)}
        found = {(key, who) for name, who in named for key in under[name]}
        self.pairs: tuple[Label, ...] = tuple(sorted(found, key=lambda pair: (pair[0], rank.get(pair[1] or "", 0))))
        self.number = {pair: bit for bit, pair in enumerate(self.pairs)}
        self._column = [key for key, _ in self.pairs]
        self._below: dict[str, int] = {}
        self._listed: dict[int, tuple[int, ...]] = {}
        self._about: dict[str | None, int] = {}
        for bit, (_, who) in enumerate(self.pairs):
            self._about[who] = self._about.get(who, 0) | 1 << bit

    def __len__(self) -> int:
        return len(self.pairs)

    def _under(self, key: str) -> list[str]:
        return self.keys[bisect_left(self.keys, key) : bisect_left(self.keys, f"{key}/")]

    def below(self, key: str) -> int:
        """The bits of a key and all below it. "/" is the character after ".", so they are the keys from `key` up to `key/`."""
        bits = self._below.get(key)
        if bits is None:
            low, high = bisect_left(self._column, key), bisect_left(self._column, f"{key}/")
            bits = self._below[key] = (1 << high) - (1 << low)
        return bits

    def about(self, people: Iterable[str | None]) -> int:
        """The bits of all pairs about some people."""
        bits = 0
        for who in people:
            bits |= self._about.get(who, 0)
        return bits

    def naming(self, keys: Iterable[str]) -> int:
        """The bits of some keys and all below them."""
        bits = 0
        for key in keys:
            bits |= self.below(key)
        return bits

    def listed(self, bits: int) -> tuple[int, ...]:
        """The bits that no other bit of the set covers, in order: what to say of a set of pairs."""
        found = self._listed.get(bits)
        if found is None:
            found = self._listed[bits] = tuple(bit for bit in ones(bits) if not bits & self._above[bit])
        return found

    @cached_property
    def _above(self) -> list[int]:
        """For each pair the bits of the keys above it, of the same people."""
        above = []
        for key, who in self.pairs:
            bits, at = 0, key.rfind(".")
            while at > 0:
                bit = self.number.get((key[:at], who))
                bits |= 0 if bit is None else 1 << bit
                at = key.rfind(".", 0, at)
            above.append(bits)
        return above

    def said(self, bits: int, keys: Iterable[str]) -> list[tuple[int, Label]]:
        """What a set says of some keys, each with the bit that tells it: the key where it is held whole, else what is held below."""
        found: dict[Label, int] = {}
        for key in keys:
            rest = bits & self.below(key)
            for who in {self.pairs[bit][1] for bit in ones(bits)}:
                whole = self._holding(key, who)
                if whole is not None and bits >> whole & 1:
                    found[key, who] = whole
                    rest &= ~self._about[who]
            found |= {self.pairs[bit]: bit for bit in self.listed(rest)}
        return sorted(((bit, label) for label, bit in found.items()), key=lambda pair: (pair[0], pair[1][0]))

    def _holding(self, key: str, people: str | None) -> int | None:
        """The bit that tells whether a key is held whole: its own, or that of the nearest key above that occurs."""
        while key:
            low = bisect_left(self.keys, key)
            if low < len(self.keys) and self.keys[low] == key:
                return self.number.get((key, people))
            key = key.rpartition(".")[0]
        return None


def about(leg: Leg, people: Iterable[str]) -> tuple[str, ...]:
    """The people whose data a leg is about: those it names, or those from whom it comes; () for all whose data its source holds."""
    return leg.transfer.data_subjects or ((leg.from_,) if leg.from_ in people else ())


def ones(bits: int) -> list[int]:
    """The numbers of the bits that are set, in ascending order."""
    found = []
    while bits:
        low = bits & -bits
        found.append(low.bit_length() - 1)
        bits ^= low
    return found
