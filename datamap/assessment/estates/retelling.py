"""Answers for classes, told of other rows than those with which the classes were judged."""

from __future__ import annotations

from datamap.assessment.binding import Bound
from datamap.assessment.estates.slots import Slot, unexplained
from datamap.assessment.judging import OPEN, Cap, Judge
from datamap.assessment.scene import Movement
from datamap.findings import Part


class Retelling(Judge):
    """Tells answers anew of rows in which other parties take part."""

    def _follow(self) -> None:
        """Nothing is followed: what is bound is known."""

    def part(self, movement: Movement, slot: Slot) -> Part:
        """What a slot says of a leg."""
        bound = self._bindings.of(movement, slot.asked.people)
        if slot.gap:
            cap: Cap | None = unexplained(self.scene, movement)
        elif slot.by is not None:
            cap = None if slot.by.sure else OPEN
        else:
            cap = None if bound.bound is Bound.YES else (bound.reason, bound.asks)
        place = (self.scene.places(movement.leg.to) or (None,))[slot.at]
        return self._part(movement, slot.asked, place, bound, slot.by, cap).part
