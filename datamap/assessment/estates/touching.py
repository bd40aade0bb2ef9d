"""What an edit of an estate touches: the rows of which something else may be said than before it."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from datamap.assessment.estates.coding import codes
from datamap.assessment.estates.scene import EstateScene
from datamap.assessment.onward import handed_to
from datamap.flow.arcs import Truth, Whole, Words
from datamap.law import Regime
from datamap.model.estate import Estate


class Edit:
    """Two scenes of an estate, before and after an edit of its transfers.

    `old` has for each row of the day after the edit its place among the rows before it, -1 where it is new.
    """

    def __init__(self, before: EstateScene, after: EstateScene, lineage: Whole) -> None:
        self.before, self.after = before, after
        places = np.full(len(before.estate) + 1, -1, np.int64)
        places[before.tide.rows] = np.arange(len(before.tide.rows))
        self.old: Whole = places[lineage[after.tide.rows]]

    @classmethod
    def between(cls, before: EstateScene, after: EstateScene) -> Edit | None:
        """The edit by which an estate came of another; None where more than transfers was changed, or nothing can be kept."""
        lineage = descent(before.estate, after.estate)
        same = (before.on, before.law, before.tide.tags.keys) == (after.on, after.law, after.tide.tags.keys)
        return cls(before, after, lineage) if lineage is not None and same and len(before.tide.rows) else None

    @cached_property
    def touched(self) -> Truth:
        """For each row whether it is new, or passes on, or may be read, in another way than before."""
        before, after = self.before, self.after
        found: Truth = self.old < 0
        kept = np.flatnonzero(~found)
        old = self.old[kept]
        one, other = after.tide, before.tide
        changed = _differ(one.carried[kept], other.carried[old]) | _differ(one.gaps[kept], other.gaps[old])
        changed |= (one.sure[kept] != other.sure[old]) | (one.implied[kept] != other.implied[old])
        changed |= after.estate.repeats[one.rows[kept]] != before.estate.repeats[other.rows[old]]
        changed |= after.ends.exporter[kept] != before.ends.exporter[old]
        sets = codes([*after.ends.several, *before.ends.several])
        of_one = np.append(sets[: len(after.ends.several)], -1)[after.ends.one_of[kept]]
        changed |= of_one != np.append(sets[len(after.ends.several) :], -1)[before.ends.one_of[old]]
        collecting = np.array([a != b for a, b in zip(after.ground.groups, before.ground.groups, strict=True)], bool)
        if collecting.any():
            changed |= (after.ends.exporter[kept] >= 0) & collecting[after.ends.exporter[kept]]
            changed |= np.array([*(collecting[list(owners)].any() for owners in after.ends.several), False], bool)[after.ends.one_of[kept]]
        found[kept[changed]] = True
        return found

    @cached_property
    def _senders(self) -> Truth:
        """For each entity whether a row that it sends is touched, or was taken out."""
        found = np.zeros(len(self.after.ends.entities) + 2, bool)
        found[self.after.ends.exporter[self.touched]] = True
        found[self.before.ends.exporter[self.lost(self.touched)]] = True
        return found

    @cached_property
    def _counted(self) -> Truth:
        """For each row whether it says about how many people its data is: others from its exporter may count with it."""
        sorts = self.after.ends.sorts
        found: Truth = np.array([sort.volume is not None for sort in sorts], bool)[self.after.tide.sort] if sorts else self.touched
        return found

    def under(self, regime: Regime) -> Truth:
        """For each row whether a regime, or one to which its decisions hand data on, may say something else of it."""
        found = self.touched.copy()
        for one in (regime, *handed_to(self.after.law, regime)):
            conduct = one.conduct(self.after.on)
            if conduct and conduct.counts != "transfer":
                found |= self._counted & self._senders[self.after.ends.exporter]
            if one.id in self.after.ground.only_for_others:
                now, then = (scene.ground.for_others(one, np.arange(len(scene.tide.rows))) for scene in (self.after, self.before))
                found |= now != np.append(then, False)[self.old]
        return found

    def lost(self, touched: Truth) -> Whole:
        """The rows before the edit that are gone, or `touched` now."""
        left = np.ones(len(self.before.tide.rows), bool)
        left[self.old[(self.old >= 0) & ~touched]] = False
        return np.flatnonzero(left)

    def alike(self, touched: Truth, then: EstateScene, now: EstateScene) -> Whole:
        """For each class of a fold the class with the same rows before the edit, -1 where a row is touched, missing or new."""
        of = now.fold.of[now.ground.of]
        was = np.where(touched, -1, then.fold.of[then.ground.of][self.old])
        found = np.full(len(now.first), -1, np.int64)
        found[of] = was
        odd = np.zeros(len(now.first), bool)
        odd[of[was != found[of]]] = True
        odd |= (found < 0) | (now.sizes != then.sizes[found])
        found[odd] = -1
        return found


def descent(before: Estate, after: Estate) -> Whole | None:
    """For each row of an estate the row of another from which it came by edits, -1 where it is new; None where it is no such edit."""
    at = next((number for number, edit in enumerate(after.made) if edit.before is before.mark), None)
    if at is None and after.mark is not before.mark:
        return None
    rows: Whole = np.arange(len(after))
    size = len(after)
    for edit in reversed(after.made[at:] if at is not None else ()):
        rows = np.append(edit.lineage(size), -1)[rows].astype(np.int64)
        size = edit.rows
    return rows


def _differ(one: Words, other: Words) -> Truth:
    found: Truth = (one != other).any(axis=1)
    return found
