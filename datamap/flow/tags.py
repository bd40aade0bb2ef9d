"""What is tracked in an estate: data categories of groups of people as bits, laid out so that whole columns are worked on at once.

Each group of people has its own run of words, and in it each category that the map names has one bit, in the order of
the keys. Naming a key names all that are named below it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cached_property

import numpy as np

from datamap.flow.arcs import WORD, Truth, Words

ONE = np.uint64(1)


class Tags:
    """The pairs of a key and a group of people: pair (`keys[k]`, `groups[g]`) is bit `k % 64` of word `g * wide + k // 64`.

    The last group is None: people whom nobody has declared.
    """

    def __init__(self, keys: Iterable[str], people: Sequence[str]) -> None:
        self.keys = tuple(sorted(set(keys)))
        self.groups: tuple[str | None, ...] = (*people, None)
        self.wide = max(1, -(-len(self.keys) // WORD))
        self.words = self.wide * len(self.groups)
        self.place = {key: at for at, key in enumerate(self.keys)}

    def label(self, key: str, group: str | None) -> int:
        """The number of a pair's bit among all words."""
        return self.groups.index(group) * self.wide * WORD + self.place[key]

    def pair(self, label: int) -> tuple[str, str | None]:
        """The pair of a bit."""
        group, at = divmod(label, self.wide * WORD)
        return self.keys[at], self.groups[group]

    def run(self, group: int) -> slice:
        """The words of a group."""
        return slice(group * self.wide, (group + 1) * self.wide)

    def stating(self, keys: Iterable[str]) -> Words:
        """The bits of some keys that the map names, shape (wide,)."""
        found = np.zeros(self.wide, np.uint64)
        for key in keys:
            at = self.place[key]
            found[at // WORD] |= ONE << np.uint64(at % WORD)
        return found

    def naming(self, keys: Iterable[str]) -> Words:
        """The bits of some keys and of all below them, shape (wide,); keys that the map does not name stand for those below."""
        return self.stating(name for key in keys for name in self.under(key))

    def under(self, key: str) -> tuple[str, ...]:
        """A key, if the map names it, and those below it; "/" is the character after "."."""
        below = self.keys[bisect_left(self.keys, f"{key}.") : bisect_left(self.keys, f"{key}/")]
        return (key, *below) if key in self.place else below

    @cached_property
    def nested(self) -> tuple[tuple[int, Words], ...]:
        """The keys above others, the deepest first, each with the bits of all below it but its own."""
        found = []
        for at, key in enumerate(self.keys):
            below = self.naming((key,))
            below[at // WORD] &= ~(ONE << np.uint64(at % WORD))
            if below.any():
                found.append((at, below))
        return tuple(reversed(found))

    def has(self, bits: Words, at: int) -> Truth:
        """Where key number `at` is in sets of the shape (…, wide)."""
        found: Truth = (bits[..., at // WORD] >> np.uint64(at % WORD)) & ONE != 0
        return found

    def downward(self, bits: Words) -> Words:
        """Sets with all keys below those that they hold, shape (sets, wide)."""
        found = bits.copy()
        for at, below in self.nested:
            has = self.has(bits, at)
            for word in np.flatnonzero(below).tolist():
                found[..., word] |= np.where(has, below[word], np.uint64(0))
        return found

    def upward(self, bits: Words) -> Words:
        """Sets with all keys of which they hold something below, shape (sets, wide)."""
        found = bits.copy()
        for at, below in self.nested:
            met = np.zeros(bits.shape[:-1], bool)
            for word in np.flatnonzero(below).tolist():
                met |= bits[..., word] & below[word] != 0
            found[..., at // WORD] |= met.astype(np.uint64) << np.uint64(at % WORD)
        return found

    def listed(self, bits: Words) -> Words:
        """Sets less the keys that another key of the set covers: what to say of them, shape (sets, wide)."""
        found = bits.copy()
        for at, below in self.nested:
            has = self.has(bits, at)
            for word in np.flatnonzero(below).tolist():
                found[..., word] &= np.where(has, ~below[word], ~np.uint64(0))
        return found

    def each(self, bits: Words, how: str) -> Words:
        """`downward`, `upward` or `listed` of every group in sets of the shape (sets, words)."""
        if not self.nested:
            return bits
        return np.concatenate([getattr(self, how)(bits[:, self.run(group)]) for group in range(len(self.groups))], axis=1)

    def ones(self, words: Words) -> list[int]:
        """The numbers of the bits of one set, in ascending order of key, then of group."""
        found = []
        for at in np.flatnonzero(words).tolist():
            value = int(words[at])
            while value:
                low = value & -value
                found.append(at * WORD + low.bit_length() - 1)
                value ^= low
        size = self.wide * WORD
        return sorted(found, key=lambda label: (label % size, self._rank(label // size)))

    def _rank(self, group: int) -> int:
        """Undeclared people come first, then the others in the order of the map."""
        return 0 if self.groups[group] is None else group + 1
