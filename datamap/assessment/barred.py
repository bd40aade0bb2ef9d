"""Destinations and recipients that a regime closes: by their place, or by who owns them, all the way up."""

from __future__ import annotations

from dataclasses import dataclass

from datamap import geo
from datamap.assessment.attributes import ask, attribute
from datamap.assessment.basis import cited
from datamap.assessment.numbers import counted, volume
from datamap.assessment.scene import Movement, Scene
from datamap.findings import Ask, Reason
from datamap.law import Barred, Regime, Threshold
from datamap.model import Entity

TINY = 1e-9


@dataclass(frozen=True, slots=True)
class Bar:
    """A closed recipient: for certain (`closed` True), or perhaps (None), with what would open it."""

    law: Barred
    closed: bool | None
    reason: Reason
    asks: tuple[Ask, ...] = ()
    opens: tuple[str, ...] = ()


def bars(scene: Scene, regime: Regime, movement: Movement, category: str, people: str | None) -> tuple[Bar, ...]:
    """Every rule of the regime that closes, or may close, this recipient to this data about these people."""
    laws = [law for law in regime.of(Barred, scene.on) if not law.people_inside or _about(scene, regime, people) is not False]
    found = (_applies(scene, regime, movement, law, category, people) for law in laws)
    return tuple(bar for bar in found if bar)


def _about(scene: Scene, regime: Regime, people: str | None) -> bool | None:
    """Whether data is about people inside the zone; people whom nobody names are taken to be, their place unknown is None."""
    return True if people is None else scene.people_inside(people, regime)


def _applies(scene: Scene, regime: Regime, movement: Movement, law: Barred, category: str, people: str | None) -> Bar | None:
    sale = movement.leg.transfer.sale
    if law.sale_only and not sale:
        return None
    exporter, unsaid = _exporter(scene, movement, law)
    recipient, why = _recipient(scene, movement, law)
    if recipient is False or exporter is False:
        return None
    threshold, enough, unclear = _counted(scene, regime, movement, law, category)
    if enough is False:
        return None
    opens = () if (sale and not law.opens_sale) or (threshold and not threshold.opens) else law.opens
    about = not law.people_inside or _about(scene, regime, people)
    where = () if about else (Ask(f"where are `{people}`?", ("data_subjects", people or "", "location")),)
    asks = (*unsaid, *why[1], *unclear, *where)
    closed = True if recipient and enough and exporter and about and not law.disputed else None
    return Bar(law, closed, cited(f"{law.says}: {why[0]}", law), asks, opens)


def _exporter(scene: Scene, movement: Movement, law: Barred) -> tuple[bool | None, tuple[Ask, ...]]:
    """Whether the exporter is one to whom the rule speaks, with the question where nobody says."""
    if law.exporter is None:
        return True, ()
    entity, node = movement.exporter.entity, movement.exporter.node
    holds = attribute(scene, entity, law.exporter).holds
    return holds, () if holds is not None else (ask(scene, entity, node, law.exporter),)


def _recipient(scene: Scene, movement: Movement, law: Barred) -> tuple[bool | None, tuple[str, tuple[Ask, ...]]]:
    """Whether the recipient is one that the rule closes, and why."""
    importer = movement.importer
    if not law.places:
        return True, (f"{scene.name(importer.node)} is abroad", ())
    places = [p for p in (importer.place, *scene.places(movement.leg.to)) if p]
    for place in places:
        if any(scene.zone_holds(place, zone) for zone in law.places):
            return True, (f"{scene.name(importer.node)} is in {geo.name(place)}", ())
    if law.share is None or importer.entity is None:
        unknown = not places and importer.entity is not None
        return (
            (
                None,
                (
                    f"nobody says where {scene.name(importer.node)} is",
                    (Ask(f"where is `{importer.node}` established?", ("entities", importer.node)),),
                ),
            )
            if unknown
            else (False, ("", ()))
        )
    certain, possible = owned(scene, importer.entity, law)
    if certain >= law.share - TINY:
        return True, (f"{scene.name(importer.node)} is owned from there to {certain:.0%}", ())
    if possible >= law.share - TINY:
        ask = Ask(f"who owns `{importer.entity.id}`, and to what share?", ("entities", importer.entity.id, "owners"))
        return None, (f"{scene.name(importer.node)} may be owned from there to {law.share:.0%} or more", (ask,))
    return False, ("", ())


def owned(scene: Scene, entity: Entity, law: Barred, trail: tuple[str, ...] = ()) -> tuple[float, float]:
    """The share of an entity held by owners that the rule closes, added up through chains: certain, and possible.

    An owner that itself is closed, or owned to the share or more, counts with its whole share. A `parent` without a
    share is taken to hold all.
    """
    certain = possible = 0.0
    owners = [(entity.parent, 1.0)] if entity.parent else []
    for name, share in [*owners, *((o.entity, o.share) for o in entity.owners)]:
        owner = scene.map.entities[name] if name else None
        if owner is None or owner.id in trail:
            continue
        place = geo.iso(owner.location)
        inside = any(scene.zone_holds(place, zone) for zone in law.places) if place else None
        below = owned(scene, owner, law, (*trail, entity.id)) if not inside else (1.0, 1.0)
        sure = bool(inside) or below[0] >= (law.share or 1) - TINY
        maybe = inside is None or sure or below[1] >= (law.share or 1) - TINY
        certain += (share or 0.0) if sure else 0.0
        possible += (1.0 if share is None else share) if maybe else 0.0
    return min(certain, 1.0), min(possible, 1.0)


def _counted(
    scene: Scene, regime: Regime, movement: Movement, law: Barred, category: str
) -> tuple[Threshold | None, bool | None, tuple[Ask, ...]]:
    """Whether the data is of a kind and number that the rule counts, with what to ask where that is open."""
    if not law.thresholds:
        return None, True, ()
    covers = scene.taxonomy.covers
    fitting = [t for t in law.thresholds if any(covers(key, category) for key in t.data_categories)]
    within = [t for t in law.thresholds if any(covers(category, key) for key in t.data_categories)]
    if not fitting:
        return _perhaps(movement, within) if within else (None, False, ())
    lowest = min(fitting, key=lambda t: t.more_than)
    count = counted(scene, regime, movement, lambda key: any(covers(listed, key) for listed in lowest.data_categories))
    if count.people is None:
        return (lowest, True, ()) if lowest.more_than == 0 else (lowest, None, count.asks)
    if count.people > lowest.more_than:
        return lowest, True, ()
    return (lowest, None, count.asks) if count.asks else (lowest, False, ())


def _perhaps(movement: Movement, within: list[Threshold]) -> tuple[Threshold, bool | None, tuple[Ask, ...]]:
    """A category that only includes some that count: open, unless the number is too low for any of them."""
    lowest = min(within, key=lambda t: t.more_than)
    number = volume(movement)
    if number is not None and number <= lowest.more_than:
        return lowest, False, ()
    path = ("transfers", movement.leg.written, "data_categories") if movement.leg.written is not None else ()
    return lowest, None, (Ask(f"which kinds of data exactly go in `{movement.leg.id}`?", path),)
