"""Every regime that a map meets, judged; one assessment a transfer and regime, the worst of its parts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from itertools import chain
from operator import attrgetter

from datamap import geo
from datamap.assessment.judging import Judge, Key
from datamap.assessment.parties import Party
from datamap.assessment.scene import Movement, Scene
from datamap.findings import Assessment, Part, Reason, Status
from datamap.law import Regime, holds_law_of
from datamap.model import Entity

FIRST = "eu-gdpr"


def assess(scene: Scene, regimes: Iterable[str] | None = None) -> tuple[Assessment, ...]:
    """What every regime (or those named) says of every transfer of the day, in the order of the map."""
    chosen = [scene.law.regime(name) for name in regimes] if regimes is not None else relevant(scene)
    judges = [Judge(scene, regime) for regime in chosen if regime.conduct(scene.on)]
    found: list[Assessment | None] = []
    for name, movement in scene.movements.items():
        for judge in judges:
            said = judge.parts.get(name)
            found.append(assessed(judge.regime, movement, _grouped(said)) if said else inbound(judge, movement))
    return tuple(filter(None, found))


def relevant(scene: Scene) -> list[Regime]:
    """The regimes that may bind an end or the data: one has its seat, its people or a system inside, or is named.

    Where none is met and a place is missing, one asks for it: the answer tells which others there are.
    """
    met = _Met(scene)
    found = [regime for regime in scene.law.regimes.values() if met.by(regime)]
    nowhere = any(geo.iso(entity.location) is None for entity in scene.map.entities.values())
    return found or ([r for r in scene.law.regimes.values() if r.id == FIRST] if nowhere else [])


def not_held(scene: Scene) -> Iterator[str]:
    """For each country from which somebody sends data, and whose own law is not in the law book, a sentence that says so."""
    there: dict[str, list[str]] = {}
    for entity in scene.map.entities.values():
        place = geo.iso(entity.location)
        if entity.id in scene.senders and place:
            there.setdefault(place, []).append(entity.id)
    for place, senders in there.items():
        if holds_law_of(scene.law, place, scene.on):
            continue
        names = [scene.name(sender) for sender in senders]
        some = ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
        yield f"the law book holds no law of {geo.name(place)} itself: what it asks of {some} is not judged"


class _Met:
    """Whom and what a map names, to tell which regimes it meets without reading any of them."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        m = scene.map
        written = {place for entity in m.entities.values() for place in (entity.location, *entity.branches)}
        written |= {place for system in m.systems.values() for place in system.places}
        self.places = sorted({place for text in written if (place := geo.iso(text))})
        self.named = {name for e in m.entities.values() for name in (*e.subject_to, *(a.is_ for a in e.attributes))}

    def by(self, regime: Regime) -> bool:
        """Whether the regime may bind someone or something in the map."""
        if self.named & {regime.id, regime.members}:
            return True
        inside = [self.scene.law.inside(regime, place, self.scene.on) for place in self.places]
        if any(inside) or any(self.scene.people_inside(people, regime) for people in self.scene.map.data_subjects):
            return True
        # a place too wide to tell is worth a question, but not where all is free
        return None in inside and not regime.free(self.scene.on)


def assessed(regime: Regime, movement: Movement, parts: tuple[Part, ...]) -> Assessment:
    """The answer for a leg that these parts make up: the worst of them."""
    top = parts[0]
    restricted = top.restricted
    if len(parts) > 1:
        top = max(parts, key=lambda p: (p.verdict.rank, p.restricted is True))
        answers = {p.restricted for p in parts}
        restricted = True if True in answers else None if None in answers else False
    sender, receiver = movement.exporter, movement.importer
    stands = top.verdict.rank < Status.UNKNOWN.rank
    return Assessment(
        movement.leg.id,
        regime.id,
        restricted,
        top.verdict,
        top.onward,
        sender.id,
        receiver.id,
        sender.role,
        receiver.role,
        top.mechanism if stands else None,
        top.agreement if stands else None,
        top.module if stands else None,
        _once([p.data_categories for p in parts]),
        _once([p.data_subjects for p in parts]),
        _once([p.assumptions for p in parts]),
        top.alternatives,
        parts,
        top.reasons,
    )


def _once(texts: list[tuple[str, ...]]) -> tuple[str, ...]:
    return texts[0] if len(texts) == 1 and len(texts[0]) < 2 else tuple(dict.fromkeys(chain.from_iterable(texts)))


def inbound(judge: Judge, movement: Movement) -> Assessment | None:
    """An answer for a leg that the regime meets only at its far end; None where it does not meet it, or asks nothing."""
    sender, receiver, regime = movement.exporter, movement.importer, judge.regime
    if receiver.entity is None:
        return None
    met = judge.importers.get(receiver.entity.id)
    if met is None:
        met = judge.importers[receiver.entity.id] = _met(judge, receiver, receiver.entity)
    if not met:
        return None
    if sender.people:
        says = "the person gives the data directly: there is no exporter"
    elif movement.leg.transfer.anonymised:
        says = "the data is anonymised: personal data ends here"
    else:
        says = f"{regime.id} does not bind the exporter, and the data comes in"
    return Assessment(
        movement.leg.id, regime.id, False, Status.NOT_RESTRICTED, False, sender.id, receiver.id, sender.role, receiver.role,
        None, None, None, movement.leg.transfer.data_categories, movement.leg.transfer.data_subjects, (), (), (), (Reason(says),),
    )  # fmt: skip


def _met(judge: Judge, importer: Party, entity: Entity) -> bool:
    """Whether the regime asks something, and reaches the entity as one that it would bind as an exporter."""
    scene, regime = judge.scene, judge.regime
    if regime.free(scene.on):
        return False
    fits = importer.kind in regime.exporters or importer.kind == "international_organisation"
    return regime.id in entity.subject_to or bool(fits and scene.law.inside(regime, importer.place, scene.on))


def _grouped(said: Mapping[Key, Part]) -> tuple[Part, ...]:
    """Parts that differ only in categories or people, as one."""
    if len(said) == 1:
        return tuple(said.values())
    sorts: list[Part] = []
    known: dict[int, int] = {}
    by_people: dict[tuple[int, str | None], set[str]] = {}
    for key, part in said.items():
        sort = known.get(id(part))
        if sort is None:
            sort = known[id(part)] = next((number for number, other in enumerate(sorts) if _alike(part, other)), len(sorts))
            if sort == len(sorts):
                sorts.append(part)
        by_people.setdefault((sort, key[1]), set()).add(key[0])
    merged: dict[tuple[int, tuple[str, ...]], set[str]] = {}
    for (sort, people), found in by_people.items():
        merged.setdefault((sort, tuple(sorted(found))), set()).update((people,) if people else ())
    return tuple(Part(named, tuple(sorted(groups)), *_REST(sorts[sort])) for (sort, named), groups in merged.items())


_REST = attrgetter(*(field.name for field in fields(Part)[2:]))


def _alike(one: Part, other: Part) -> bool:
    """Whether two parts say the same but for their categories and people."""
    return one.verdict is other.verdict and one.place == other.place and bool(_REST(one) == _REST(other))


def parts_of(assessments: Iterable[Assessment]) -> Iterator[tuple[Assessment, Part]]:
    """Every part of every assessment."""
    for assessment in assessments:
        for part in assessment.parts:
            yield assessment, part
