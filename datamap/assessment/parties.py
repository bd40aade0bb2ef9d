"""Who exports and who imports: the legal persons at the two ends of a leg, and where they are established."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from datamap import geo
from datamap.assessment.controllers import Inflow
from datamap.flow.tags import Tags
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


def exporters(m: DataMap, legs: Sequence[Leg]) -> list[Party]:
    """Who sends or gives access in each of all legs of a day; a people party where the data comes straight from the person.

    Where a processor gives access, the controller whose data it holds exports.
    """
    found = [_sender(m, leg) for leg in legs]
    asked = [at for at, (leg, here) in enumerate(zip(legs, found, strict=True)) if _gives_access(m, leg, here)]
    if asked:
        for at, owners in zip(asked, _owners(m, legs, found, asked), strict=True):
            found[at] = _behind(m, legs[at], found[at], owners)
    return found


def _sender(m: DataMap, leg: Leg) -> Party:
    role = leg.transfer.exporter_role
    return of_entity(m.entities[leg.transfer.on_behalf_of], role) if leg.transfer.on_behalf_of else at(m, leg.from_, role)


def _gives_access(m: DataMap, leg: Leg, here: Party) -> bool:
    """Whether a processor gives access to somebody who is not below it."""
    if leg.kind != "remote_access" or here.group != "processor" or here.entity is None or leg.transfer.on_behalf_of:
        return False
    reader = importer(m, leg)
    return not reader.same(here) and reader.role != "sub_processor"


def _owners(m: DataMap, legs: Sequence[Leg], senders: Sequence[Party], asked: Sequence[int]) -> Iterator[tuple[Entity, ...]]:
    """The controllers whose data processors hold where some legs start, by id."""
    entities, people = tuple(m.entities.values()), len(m.data_subjects)
    number = {name: place for place, name in enumerate((*m.data_subjects, *m.entities, *m.systems))}
    kinds: dict[tuple[str, ...], int] = {}
    kind = np.array([kinds.setdefault(leg.transfer.data_categories, len(kinds)) for leg in legs])
    tags = Tags((key for keys in kinds for key in keys), ())
    stated = np.stack([tags.stating(keys) for keys in kinds])
    sender = np.array([number[party.id] - people if party.id else -1 for party in senders])
    controls = np.array([_controls(leg, party) for leg, party in zip(legs, senders, strict=True)])
    from_, to = (np.array([number[node] for node in nodes]) for nodes in zip(*((leg.from_, leg.to) for leg in legs), strict=True))
    inflow = Inflow(len(number), people, from_, to, sender, controls, kind, stated, tags.downward(stated))
    for owners in inflow.controllers(np.array(asked), sender[asked]):
        yield tuple(sorted((entities[owner] for owner in owners or ()), key=lambda entity: entity.id))


def _controls(leg: Leg, sender: Party) -> bool:
    """Whether what a leg brings is the data of its sender; of somebody for whom another acts its own role counts."""
    return (role_group(sender.entity.role) if sender.entity and leg.transfer.on_behalf_of else sender.group) == "controller"


def _behind(m: DataMap, leg: Leg, here: Party, owners: tuple[Entity, ...]) -> Party:
    """Who exports in place of a processor that gives access."""
    if len(owners) > 1:
        return Party(leg.from_, None, None, None, candidates=owners)
    if not owners or owners[0].id == importer(m, leg).id:
        return here
    return of_entity(owners[0], leg.transfer.exporter_role)
