"""The answers for classes, and how data came to be bound of which they speak."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from datamap.assessment.judging import Cap
from datamap.assessment.onward import Carrier
from datamap.assessment.scene import Movement, Scene
from datamap.findings import Ask, Part, Reason
from datamap.flow import Carried
from datamap.flow.arcs import Words

UNSURE = Carrier(None, sure=False)
"""Whatever carried data that only may be bound: what is said of it then is the same."""


@dataclass(eq=False, slots=True)
class Slot:
    """One answer for a class: what is said (`part`) of which labels (`mask`), where it came bound by `carrier`, and by what it goes on.

    `by` is what carried it here, `gap` is True where the data is not explained, and the exporter holds other data that arrived
    bound. `asked` stands for the data, at the place with the number `at` among those where the leg may end.
    """

    part: Part
    mask: Words
    asked: Carried
    at: int
    by: Carrier | None = None
    carrier: int = -1
    out: int = -1
    gap: bool = False

    @property
    def way(self) -> tuple[bool, bool, str, bool]:
        """By what the data came, to put answers in an order that does not hang on how they were found."""
        decision = self.by.decision.id if self.by and self.by.decision else ""
        return (self.by is not None, self.gap, decision, self.by is not None and self.by.sure)


DIRECT = -1
"""Stands for the carrier of data that a regime binds through its exporter: nothing brought it bound."""


@dataclass(frozen=True)
class Learnt:
    """What is said of a class for what came in one way."""

    slots: list[Slot]

    @cached_property
    def passing(self) -> tuple[tuple[int, Words], ...]:
        """The labels that go on bound, by what carries them then."""
        found: dict[int, Words] = {}
        for slot in self.slots:
            if slot.out >= 0:
                found[slot.out] = found[slot.out] | slot.mask if slot.out in found else slot.mask
        return tuple(found.items())


NOTHING = Learnt([])


def unexplained(scene: Scene, movement: Movement) -> Cap:
    """Why an answer on data that nobody explains is open, and what to ask."""
    start, leg = movement.leg.from_, movement.leg
    says = f"nothing says where {scene.name(start)} has this data from; it holds other bound data"
    path = ("transfers", leg.written) if leg.written is not None else ()
    return Reason(says), (Ask(f"from where does `{start}` have the data in `{leg.id}`?", path),)
