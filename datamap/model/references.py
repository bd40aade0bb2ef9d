"""What no single part of a map can see: ids that clash or lead nowhere, and ownership in a circle."""

from __future__ import annotations

import string
from collections.abc import Collection, Iterable, Iterator
from difflib import get_close_matches
from itertools import chain, islice
from typing import TYPE_CHECKING

from datamap import geo
from datamap.errors import PlaceError, Problem
from datamap.model.taxonomy import Taxonomy

if TYPE_CHECKING:
    from datamap.model.map import DataMap, Path
    from datamap.model.systems import System
    from datamap.model.transfers import Transfer

NODES = ("data_subjects", "entities", "systems")


MANY = 300
"""Known names beyond which only those are suggested that are one slip of the hand away: looking at all takes long."""


def meant(text: str, known: Collection[str], otherwise: str) -> str:
    """ "did you mean …?" for the nearest of `known`, or `otherwise` where nothing is near."""
    near = get_close_matches(text, list(known), n=2, cutoff=0.7) if len(known) <= MANY else [*islice(_slips(text, known), 2)]
    return f"did you mean {' or '.join(near)}?" if near else otherwise


def _slips(text: str, known: Collection[str]) -> Iterator[str]:
    """Known names that differ from `text` by a letter that is wrong, missing, too much, or swapped with its neighbour."""
    cuts = [(text[:at], text[at:]) for at in range(min(len(text), 60) + 1)]
    letters = string.ascii_letters + string.digits + "_.-"
    tries = chain(
        (a + b[1:] for a, b in cuts if b),
        (a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1),
        (a + letter + b[1:] for a, b in cuts if b for letter in letters),
        (a + letter + b for a, b in cuts for letter in letters),
    )
    return iter(dict.fromkeys(name for name in tries if name in known))


def problems(m: DataMap, known: frozenset[str] = frozenset()) -> list[Problem]:
    """Everything in which the parts of a map contradict one another.

    `known` are ids of parts that exist but could not be read, so that nothing is reported twice.
    """
    nodes = dict.fromkeys([*m.data_subjects, *m.entities, *m.systems])
    return [
        *_clashes(m),
        *apart(m, known, dict.fromkeys([*m.entities, *m.systems])),
        *(p for system in m.systems.values() for p in of_system(m, system, known)),
        *(p for index, transfer in enumerate(m.transfers) for p in of_transfer(m, index, transfer, nodes, known)),
    ]


def apart(m: DataMap, known: frozenset[str], handlers: Collection[str]) -> Iterator[Problem]:
    """What is wrong in a map apart from its systems and transfers; `handlers` are the ids of its entities and systems."""
    yield from Taxonomy.of(m.data_categories).problems()
    yield from _entities(m, known)
    yield from _agreements(m, known)
    yield from _policies(m, known, handlers)
    yield from _sources(m, known)
    yield from _places(m)


def of_system(m: DataMap, system: System, known: frozenset[str]) -> Iterator[Problem]:
    """Where a system leads to nothing."""
    for key in ("operator", "host"):
        name = getattr(system, key)
        if name:
            yield from _unknown(("systems", system.id, key), "entity", name, m.entities, known)
    if system.source:
        yield from _unknown(("systems", system.id, "source"), "source", system.source, m.sources, known)


def of_transfer(m: DataMap, index: int, transfer: Transfer, nodes: Collection[str], known: frozenset[str]) -> Iterator[Problem]:
    """Where a transfer leads to nothing, or ends before it starts."""
    taxonomy = Taxonomy.of(m.data_categories)
    at: Path = ("transfers", index)
    for key, ends in (("from", transfer.from_), ("to", transfer.to)):
        for place, end in enumerate(ends):
            yield from _unknown((*at, key, place), "node", end, nodes, known)
    if transfer.agreements != "unknown":
        for place, name in enumerate(transfer.agreements or ()):
            yield from _unknown((*at, "agreements", place), "agreement", name, m.agreements, known)
    if transfer.on_behalf_of:
        yield from _unknown((*at, "on_behalf_of"), "entity", transfer.on_behalf_of, m.entities, known)
    if transfer.starts and transfer.ends and transfer.ends < transfer.starts:
        yield Problem((*at, "ends"), f"it ends on {transfer.ends}, before it starts on {transfer.starts}", "correct one of the dates")
    yield from _people(m, (*at, "data_subjects"), transfer.data_subjects, known)
    yield from _categories(taxonomy, known, (*at, "data_categories"), transfer.data_categories)
    yield from _categories(taxonomy, known, (*at, "drops"), transfer.drops)
    if transfer.source:
        yield from _unknown((*at, "source"), "source", transfer.source, m.sources, known)


def _unknown(path: Path, what: str, name: str, pool: Collection[str], known: frozenset[str]) -> Iterator[Problem]:
    if name not in pool and name not in known:
        some = [*islice(pool, 6), *(["…"] if len(pool) > 6 else [])]
        otherwise = f"declare it, or name one of the map's: {', '.join(some)}" if some else "declare it; the map has none yet"
        yield Problem(path, f"there is no {what} {name!r}", meant(name, pool, otherwise))


def _clashes(m: DataMap) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for section in NODES:
        for name in getattr(m, section):
            if name in seen:
                wrong = f"the id {name!r} is already used under {seen[name]}"
                yield Problem((section, name), wrong, "people, entities and systems share one name space; rename one")
            seen.setdefault(name, section)
    for section in ("policies", "transfers"):
        ids: set[str] = set()
        for index, item in enumerate(getattr(m, section)):
            if item.id is not None and item.id in ids:
                yield Problem((section, index, "id"), f"the id {item.id!r} is used twice under {section}", "rename one")
            ids.add(item.id)


def _entities(m: DataMap, known: frozenset[str]) -> Iterator[Problem]:
    for entity in m.entities.values():
        at: Path = ("entities", entity.id)
        if entity.parent:
            yield from _unknown((*at, "parent"), "entity", entity.parent, m.entities, known)
        for index, owner in enumerate(entity.owners):
            yield from _unknown((*at, "owners", index, "entity"), "entity", owner.entity, m.entities, known)
    yield from _circles(m)


def _circles(m: DataMap) -> Iterator[Problem]:
    done: set[str] = set()
    for start in m.entities:
        trail: list[str] = []
        stack: list[tuple[str, Iterator[str]]] = [(start, iter(m.entities[start].held_by))] if start not in done else []
        trail = [start] if stack else []
        while stack:
            node, owners = stack[-1]
            for owner in owners:
                if owner in trail:
                    circle = [*trail[trail.index(owner) :], owner]
                    key = "parent" if m.entities[node].parent == owner else "owners"
                    yield Problem(("entities", node, key), f"ownership runs in a circle: {' → '.join(circle)}", "remove one of the links")
                elif owner in m.entities and owner not in done:
                    stack.append((owner, iter(m.entities[owner].held_by)))
                    trail.append(owner)
                    break
            else:
                stack.pop()
                done.add(trail.pop())


def _agreements(m: DataMap, known: frozenset[str]) -> Iterator[Problem]:
    taxonomy = Taxonomy.of(m.data_categories)
    for agreement in m.agreements.values():
        at: Path = ("agreements", agreement.id)
        for side in ("parties", "exporters", "importers"):
            for index, party in enumerate(getattr(agreement, side)):
                yield from _unknown((*at, side, index), "entity", party.entity, m.entities, known)
        if agreement.supplements:
            yield from _unknown((*at, "supplements"), "agreement", agreement.supplements, m.agreements, known)
            if agreement.supplements == agreement.id:
                yield Problem((*at, "supplements"), "an agreement cannot supplement itself", "name the agreement that it completes")
        yield from _people(m, (*at, "data_subjects"), agreement.data_subjects, known)
        yield from _categories(taxonomy, known, (*at, "data_categories"), agreement.data_categories)


def _policies(m: DataMap, known: frozenset[str], handlers: Collection[str]) -> Iterator[Problem]:
    taxonomy = Taxonomy.of(m.data_categories)
    for index, policy in enumerate(m.policies):
        for kind in ("forbid", "confine", "require", "retain", "limit_access", "no_sale"):
            promise = getattr(policy, kind)
            if promise is not None:
                at: Path = ("policies", index, kind)
                yield from _categories(taxonomy, known, (*at, "data_categories"), promise.data_categories)
                yield from _people(m, (*at, "data_subjects"), promise.data_subjects, known)
                if kind == "limit_access":
                    for place, name in enumerate(promise.to):
                        yield from _unknown((*at, "to", place), "node", name, handlers, known)


def _people(m: DataMap, path: Path, names: Iterable[str], known: frozenset[str]) -> Iterator[Problem]:
    for place, name in enumerate(names):
        yield from _unknown((*path, place), "group of data subjects", name, m.data_subjects, known)


def _categories(taxonomy: Taxonomy, known: frozenset[str], path: Path, keys: Iterable[str]) -> Iterator[Problem]:
    for place, key in enumerate(keys):
        if key not in taxonomy and key not in known:
            yield Problem((*path, place), f"there is no data category {key!r}", taxonomy.meant(key))


def _places(m: DataMap) -> Iterator[Problem]:
    found: list[tuple[Path, str]] = [(("data_subjects", group.id, "location"), group.location) for group in m.data_subjects.values()]
    found += [(("zones", name, index), place) for name, places in m.zones.items() for index, place in enumerate(places)]
    found += [(("defaults", "forbid", index), place) for index, place in enumerate(m.defaults.forbid)]
    for index, policy in enumerate(m.policies):
        if policy.forbid:
            found.append((("policies", index, "forbid", "place"), policy.forbid.place))
        if policy.confine:
            found += [(("policies", index, "confine", "within", n), place) for n, place in enumerate(policy.confine.within)]
        if policy.require:
            found.append((("policies", index, "require", "leaving"), policy.require.leaving))
    for path, text in found:
        if text in m.zones:
            if path[0] == "zones" and text == path[1]:
                yield Problem(path, f"the zone {text!r} contains itself", "list places")
            continue
        try:
            geo.canonical(text, zones=True)
        except PlaceError as error:
            codes = f"did you mean {' or '.join(error.suggestions)}?" if error.suggestions else "name a place or one of the map's zones"
            yield Problem(path, error.wrong, meant(text, m.zones, codes))


def _sources(m: DataMap, known: frozenset[str]) -> Iterator[Problem]:
    sections = ("data_categories", "data_subjects", "entities", "agreements")
    items: list[tuple[Path, str | None]] = [
        ((name, key, "source"), item.source) for name in sections for key, item in getattr(m, name).items()
    ]
    items += [(("policies", index, "source"), item.source) for index, item in enumerate(m.policies)]
    for path, name in items:
        if name:
            yield from _unknown(path, "source", name, m.sources, known)
