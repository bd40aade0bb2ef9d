"""Whether a leg is a restricted transfer under a regime, once the regime binds it."""

from __future__ import annotations

from dataclasses import dataclass

from datamap import geo
from datamap.assessment.attributes import attribute
from datamap.assessment.basis import cited
from datamap.assessment.measures import effective, sealed
from datamap.assessment.scene import Movement, Scene
from datamap.findings import Ask, Reason
from datamap.law import Regime
from datamap.values import quick


@quick
@dataclass(frozen=True, slots=True)
class Restriction:
    """Restricted (True), not (False), or nobody can tell (None), with the reason and the question that settles it."""

    restricted: bool | None
    reason: Reason
    asks: tuple[Ask, ...] = ()


def restriction(scene: Scene, regime: Regime, movement: Movement, place: str | None) -> Restriction:
    """Judge the geometry of a leg for one of the places where its destination may be (ISO code, None unknown)."""
    leg, importer = movement.leg, movement.importer
    if leg.transfer.anonymised:
        return Restriction(False, Reason("the data is anonymised: personal data ends here"))
    if importer.people:
        return Restriction(False, Reason("the data goes to people, who are no importers"))
    if movement.exporter.people:
        return Restriction(False, Reason("the person gives the data directly: there is no exporter"))
    if movement.exporter.same(importer):
        return _within_one(scene, regime, movement, place)
    if importer.entity is None:
        return _nameless(scene, regime, movement, place)
    if importer.kind == "international_organisation":
        return Restriction(True, Reason(f"{scene.name(importer.node)} is an international organisation"))
    if importer.place is None:
        return Restriction(
            None,
            Reason(f"nobody says where {scene.name(importer.node)} is established"),
            (Ask(f"where is `{importer.id}` established?", ("entities", importer.node, "location")),),
        )
    if regime.members and attribute(scene, importer.entity, regime.members).holds:
        return _inside(
            scene,
            regime,
            movement,
            place,
            cited(f"{scene.name(importer.node)} is declared to be under {regime.members}", regime.conduct(scene.on)),
        )
    member = scene.law.membership(regime, importer.place, scene.on)
    if member:
        return _inside(
            scene,
            regime,
            movement,
            place,
            cited(f"{scene.name(importer.node)} is established in {geo.name(importer.place)}, which {regime.id} counts as inside", member),
        )
    if scene.law.inside(regime, importer.place, scene.on) is None:
        says = f"{scene.name(importer.node)} is established in {geo.name(importer.place)}, and nobody says whether in {regime.zone}"
        return Restriction(
            None,
            Reason(says),
            (Ask(f"where in {geo.name(importer.place)} is `{importer.id}` established?", ("entities", importer.node, "location")),),
        )
    return _outside(scene, regime, movement, place)


def _within_one(scene: Scene, regime: Regime, movement: Movement, place: str | None) -> Restriction:
    system = scene.map.systems.get(movement.leg.to)
    own = Reason(f"the data stays within {scene.name(movement.importer.node)}, one legal person")
    if abroad := _system_abroad(scene, regime, movement, place):
        return abroad
    if (
        system
        and not system.host
        and place
        and any(geo.is_cloud_region(p) and geo.iso(p) == place for p in system.places)
        and scene.law.membership(regime, place, scene.on) is None
    ):
        says = f"{scene.name(system.id)} runs in a cloud region in {geo.name(place)}, and nobody says whose machines these are"
        return Restriction(None, Reason(says), (Ask(f"who hosts `{system.id}`?", ("systems", system.id)),))
    return Restriction(False, own)


def _system_abroad(scene: Scene, regime: Regime, movement: Movement, place: str | None) -> Restriction | None:
    """The answer of a law for which the place of the system counts; None where it does not, or the system is inside."""
    conduct, node = regime.conduct(scene.on), movement.leg.to
    if conduct is None or not conduct.own_systems or node not in scene.map.systems or scene.law.inside(regime, place, scene.on):
        return None
    start = movement.leg.from_
    if start in scene.map.systems and all(scene.law.inside(regime, one, scene.on) is False for one in scene.places(start)):
        return None
    if place is None or scene.law.inside(regime, place, scene.on) is None:
        says = f"nobody says where {scene.name(node)} is, and under {regime.id} data that goes to a system abroad is transferred"
        return Restriction(None, Reason(says), (Ask(f"where is `{node}`?", ("systems", node)),))
    says = f"{scene.name(node)} is in {geo.name(place)}; under {regime.id} one's own system abroad counts"
    return Restriction(True, cited(says, conduct))


def _nameless(scene: Scene, regime: Regime, movement: Movement, place: str | None) -> Restriction:
    """A system whose operator nobody declared: a separate party is presumed in its place."""
    node = movement.leg.to
    ask = (Ask(f"who operates `{node}`?", ("systems", node)),)
    if place is None:
        return Restriction(
            None,
            Reason(f"nobody says where {scene.name(node)} is, nor who operates it"),
            (Ask(f"where is `{node}`, and who operates it?", ("systems", node)),),
        )
    if scene.law.inside(regime, place, scene.on) is not False or scene.law.membership(regime, place, scene.on):
        return Restriction(None, Reason(f"nobody says who operates {scene.name(node)}; the operator may be established outside"), ask)
    if _unreadable(movement) is not None:
        return _outside(scene, regime, movement, place)
    return Restriction(True, Reason(f"a separate party is presumed to run {scene.name(node)} in {geo.name(place)}, outside {regime.zone}"))


def _inside(scene: Scene, regime: Regime, movement: Movement, place: str | None, reason: Reason) -> Restriction:
    if movement.leg.to not in scene.map.systems:
        return Restriction(False, reason)
    if place is not None and (regime.members or scene.law.membership(regime, place, scene.on)):
        return Restriction(False, reason)
    if abroad := _system_abroad(scene, regime, movement, place):
        return abroad
    where = f"in {geo.name(place)}" if place else "nobody says where"
    says = (
        f"{scene.name(movement.importer.node)} is inside, but {scene.name(movement.leg.to)} is {where}: another party may receive it there"
    )
    return Restriction(
        None, Reason(says), (Ask(f"which legal person handles the data at `{movement.leg.to}`?", ("systems", movement.leg.to)),)
    )


def _outside(scene: Scene, regime: Regime, movement: Movement, place: str | None) -> Restriction:
    importer, exporter = movement.importer, movement.exporter
    unreadable = _unreadable(movement)
    if unreadable is True:
        return Restriction(False, Reason(f"{scene.name(importer.node)} only carries the data and cannot read it"))
    if unreadable is None and movement.leg.kind == "transit":
        says = f"{scene.name(importer.node)} carries data that is encrypted in transit; whether it holds the keys is not declared"
        return Restriction(
            None,
            Reason(says),
            (Ask(f"who holds the keys to what `{movement.leg.id}` carries?", ("transfers", movement.leg.written or 0, "measures")),),
        )
    conduct = regime.conduct(scene.on)
    if conduct and not conduct.restricts_processor_return and exporter.group == "processor" and importer.group == "controller":
        return Restriction(
            False, cited(f"under {regime.id} a processor that returns data to its controller does not make the transfer", conduct)
        )
    if conduct and conduct.unreadable_exempt and movement.leg.kind in ("storage", "backup") and sealed(_measures(movement)):
        return Restriction(False, cited(f"{scene.name(importer.node)} keeps the data and cannot read it", conduct))
    if conduct and conduct.processor_exempt and importer.group == "processor":
        return Restriction(False, cited(f"under {regime.id} handing data to one's own processor is not restricted", conduct))
    where = geo.name(importer.place or place or "unknown")
    return Restriction(True, Reason(f"{scene.name(importer.node)} is another legal person, in {where}, outside {regime.zone}"))


def _unreadable(movement: Movement) -> bool | None:
    """For a carrier: whether it cannot read what it carries (None: undeclared). False for any other leg."""
    if movement.leg.kind != "transit":
        return False
    measures = _measures(movement)
    if effective(measures, "transit"):
        return True
    return None if "encrypted_in_transit" in measures and "keys_held_by_importer" not in measures else False


def _measures(movement: Movement) -> frozenset[str]:
    """The measures of a leg and of the agreements at hand."""
    return frozenset(movement.leg.transfer.measures).union(*(i.measures for i in movement.instruments))
