"""What an entity's attributes say on a day, and what silence about them means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from datamap.assessment.scene import Scene
from datamap.findings import Ask
from datamap.law import Attribute
from datamap.model import Entity
from datamap.values import quick


@quick
@dataclass(frozen=True, slots=True)
class Answer:
    """Whether an attribute holds: True, False, or None for unknown; `presumed` where silence was read as yes."""

    holds: bool | None
    presumed: bool = False
    declared: bool = False


def attribute(scene: Scene, entity: Entity | None, name: str, data: Literal["hr", "non_hr"] | None = None) -> Answer:
    """Whether `entity` has the attribute on the scene's day, for HR or other data where that matters."""
    definition = scene.law.attributes.get(name)
    if entity is None:
        return _silence(definition)
    declared = [a for a in entity.attributes if a.is_ == name]
    speaking = [a for a in declared if a.on(scene.on)]
    if any(not a.holds for a in speaking):
        return Answer(False, declared=True)
    for a in speaking:
        covered = a.data or (definition.data_default if definition else ())
        if data is None or not covered or data in covered:
            return Answer(True, declared=True)
    if declared:
        return Answer(False, declared=True)
    if name in entity.subject_to:
        return Answer(True, declared=True)
    if name in entity.not_subject_to:
        return Answer(False, declared=True)
    if definition and definition.companies_only and (entity.kind == "public_body" or entity.role == "public_authority"):
        return Answer(False)
    return _silence(definition)


def _silence(definition: Attribute | None) -> Answer:
    meaning = definition.undeclared if definition else "unknown"
    return Answer({"unknown": None, "no": False, "presumed": True}[meaning], presumed=meaning == "presumed")


def ask(scene: Scene, entity: Entity | None, node: str, name: str) -> Ask:
    """The question to put where the attribute is unknown."""
    if entity is None:
        return Ask(f"who operates `{node}`?", ("systems", node))
    definition = scene.law.attributes.get(name)
    text = (definition.asks if definition else "does `{entity}` have the attribute " + name + "?").replace("{entity}", f"`{entity.id}`")
    return Ask(text, ("entities", entity.id))


def hr(scene: Scene, category: str, people: str | None) -> bool:
    """Whether this is HR data: staff data by its category, or about people marked as workers."""
    found = scene.hr.get((category, people))
    if found is None:
        group = scene.map.data_subjects.get(people or "")
        found = scene.hr[category, people] = scene.taxonomy.is_hr(category) or bool(group and group.workers)
    return found
