"""The days that a page shows, each with its judgement and its two pictures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from datamap.findings import Report
from datamap.model import DataMap, Leg
from datamap.rendering import renderer
from datamap.rendering.dot import dot
from datamap.rendering.drawing import Drawing
from datamap.rendering.history import History, Stage
from datamap.rendering.markup import html
from datamap.rendering.page.sheets import Sheet, diagram_sheet, world_sheet
from datamap.rendering.palette import LIGHT
from datamap.rendering.scope import Scope, Seen
from datamap.rendering.signs import Judgement
from datamap.rendering.world.drawing import Picture, picture
from datamap.rendering.world.nearer import split, stacked
from datamap.rendering.world.sheet import sheet
from datamap.rendering.world.svg import svg


@dataclass(frozen=True)
class Day:
    """One stage of a history, seen through a scope."""

    seen: Seen

    @property
    def stage(self) -> Stage:
        """The stretch of time."""
        return self.seen.stage

    @property
    def key(self) -> str:
        """What tells it from other days."""
        return self.report.on.isoformat() if self.report else ""

    @property
    def report(self) -> Report | None:
        """What was said of the map on the day."""
        return self.seen.stage.report

    @property
    def judgement(self) -> Judgement:
        """The report, asked by transfer."""
        return self.seen.judgement

    @cached_property
    def legs(self) -> tuple[Leg, ...]:
        """The transfers that there are on the day."""
        return self.seen.legs()

    @cached_property
    def drawing(self) -> Drawing:
        """The transfer diagram."""
        return self.seen.drawing()

    @cached_property
    def dot(self) -> str:
        """The transfer diagram as DOT text, in the light theme."""
        return dot(self.drawing, LIGHT)

    @cached_property
    def diagram(self) -> Sheet | None:
        """The transfer diagram as drawn here; None where no renderer is installed."""
        return diagram_sheet(renderer.svg(self.dot, html(self.drawing.title))) if renderer.program() else None

    @cached_property
    def picture(self) -> Picture:
        """What the world map shows."""
        return picture(self.seen.m, self.judgement, self.seen.geography, self.seen.scope.selection)

    @cached_property
    def maps(self) -> tuple[Picture, ...]:
        """The maps that it is drawn as: the world, or the world and a nearer map of Europe."""
        return split(self.picture, self.seen.m, self.judgement) or (self.picture,)

    @cached_property
    def world(self) -> Sheet:
        """The world map."""
        drawn = stacked(self.picture, *self.maps, "light") if len(self.maps) == 2 else sheet(self.picture, "light")
        return world_sheet(svg(drawn))


@dataclass(frozen=True)
class Days:
    """All days of a page, in the order of time. `own` is the one to show first."""

    m: DataMap
    scope: Scope
    all: tuple[Day, ...]
    own: Day
    note: str

    @classmethod
    def of(cls, m: DataMap, scope: Scope, history: History) -> Days:
        """The days of a history."""
        shown = tuple(Day(scope.seen(m, stage)) for stage in history.stages)
        return cls(m, scope, shown, shown[history.own], history.note)

    @cached_property
    def legs(self) -> tuple[Leg, ...]:
        """The transfers that there are on any of the days, in the order of the map."""
        there = {leg.id for day in self.all for leg in day.legs}
        return tuple(leg for leg in self.m.legs if leg.id in there)

    @cached_property
    def place(self) -> Callable[[str], int | None]:
        """A transfer's place among `legs`; None for one that is not shown."""
        return {leg.id: number for number, leg in enumerate(self.legs)}.get
