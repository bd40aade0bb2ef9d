"""What a rule is given, and how it writes a finding."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from datamap.assessment import Scene, parts_of
from datamap.errors import Where
from datamap.findings import Ask, Assessment, Fault, Finding, Level, Part, Verdict
from datamap.model import Path
from datamap.model.map import Origin


@dataclass(frozen=True)
class Rule:
    """A named kind of finding. `code` is its permanent alias; `manual` is the docstring of its file.

    A rule `by_regime` looks at what one regime says at a time; any other at the map.
    """

    name: str
    code: str
    level: Level
    find: Callable[[Case], Iterable[Finding]]
    manual: str = ""
    by_regime: bool = False


@dataclass
class Case:
    """A map on a day with what the regimes say of it: all that a rule may look at.

    `asks` gathers the questions that rules meet, with the transfers that each would settle. `elsewhen` tells the transfers that a
    regime would not pass on another day, where the scene alone cannot.
    """

    scene: Scene
    assessments: tuple[Assessment, ...]
    forbid: tuple[str, ...] = ()
    rules: dict[str, Rule] = field(default_factory=dict)
    asks: dict[Ask, list[str]] = field(default_factory=dict)
    elsewhen: Callable[[date, str], set[str]] | None = None

    @cached_property
    def by_transfer(self) -> dict[str, list[Assessment]]:
        """The assessments of each transfer."""
        found: dict[str, list[Assessment]] = {}
        for assessment in self.assessments:
            found.setdefault(assessment.transfer, []).append(assessment)
        return found

    @cached_property
    def faults(self) -> dict[str, list[tuple[Assessment, Part, Fault]]]:
        """The faults that the assessment found, by the rule that names them, each with its part."""
        found: dict[str, list[tuple[Assessment, Part, Fault]]] = {}
        for assessment, part in parts_of(self.assessments):
            for fault in part.faults:
                found.setdefault(fault.rule, []).append((assessment, part, fault))
        return found

    def path(self, node: str) -> Path:
        """Where a node stands in the map."""
        for section in ("data_subjects", "entities", "systems"):
            if node in getattr(self.scene.map, section):
                return (section, node)
        return ()

    def leg_path(self, leg: str) -> Path:
        """Where a transfer stands in the map; an implied one stands at its system."""
        movement = self.scene.movements.get(leg)
        if movement is None:
            return ()
        written = movement.leg.written
        return ("transfers", written) if written is not None else ("systems", movement.leg.from_, "host")

    def where(self, path: Path) -> Where | None:
        """The place in the file of a part of the map."""
        if path not in self._wheres:
            self._wheres[path] = self._origin.where(path) if path and self._origin else None
        return self._wheres[path]

    @cached_property
    def _origin(self) -> Origin | None:
        return self.scene.map.origin

    @cached_property
    def _wheres(self) -> dict[Path, Where | None]:
        return {}

    def chain(self, leg: str, category: str | None, people: str | None) -> tuple[str, ...]:
        """The shortest chain of transfers along which this data comes to a leg, the leg included."""
        return (leg,) if category is None else self.scene.network.along(leg, category, people)[0]

    def finding(
        self,
        rule: str,
        subject: str,
        message: str,
        *,
        verdict: Verdict = Verdict.VIOLATED,
        context: str | None = None,
        at: Path = (),
        **more: Any,
    ) -> Finding:
        """A finding of a rule; `context` is the regime or policy in its id. An unknown one is never above a warning."""
        known = self.rules[rule]
        level = more.pop("level", known.level)
        if verdict is Verdict.UNKNOWN and level is Level.ERROR:
            level = Level.WARNING
        place = more.get("place")
        name = "/".join(part for part in (f"{rule}@{subject}", context, more.pop("place_in_id", place)) if part)
        return Finding(name, rule, known.code, level, verdict, message, where=self.where(at), **more)
