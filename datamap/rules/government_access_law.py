"""Government access law.

What it finds
A law in force, in a place where data in clear sits or is read, that lets authorities obtain it.

Why it matters
A transfer impact assessment starts from these laws. The finding names them with citations; it does not judge them.

What to do
Take them into the impact assessment for what goes there.

When it cannot tell
The law book lists the access laws that were researched; a place without a finding is not a place without such laws.
"""

from __future__ import annotations

from collections.abc import Iterator

from datamap import geo
from datamap.assessment import attribute
from datamap.findings import Finding, Level
from datamap.law import AccessLaw
from datamap.rules.case import Case, Rule

SEALED = frozenset({"keys_held_by_exporter", "keys_held_by_trusted_party"})


def find(case: Case) -> Iterator[Finding]:
    """One finding for each node and place with access laws in force."""
    met: dict[tuple[str, str], list[str]] = {}
    for leg in case.scene.legs:
        if not _clear(case, leg.id):
            continue
        for place in (*case.scene.places(leg.to), case.scene.movements[leg.id].importer.place):
            if place:
                met.setdefault((leg.to, geo.country(place)), []).append(leg.id)
    for (node, country), legs in met.items():
        laws = [
            law
            for law in case.scene.law.access
            if law.on(case.scene.on) and case.scene.law.place_in_zone(country, law.place, case.scene.on) and _applies(case, law, node)
        ]
        if laws:
            yield _finding(case, node, country, tuple(dict.fromkeys(legs)), laws)


def _clear(case: Case, leg: str) -> bool:
    """Whether the data of a leg is in clear where it arrives."""
    movement = case.scene.movements[leg]
    if movement.importer.people or movement.leg.transfer.anonymised:
        return False
    measures = set(movement.leg.transfer.measures).union(*(i.measures for i in movement.instruments))
    sealed = (
        measures & SEALED
        and movement.leg.kind in ("storage", "backup", "transit")
        and not measures & {"keys_held_by_importer", "needs_clear_text"}
    )
    return not sealed


def _applies(case: Case, law: AccessLaw, node: str) -> bool:
    if law.attribute is None:
        return True
    system = case.scene.map.systems.get(node)
    entity = case.scene.map.entities.get((system.operator if system else node) or "")
    return attribute(case.scene, entity, law.attribute).holds is not False


def _finding(case: Case, node: str, country: str, legs: tuple[str, ...], laws: list[AccessLaw]) -> Finding:
    names = "; ".join(f"{law.cite.split(',')[0]} ({law.title[0].lower()}{law.title[1:]})" for law in laws)
    return case.finding(
        "government_access_law",
        node,
        f"What {case.scene.name(node)} holds in clear in {geo.name(country)} is within reach of: {names}",
        at=case.path(node),
        transfers=legs,
        place=country,
        fix="take these laws into the transfer impact assessment",
        count=len(legs),
        cites=tuple(dict.fromkeys(law.cite for law in laws)),
    )


RULE = Rule("government_access_law", "DM204", Level.NOTE, find, __doc__ or "")
