"""Agreements as they are judged: an agreement together with those that supplement it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from datamap.model import Agreement, DataMap, ImpactAssessment, Party

Side = Literal["exporters", "importers"]
EXPORTERS: Side = "exporters"
IMPORTERS: Side = "importers"


@dataclass(frozen=True, slots=True)
class Instrument:
    """An agreement and the agreements that complete it on the day, judged together."""

    base: Agreement
    supplements: tuple[Agreement, ...] = ()

    @property
    def id(self) -> str:
        """Id of the agreement that is completed."""
        return self.base.id

    @property
    def all(self) -> tuple[Agreement, ...]:
        """The agreement and its supplements."""
        return (self.base, *self.supplements)

    @property
    def measures(self) -> frozenset[str]:
        """Supplementary measures agreed in any of them."""
        return frozenset(measure for agreement in self.all for measure in agreement.measures)

    @property
    def modules(self) -> frozenset[int]:
        """Modules agreed in any of them."""
        return frozenset(module for agreement in self.all for module in agreement.modules)

    @property
    def addenda(self) -> frozenset[str]:
        """Addenda attached to any of them."""
        return frozenset(addendum for agreement in self.all for addendum in agreement.addenda)

    @property
    def complete(self) -> bool:
        """Whether the annexes are complete: a supplement may complete them, none may be unfinished."""
        return self.base.annexes_complete or any(s.annexes_complete for s in self.supplements)

    def assessment(self, on: date) -> ImpactAssessment | None:
        """The latest impact assessment made for it that exists on the day."""
        made = [
            a.impact_assessment
            for a in self.all
            if a.impact_assessment and (a.impact_assessment.on is None or a.impact_assessment.on <= on)
        ]
        return max(made, key=lambda found: found.on or date.min, default=None)

    def joins(self, entity: str | None, side: Side, on: date | None = None) -> bool:
        """Whether an entity is a party on that side (on a day, or ever)."""
        sides: Iterable[Party] = (*self.base.parties, *getattr(self.base, side))
        return entity is not None and any(party.entity == entity and (on is None or party.on(on)) for party in sides)


class Instruments:
    """The instruments of a map on a day. Who is a party to what is looked up, not searched for each leg."""

    def __init__(self, m: DataMap, on: date) -> None:
        self.map, self.on = m, on
        self._instruments: dict[str, Instrument] = {}
        self._places = {name: place for place, name in enumerate(m.agreements)}
        self._sides: dict[Side, dict[str, set[str]]] = {EXPORTERS: {}, IMPORTERS: {}}
        for agreement in m.agreements.values():
            for side, joined in self._sides.items():
                for party in (*agreement.parties, *getattr(agreement, side)):
                    joined.setdefault(party.entity, set()).add(agreement.id)

    def offered(self, declared: object, exporter: str | None, importer: str | None) -> tuple[Instrument, ...]:
        """What is offered for a leg: the agreements that it names, else every one to which both ends are parties.

        Where the map says that nobody knows, nothing is.

        An agreement that supplements another is folded into it, once it is signed.
        """
        bases: dict[str, Agreement] = {}
        for agreement in self._agreements(declared, exporter, importer):
            base, seen = agreement, {agreement.id}
            while base.supplements and base.supplements not in seen:
                base = self.map.agreements[base.supplements]
                seen.add(base.id)
            bases.setdefault(base.id, base)
        return tuple(map(self._instrument, bases.values()))

    def _agreements(self, declared: object, exporter: str | None, importer: str | None) -> list[Agreement]:
        if isinstance(declared, tuple):
            return [self.map.agreements[name] for name in declared]
        if declared == "unknown" or exporter is None or importer is None or exporter == importer:
            return []
        both = self._sides[EXPORTERS].get(exporter, set()) & self._sides[IMPORTERS].get(importer, set())
        return [self.map.agreements[name] for name in sorted(both, key=self._places.__getitem__)]

    def _instrument(self, base: Agreement) -> Instrument:
        found = self._instruments.get(base.id)
        if found is None:
            found = self._instruments[base.id] = Instrument(base, _completed(self.map, base, self.on))
        return found


def _completed(m: DataMap, base: Agreement, on: date) -> tuple[Agreement, ...]:
    found: list[Agreement] = []
    heads = [base.id]
    while heads:
        head = heads.pop()
        for agreement in m.agreements.values():
            if agreement.supplements == head and agreement is not base and agreement not in found and _counts(agreement, on):
                found.append(agreement)
                heads.append(agreement.id)
    return tuple(found)


def _counts(agreement: Agreement, on: date) -> bool:
    signed = agreement.signed is None or agreement.signed <= on
    return signed and not agreement.invalid and (agreement.until is None or on <= agreement.until)
