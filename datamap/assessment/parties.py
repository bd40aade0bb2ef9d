"""Who exports and who imports: the legal persons at the two ends of a leg, and where they are established."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from datamap import geo
from datamap.model import DataMap, Entity, Leg, System
from datamap.values import quick

RoleGroup = Literal["controller", "processor"]
PROCESSORS = frozenset({"processor", "sub_processor"})


@quick
@dataclass(frozen=True, slots=True)
class Party:
    """A legal person at one end of a leg.

    `entity` is None for people (`people` names them) and for the separate party that is presumed to run a system whose
    operator nobody declared (`node` is then that system). `place` is its establishment as an ISO code, None where
    unknown; a presumed operator is taken to be where its system is. `candidates` are the entities of which one exports,
    where the map does not say which.
    """

    node: str
    entity: Entity | None
    place: str | None
    role: str | None
    people: bool = False
    candidates: tuple[Entity, ...] = ()

    @property
    def id(self) -> str | None:
        """Id of the entity; None for people and for parties that nobody named."""
        return self.entity.id if self.entity else None

    @property
    def group(self) -> RoleGroup | None:
        """The role as standard clauses see it: a recipient or public authority counts as a controller."""
        return role_group(self.role)

    @property
    def kind(self) -> str:
        """Kind of legal person; `company` where nobody said."""
        return self.entity.kind if self.entity else "company"

    def same(self, other: Party) -> bool:
        """Whether both are one legal person."""
        if self.people or other.people:
            return False
        return self.id == other.id if self.entity or other.entity else self.node == other.node


def role_group(role: str | None) -> RoleGroup | None:
    """`controller` or `processor`; None where the role is unknown."""
    if role is None:
        return None
    return "processor" if role in PROCESSORS else "controller"


def of_entity(entity: Entity, role: str | None = None) -> Party:
    """The party that an entity is."""
    return Party(entity.id, entity, geo.iso(entity.location), role or entity.role)


def of_system(m: DataMap, system: System, role: str | None = None) -> Party:
    """The party behind a system: its operator, or a separate party presumed in its place."""
    if system.operator:
        return of_entity(m.entities[system.operator], role)
    places = {geo.iso(place) for place in system.places}
    return Party(system.id, None, places.pop() if len(places) == 1 else None, role)


def at(m: DataMap, node: str, role: str | None = None) -> Party:
    """The party at a node of the map."""
    if node in m.entities:
        return of_entity(m.entities[node], role)
    if node in m.systems:
        return of_system(m, m.systems[node], role)
    return Party(node, None, None, None, people=True)


def importer(m: DataMap, leg: Leg) -> Party:
    """Who receives or reads. A host is the operator's processor."""
    role = leg.transfer.importer_role or ("processor" if leg.written is None else None)
    return at(m, leg.to, role)


def exporter(m: DataMap, leg: Leg, inbound: dict[str, list[Leg]]) -> Party:
    """Who sends or gives access; a people party where the data comes straight from the person.

    `inbound` lists the legs that end at each node, to find for whom a processor holds data.
    """
    role = leg.transfer.exporter_role
    if leg.transfer.on_behalf_of:
        return of_entity(m.entities[leg.transfer.on_behalf_of], role)
    here = at(m, leg.from_, role)
    if leg.kind != "remote_access" or here.group != "processor" or here.entity is None:
        return here
    reader = importer(m, leg)
    if reader.same(here) or reader.role == "sub_processor":
        return here
    controllers = _controllers(m, here, leg, inbound)
    if len(controllers) > 1:
        return Party(leg.from_, None, None, None, candidates=tuple(m.entities[name] for name in sorted(controllers)))
    owner = next(iter(controllers), None)
    if owner is None or owner == reader.id:
        return here
    return of_entity(m.entities[owner], role)


def _controllers(m: DataMap, processor: Party, leg: Leg, inbound: dict[str, list[Leg]]) -> set[str]:
    """The controllers whose data a processor holds where `leg` starts, behind other processors too."""
    found: set[str] = set()
    seen: set[str] = set()
    waiting = [processor.node, leg.from_]
    while waiting:
        node = waiting.pop()
        if node in seen:
            continue
        seen.add(node)
        for before in inbound.get(node, ()):
            if not _shared(leg, before):
                continue
            sender = at(m, before.from_, before.transfer.exporter_role)
            if before.transfer.on_behalf_of:
                sender = of_entity(m.entities[before.transfer.on_behalf_of])
            if sender.entity and sender.group == "controller":
                found.add(sender.entity.id)
            elif sender.entity:
                waiting += [sender.entity.id, before.from_]
    return found


def _shared(leg: Leg, before: Leg) -> bool:
    ours, theirs = leg.transfer.data_categories, before.transfer.data_categories
    return any(a == b or a.startswith(f"{b}.") or b.startswith(f"{a}.") for a in ours for b in theirs)
