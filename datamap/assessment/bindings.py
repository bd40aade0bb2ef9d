"""Whom a regime binds, asked once for an exporter and not once for a leg."""

from __future__ import annotations

from datamap.assessment.binding import Binding, Bound, binding, for_one_of
from datamap.assessment.parties import Party
from datamap.assessment.scene import End, Movement, Scene
from datamap.law import Regime

Group = str | None


class Bindings:
    """What `binding` says under one regime, remembered by what it depends on.

    A leg from an exporter with a branch, or from one of several candidates, is told by itself, since the answer names it.
    Exporters that differ only in their names share a plain no, whose reason nobody reads.
    """

    def __init__(self, scene: Scene, regime: Regime) -> None:
        self.scene, self.regime = scene, regime
        conduct = regime.conduct(scene.on)
        self._by_start = bool(conduct and conduct.controllers_only)
        self._legs: dict[tuple[str, Group], Binding] = {}
        self._ends: dict[tuple[End, Group], Binding] = {}
        self._some: dict[tuple[tuple[str, ...], Group], Binding] = {}
        self._no: dict[tuple[int, Group], Binding] = {}
        self._none: dict[int, bool] = {}
        self._nobody: dict[tuple[int, tuple[Group, ...]], bool] = {}

    def of(self, movement: Movement, people: Group) -> Binding:
        """Whether the regime binds the exporter of a leg for data about these people."""
        end, _ = self.scene.start(movement)
        if end is None:
            mine = (movement.leg.id, people)
            if mine not in self._legs:
                self._legs[mine] = self._alone(movement, people)
            return self._legs[mine]
        key = (end, people)
        found = self._ends.get(key)
        if found is None:
            found = self._ends[key] = self._shared(movement, people)
        return found

    def _alone(self, movement: Movement, people: Group) -> Binding:
        """What is said of one leg; whether any of several candidates is bound is the same for all legs that have these."""
        candidates = movement.exporter.candidates
        if not candidates or self._by_start or movement.leg.transfer.branch or any(entity.branches for entity in candidates):
            return binding(self.scene, self.regime, movement, people)
        key = (tuple(entity.id for entity in candidates), people)
        found = self._some.get(key)
        if found is None:
            found = self._some[key] = binding(self.scene, self.regime, movement, people)
        return found if found.bound is Bound.NO else for_one_of(self.scene, movement)

    def _shared(self, movement: Movement, people: Group) -> Binding:
        exporter = movement.exporter
        if not self._alike(exporter):
            return binding(self.scene, self.regime, movement, people)
        key = (self._sort(exporter), people)
        found = self._no.get(key) or binding(self.scene, self.regime, movement, people)
        if found.bound is Bound.NO:
            self._no[key] = found
        return found

    def none(self, movement: Movement) -> bool:
        """Whether the regime certainly binds the exporter for nothing that the leg carries; False where the leg must be looked at."""
        end, sort = self.scene.start(movement)
        found = self._none.get(sort)
        if found is None:
            found = self._none[sort] = end is not None and self._binds_nobody(movement)
        return found

    def _binds_nobody(self, movement: Movement) -> bool:
        groups = self.scene.groups(movement.leg.id)
        if not self._alike(movement.exporter):
            return all(self.of(movement, people).bound is Bound.NO for people in groups)
        key = (self._sort(movement.exporter), groups)
        found = self._nobody.get(key)
        if found is None:
            found = self._nobody[key] = all(self.of(movement, people).bound is Bound.NO for people in groups)
        return found

    def _alike(self, exporter: Party) -> bool:
        """Whether all exporters of a sort are bound, or not, wherever the leg starts."""
        return exporter.entity is not None and not (self._by_start and exporter.group == "processor")

    def met(self) -> set[str]:
        """The ids of the legs that must be looked at, whatever arrives where they start."""
        return {name for movement, names in self.scene.starts if not self.none(movement) for name in names}

    def _sort(self, exporter: Party) -> int:
        """A number for all that a binding reads of an entity without branches."""
        entity = exporter.entity
        assert entity is not None
        found = self.scene.sorts.get(entity.id)
        if found is None:
            collects = self.scene.collects_from.get(entity.id, frozenset())
            said = (exporter.place, entity.kind, entity.subject_to, entity.not_subject_to, entity.attributes, collects)
            found = self.scene.sorts[entity.id] = self.scene.sorts.setdefault(said, len(self.scene.sorts))
        return found
