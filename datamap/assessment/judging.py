"""One regime over a whole map: every leg is judged, and data that leaves bound is followed until nothing changes."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import fields, replace
from functools import cached_property, lru_cache
from operator import attrgetter

from datamap.assessment.attributes import hr
from datamap.assessment.binding import Bound, binding
from datamap.assessment.bindings import Bindings
from datamap.assessment.coverage import Judged, Portion, capped, judged
from datamap.assessment.onward import Carrier
from datamap.assessment.restriction import Restriction, restriction
from datamap.assessment.scene import Movement, Scene
from datamap.findings import Ask, Part, Reason, Status
from datamap.flow import Carried
from datamap.law import Barred, Regime

Label = tuple[str, str | None]
Key = tuple[str, str | None, str | None, Carrier | None]
Cap = tuple[Reason, tuple[Ask, ...]]
_NONE: frozenset[Carrier] = frozenset()
_REST = attrgetter(*(field.name for field in fields(Part)[2:]))


class Judge:
    """What `regime` says of every leg of a scene. `parts` maps a leg's id to its parts; legs it does not touch are absent."""

    def __init__(self, scene: Scene, regime: Regime) -> None:
        self.scene, self.regime = scene, regime
        self.parts: dict[str, dict[Key, Part]] = {}
        self._arrived: dict[str, dict[Label, set[Carrier]]] = {}
        self._bindings = Bindings(scene, regime)
        self._awake: set[str] = set()
        self._hr: dict[tuple[str, str | None], bool] = {}
        self._said: dict[tuple[str, str, bool, str | None, Reason | None, Carrier | None], Judged] = {}
        self.importers: dict[str, bool] = {}
        conduct = regime.conduct(scene.on)
        self._follows = conduct is not None and conduct.follows
        self._asks_where_people_are = any(law.people_inside for law in regime.of(Barred, scene.on))
        self._geometry: dict[tuple[str, str | None], Restriction] = {}
        self._follow()

    def _follow(self) -> None:
        waiting = deque(self.scene.movements.values())
        queued = set(self.scene.movements)
        while waiting:
            movement = waiting.popleft()
            queued.discard(movement.leg.id)
            if movement.leg.id not in self._awake and self._bindings.none(movement):
                continue
            for node in self._judge(movement):
                for after in self._leaving.get(node, ()):
                    self._awake.add(after.leg.id)
                    if after.leg.id not in queued:
                        queued.add(after.leg.id)
                        waiting.append(after)

    @cached_property
    def _leaving(self) -> dict[str, list[Movement]]:
        """The legs to look at again when data arrives at a node: its own, and those of the same legal person."""
        found: dict[str, list[Movement]] = {}
        for movement in self.scene.movements.values():
            for node in self._stock(movement):
                found.setdefault(node, []).append(movement)
        return found

    def _stock(self, movement: Movement) -> tuple[str, ...]:
        """The nodes whose data a leg may pass on: where it starts, and all that its exporter holds."""
        return self.scene.stock(movement.leg.from_)

    def _judge(self, movement: Movement) -> set[str]:
        """Judge a leg with what is known by now; returns the nodes at which bound data newly arrives."""
        changed: set[str] = set()
        for carried in self.scene.network.carried(movement.leg.id):
            for carrier, cap in self._carriers(movement, carried):
                for place in self.scene.places(movement.leg.to) or (None,):
                    key = (carried.category, carried.people, place, carrier)
                    if key in self.parts.get(movement.leg.id, {}):
                        continue
                    judged = self._part(movement, carried, place, carrier, cap)
                    self.parts.setdefault(movement.leg.id, {})[key] = judged.part
                    if self._arrives(movement, carried, carrier, judged):
                        changed.add(movement.leg.to)
        return changed

    def _carriers(self, movement: Movement, carried: Carried) -> Iterator[tuple[Carrier | None, Cap | None]]:
        """How data comes to be bound on this leg: by its exporter (None), or by what carried it here; each with a cap, if any."""
        bound = self._bindings.of(movement, carried.people)
        if bound.bound is Bound.YES:
            yield None, None
            return
        if bound.bound is not Bound.NO:
            yield None, (bound.reason, bound.asks)
        arrived = self._at(movement, carried)
        for carrier in sorted(arrived, key=_order):
            why = Reason("an earlier leg, on which this one depends, is itself open")
            yield carrier, None if carrier.sure else (why, ())
        if not carried.explained and not arrived:
            for carrier in self._elsewhere(movement):
                says = f"nothing says where {self.scene.name(movement.leg.from_)} has {carried.category} from; it holds other bound data"
                ask = Ask(f"from where does `{movement.leg.from_}` have the data in `{movement.leg.id}`?", self._path(movement))
                yield carrier, (Reason(says), (ask,))

    def _path(self, movement: Movement) -> tuple[str | int, ...]:
        return ("transfers", movement.leg.written) if movement.leg.written is not None else ()

    def _at(self, movement: Movement, carried: Carried) -> set[Carrier]:
        """What carried this data, or a part of it, to the start of the leg."""
        leg, found = movement.leg, set[Carrier]()
        if leg.id not in self._awake:
            return found
        above = [(key, carried.people) for key in _upwards(carried.category)]
        nodes = self._stock(movement) if leg.from_ in self.scene.map.entities else (leg.from_,)
        for node in nodes:
            here = self._arrived.get(node)
            if here:
                for label in above:
                    found |= here.get(label, _NONE)
                for (category, people), carriers in here.items():
                    if people == carried.people and category.startswith(f"{carried.category}."):
                        found |= carriers
        return found

    def _elsewhere(self, movement: Movement) -> list[Carrier]:
        """What carried other data to the legal person at the start of the leg."""
        if movement.leg.id not in self._awake:
            return []
        found = {c for node in self._stock(movement) for carriers in self._arrived.get(node, {}).values() for c in carriers}
        return sorted(found, key=_order)

    def _part(self, movement: Movement, carried: Carried, place: str | None, carrier: Carrier | None, cap: Cap | None) -> Judged:
        placed = _placed(movement, place)
        portion = Portion(
            scene=self.scene,
            regime=self.regime,
            movement=placed,
            category=carried.category,
            people=carried.people,
            place=place,
            bound=self._bindings.of(movement, carried.people),
            geometry=self._restriction(movement, place),
            carrier=carrier,
            own=lambda name: direct_part(self.scene, name, placed, carried, place),
        )
        found = self._judged(portion)
        restricted = found.part.restricted
        if cap:
            open_ = None if carrier is None and restricted is not False else restricted
            return Judged(capped(found.part, *cap, open_), found.decision)
        if movement.leg.transfer.evidence == "inferred":
            why = Reason("the transfer is inferred, not declared or observed")
            return Judged(capped(found.part, why, self._confirm(movement), None if restricted is not False else False))
        return found

    def _judged(self, portion: Portion) -> Judged:
        """What is said of one group of people; where no more is read of them than whether they are workers, as of any other."""
        people, carrier, movement = portion.people, portion.carrier, portion.movement
        elsewhere = bool(carrier and carrier.decision and carrier.decision.onward and carrier.decision.onward.regime)
        named = any(agreement.data_subjects for instrument in movement.instruments for agreement in instrument.all)
        if elsewhere or named or self._asks_where_people_are:
            return judged(portion)
        reason = portion.bound.reason if carrier is None else None
        key = (movement.leg.id, portion.category, self._staff(portion.category, people), portion.place, reason, carrier)
        found = self._said.get(key)
        if found is None:
            found = self._said[key] = judged(portion)
            return found
        return Judged(Part(found.part.data_categories, (people,) if people else (), *_REST(found.part)), found.decision)

    def _staff(self, category: str, people: str | None) -> bool:
        asked = (category, people)
        if asked not in self._hr:
            self._hr[asked] = hr(self.scene, category, people)
        return self._hr[asked]

    def _confirm(self, movement: Movement) -> tuple[Ask, ...]:
        return (Ask(f"does the transfer `{movement.leg.id}` take place?", self._path(movement)),)

    def _restriction(self, movement: Movement, place: str | None) -> Restriction:
        key = (movement.leg.id, place)
        if key not in self._geometry:
            self._geometry[key] = restriction(self.scene, self.regime, movement, place)
        return self._geometry[key]

    def _arrives(self, movement: Movement, carried: Carried, carrier: Carrier | None, judged: Judged) -> bool:
        """Record that the data is bound where the leg ends; True where that is news."""
        out = self._out(movement, carrier, judged)
        if out is None:
            return False
        there = self._arrived.setdefault(movement.leg.to, {}).setdefault((carried.category, carried.people), set())
        if out in there:
            return False
        there.add(out)
        if movement.leg.to in self._stock(movement):
            self._awake.add(movement.leg.id)
        return True

    def _out(self, movement: Movement, carrier: Carrier | None, judged: Judged) -> Carrier | None:
        importer, found = movement.importer, judged.part
        if not self._follows:
            return None
        if importer.people or (
            importer.entity
            and self.scene.law.inside(self.regime, importer.place, self.scene.on)
            and importer.kind != "international_organisation"
        ):
            return None
        if found.restricted is False:
            return carrier if movement.exporter.same(importer) else None
        sure = found.restricted is True and (carrier is None or carrier.sure) and movement.leg.transfer.evidence != "inferred"
        if found.verdict is Status.UNKNOWN and judged.decision is not None:
            sure = False
        covered = judged.decision if found.verdict is Status.COVERED else None
        return Carrier(covered, sure)


def _order(carrier: Carrier) -> tuple[str, bool]:
    return carrier.decision.id if carrier.decision else "", carrier.sure


@lru_cache(maxsize=4096)
def _upwards(category: str) -> tuple[str, ...]:
    """A category and those above it."""
    parts = category.split(".")
    return tuple(".".join(parts[:length]) for length in range(1, len(parts) + 1))


def _placed(movement: Movement, place: str | None) -> Movement:
    """The same leg, where a presumed operator of a system is in the place for which the leg is judged."""
    if movement.importer.entity or movement.importer.people:
        return movement
    return replace(movement, importer=replace(movement.importer, place=place))


def direct_part(scene: Scene, name: str, movement: Movement, carried: Carried, place: str | None) -> Part | None:
    """What another regime, to which a decision hands the next leg, says of it where it binds the exporter itself."""
    regime = scene.law.regimes[name]
    bound = binding(scene, regime, movement, carried.people)
    if bound.bound is not Bound.YES:
        return None
    geometry = restriction(scene, regime, movement, place)
    portion = Portion(scene, regime, movement, carried.category, carried.people, place, bound, geometry, None, lambda other: None)
    return judged(portion).part
