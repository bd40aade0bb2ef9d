"""Every regime that a map meets, judged; one assessment a transfer and regime, the worst of its parts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields, replace
from operator import attrgetter

from datamap import geo
from datamap.assessment.judging import Judge
from datamap.assessment.scene import Movement, Scene
from datamap.findings import Assessment, Part, Reason, Status
from datamap.law import Regime

FIRST = "eu-gdpr"


def assess(scene: Scene, regimes: Iterable[str] | None = None) -> tuple[Assessment, ...]:
    """What every regime (or those named) says of every transfer of the day, in the order of the map."""
    chosen = [scene.law.regime(name) for name in regimes] if regimes is not None else relevant(scene)
    judges = [Judge(scene, regime) for regime in chosen if regime.conduct(scene.on)]
    return tuple(a for movement in scene.movements.values() for judge in judges if (a := _assessment(judge, movement)))


def relevant(scene: Scene) -> list[Regime]:
    """The regimes that may bind an end or the data: one has its seat, its people or a system inside, or is named.

    Where none is met and a place is missing, one asks for it: the answer tells which others there are.
    """
    met = _Met(scene)
    found = [regime for regime in scene.law.regimes.values() if met.by(regime)]
    nowhere = any(geo.iso(entity.location) is None for entity in scene.map.entities.values())
    return found or ([r for r in scene.law.regimes.values() if r.id == FIRST] if nowhere else [])


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


def _assessment(judge: Judge, movement: Movement) -> Assessment | None:
    parts = _grouped(judge.parts.get(movement.leg.id, {}).values())
    if not parts:
        return _inbound(judge, movement)
    top = max(parts, key=lambda p: (p.verdict.rank, p.restricted is True))
    open_ = any(p.restricted is None for p in parts)
    restricted = True if any(p.restricted for p in parts) else None if open_ else False
    categories = tuple(dict.fromkeys(c for p in parts for c in p.data_categories))
    people = tuple(dict.fromkeys(s for p in parts for s in p.data_subjects))
    assumptions = tuple(dict.fromkeys(a for p in parts for a in p.assumptions))
    sender, receiver = movement.exporter, movement.importer
    stands = top.verdict.rank < Status.UNKNOWN.rank
    return Assessment(
        movement.leg.id,
        judge.regime.id,
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
        categories,
        people,
        assumptions,
        top.alternatives,
        parts,
        top.reasons,
    )


def _blank(judge: Judge, movement: Movement) -> Assessment:
    sender, receiver = movement.exporter, movement.importer
    return Assessment(
        movement.leg.id, judge.regime.id, False, Status.NOT_RESTRICTED, False, sender.id, receiver.id, sender.role, receiver.role,
        None, None, None, movement.leg.transfer.data_categories, movement.leg.transfer.data_subjects, (), (), (), (),
    )  # fmt: skip


def _inbound(judge: Judge, movement: Movement) -> Assessment | None:
    """An answer for a leg that the regime meets only at its far end; None where it does not meet it, or asks nothing."""
    scene, regime, importer, inside = judge.scene, judge.regime, movement.importer, judge.importers
    if importer.entity is None or regime.free(scene.on):
        return None
    bound = inside.get(importer.entity.id)
    if bound is None:
        fits = importer.kind in regime.exporters or importer.kind == "international_organisation"
        there = fits and scene.law.inside(regime, importer.place, scene.on)
        bound = inside[importer.entity.id] = regime.id in importer.entity.subject_to or bool(there)
    if not bound:
        return None
    if movement.exporter.people:
        says = "the person gives the data directly: there is no exporter"
    elif movement.leg.transfer.anonymised:
        says = "the data is anonymised: personal data ends here"
    else:
        says = f"{regime.id} does not bind the exporter, and the data comes in"
    return replace(_blank(judge, movement), reasons=(Reason(says),))


def _grouped(parts: Iterable[Part]) -> tuple[Part, ...]:
    """Parts that differ only in categories or people, as one."""
    parts = tuple(parts)
    if not parts or (len(parts) == 1 and len(parts[0].data_categories) < 2 and len(parts[0].data_subjects) < 2):
        return parts
    by_people: list[tuple[Part, list[str]]] = []
    for part in parts:
        for other, categories in by_people:
            if part.data_subjects == other.data_subjects and _alike(part, other):
                categories.extend(part.data_categories)
                break
        else:
            by_people.append((part, list(part.data_categories)))
    merged: list[tuple[Part, tuple[str, ...], list[str]]] = []
    for part, found in by_people:
        named = tuple(sorted(set(found)))
        for other, same, people in merged:
            if named == same and _alike(part, other):
                people.extend(part.data_subjects)
                break
        else:
            merged.append((part, named, list(part.data_subjects)))
    return tuple(replace(part, data_categories=same, data_subjects=tuple(sorted(set(people)))) for part, same, people in merged)


_REST = attrgetter(*(field.name for field in fields(Part) if field.name not in ("data_categories", "data_subjects")))


def _alike(one: Part, other: Part) -> bool:
    """Whether two parts say the same but for their categories and people."""
    same: bool = one.verdict is other.verdict and one.place == other.place and _REST(one) == _REST(other)
    return same


def parts_of(assessments: Iterable[Assessment]) -> Iterator[tuple[Assessment, Part]]:
    """Every part of every assessment."""
    for assessment in assessments:
        for part in assessment.parts:
            yield assessment, part
