"""What of a map a picture shows, and how it is grouped: asked once, drawn for any day."""

from __future__ import annotations

from dataclasses import dataclass, field

from datamap.model import DataMap, Leg
from datamap.rendering.drawing import Draughtsman, Drawing
from datamap.rendering.frames import Geography, Group
from datamap.rendering.history import Stage
from datamap.rendering.selection import Selection
from datamap.rendering.signs import Judgement


@dataclass(frozen=True)
class Scope:
    """The regimes to hear (empty: all of them), the transfers selected, and what frames stand for."""

    regimes: tuple[str, ...] = ()
    selection: Selection = field(default_factory=Selection)
    group: Group = "jurisdiction"

    def seen(self, m: DataMap, stage: Stage) -> Seen:
        """The map as it is seen on the day of a stage."""
        geography = Geography.of(m, stage.report, stage.zones, stage.status)
        return Seen(m, self, stage, geography, Judgement(m, stage.report, frozenset(self.regimes) or None, geography.inside))


@dataclass(frozen=True)
class Seen:
    """A map on a day, through a scope."""

    m: DataMap
    scope: Scope
    stage: Stage
    geography: Geography
    judgement: Judgement

    def drawing(self) -> Drawing:
        """The transfer diagram of the day."""
        return Draughtsman(self.m, self.judgement, self.geography, self.scope.selection, self.scope.group).draw()

    def legs(self) -> tuple[Leg, ...]:
        """The transfers selected, in the order of the map."""
        return self.scope.selection.legs(self.m, self.judgement)
