"""The Sankey diagram: how much data of whom is collected by whom, whom it reaches, and in which place it comes to rest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from datamap.findings import Report
from datamap.flow import Flow
from datamap.model import DataMap
from datamap.rendering.charts.chart import Chart, Table
from datamap.rendering.charts.furniture import DASHES, SIDE, TOP, code_chip, heading, legend, mixed, tint
from datamap.rendering.charts.ribbons import Ribbon, edges, ordered, points, ribbons
from datamap.rendering.charts.strands import COLUMNS, HEADS, By, Stop, Strand, rows_of, strands
from datamap.rendering.frames import Geography
from datamap.rendering.lettering import clean, file_name, width, wrap
from datamap.rendering.palette import STROKES, THEMES, Theme, ThemeName
from datamap.rendering.selection import Selection, listed, one_of
from datamap.rendering.signs import Judgement
from datamap.rendering.wording import count
from datamap.rendering.world.shapes import Area, Box, Part, Rect, Shape, Sheet, Stroke, Text

WIDE = 1400.0
_BOX = 196.0
_GAP = 12.0
_HIGH = 560.0
"""So high are all strands together, where they are many."""
_THICKEST = 9.0
_THREAD = 1.5
"""A thinner ribbon is one line."""


def sankey(
    m: DataMap,
    report: Report,
    flows: Sequence[Flow],
    *,
    by: By = "people",
    theme: ThemeName = "light",
    regime: str | Sequence[str] | None = None,
    category: str | Sequence[str] | None = None,
    subjects: str | Sequence[str] | None = None,
    findings_only: bool = False,
    focus: str | Sequence[str] | None = None,
    depth: int | None = None,
    status: Mapping[str, str] | None = None,
    zones: Mapping[str, frozenset[str]] | None = None,
) -> Chart:
    """Ribbons from people (or, `by` category, from data) over who collects it and whom it reaches to the places where that is.

    A ribbon is as wide as the number of its strands: pairs of a data category and a group of people, each on the shortest chain
    of transfers by which it reaches that party, with the worst that is said of a transfer on that chain. `flows` are all chains of
    the map. The other arguments are those of `datamap.rendering.diagram`.

    Raises:
        QuestionError: a theme, category, group of people or node that does not exist.
    """
    one_of("theme", theme, THEMES)
    one_of("first column", by, HEADS)
    geography = Geography.of(m, report, zones or {}, status or {})
    judgement = Judgement(m, report, frozenset(listed(regime)) or None, geography.inside)
    selection = Selection.of(category, subjects, findings_only, focus, depth)
    legs = selection.legs(m, judgement)
    asked = frozenset(selection.subjects)
    chosen = [flow for flow in flows if not asked or flow.data_subjects in asked]
    found = strands(m, judgement, geography, chosen, legs, by)
    title = "Where personal data comes to rest" + (f" — {clean(m.name)}" if m.name else "")
    parts = [f"width: {count(len(found), 'pair')} of a data category and a group of people"]
    parts.append(f"{', '.join(judgement.judging)} law" if judgement.judging else "no regime applies")
    parts.append(f"judged on {report.on.isoformat()}")
    parts += file_name(report.map_file)
    subtitle = (*parts, *(clean(text) for text in selection.words(m)))
    table = Table(HEADS[by], rows_of(found, by))
    return Chart("sankey", theme, subtitle, _Layout(found, by, THEMES[theme], title, subtitle, table).sheet(), table)


@dataclass
class _Layout:
    found: tuple[Strand, ...]
    by: By
    look: Theme
    title: str
    subtitle: tuple[str, ...]
    table: Table
    boxes: list[dict[Stop, Rect]] = field(init=False)

    def __post_init__(self) -> None:
        self.unit = min(_THICKEST, _HIGH / max(1, len(self.found)))
        self.weight = [Counter(strand.stops[at] for strand in self.found) for at in range(COLUMNS)]
        columns = ordered(self.found)
        tall = [sum(self._height(at, stop) + _GAP for stop in column) - _GAP for at, column in enumerate(columns)]
        self.high = max([*tall, 60.0])
        apart = (WIDE - 2 * SIDE - _BOX) / (COLUMNS - 1)
        self.boxes = []
        for at, column in enumerate(columns):
            spare = (self.high - tall[at]) / (len(column) + 1) if column else 0.0
            spare = min(spare, 70.0)
            y = TOP + 34 + (self.high - tall[at] - spare * (len(column) - 1)) / 2
            rects = {}
            for stop in column:
                rects[stop] = Rect(SIDE + at * apart, y, _BOX, self._height(at, stop))
                y += rects[stop].high + _GAP + spare
            self.boxes.append(rects)

    def _height(self, at: int, stop: Stop) -> float:
        return max(self.weight[at][stop] * self.unit + 8, 15.0 * len(self._name(at, stop)) + 13 * len(self._under(stop)) + 16)

    def _name(self, at: int, stop: Stop) -> tuple[str, ...]:
        _, chip = code_chip(self.look, stop.code, 0, 0) if stop.code else ((), -6.0)
        return wrap(stop.name, 12, _BOX - 26 - chip - width(f"{self.weight[at][stop]:,}", 10) - 10, True, 3)

    def _under(self, stop: Stop) -> tuple[str, ...]:
        return wrap(stop.under, 10, _BOX - 20, lines=2) if stop.under else ()

    def sheet(self) -> Sheet:
        """All of it, back to front."""
        low = TOP + 34 + self.high
        drawn = ribbons(self.found, self.boxes, self.unit)
        signs = sorted({ribbon.sign for ribbon in drawn}, key=lambda sign: sign.rank)
        swatches, base = legend(self.look, signs, SIDE, low + 40, WIDE - 2 * SIDE)
        high = base + 24
        shapes: list[Shape] = [Box(0, 0, WIDE, high, self.look.canvas), *heading(self.look, self.title, self.subtitle, WIDE)]
        if self.found:
            shapes += [*self._heads(), *(self._ribbon(ribbon, number) for number, ribbon in enumerate(drawn, 1))]
            shapes += [self._box(at, stop) for at in range(COLUMNS) for stop in self.boxes[at]]
        else:
            shapes.append(Text(SIDE, TOP + 24, "No data reaches anybody.", 13, self.look.text))
        about = f"{' · '.join(self.subtitle)}. " + ". ".join(f"{' to '.join(row[:4])}: {row[4]}, {row[6]}" for row in self.table.rows[:200])
        return Sheet(WIDE, high, self.title, about, self.look.canvas, (*shapes, *swatches))

    def _heads(self) -> Iterator[Shape]:
        words = ("DATA ABOUT" if self.by == "people" else "DATA", "COLLECTED BY", "REACHES", "IN")
        for at, rects in enumerate(self.boxes):
            x = next(iter(rects.values())).x
            yield Text(x, TOP + 18, words[at], 10, self.look.muted, True)

    def _ribbon(self, ribbon: Ribbon, number: int) -> Part:
        tail, head = self.boxes[ribbon.column][ribbon.tail], self.boxes[ribbon.column + 1][ribbon.head]
        upper, lower = edges(ribbon, tail.x + tail.wide, head.x)
        line, stroke = mixed(self.look.canvas, self.look.ink(ribbon.sign).line, 0.85), STROKES[ribbon.sign]
        thick, dash = ribbon.many * self.unit, DASHES[stroke.style]
        shapes: list[Shape] = []
        if thick < _THREAD:
            middle = tuple(((x, (y + other) / 2)) for (x, y), (_, other) in zip(upper, lower, strict=True))
            shapes.append(Stroke(middle, line, max(0.5, thick), dash, True))
        else:
            shapes.append(Area((points(upper) + points(lower)[::-1],), tint(self.look, ribbon.sign), self.look.canvas, 0.6))
            pen = min(max(0.7, stroke.width * 0.5), max(0.5, thick / 3))
            shapes += [Stroke(edge, line, pen, dash, True) for edge in (upper, lower)]
        if ribbon.sign.mark and thick >= 11:
            shapes.append(Text(head.x - 14, sum(ribbon.right) / 2 + 4, ribbon.sign.mark, 11, self.look.text, True, "middle"))
        said = f"{ribbon.tail.name} → {ribbon.head.name}: {count(ribbon.many, 'pair')}, {ribbon.sign.legend}"
        return Part(f"ribbon-{number}", f"ribbon {ribbon.sign.value}", said, tuple(shapes), (("pairs", str(ribbon.many)),))

    def _box(self, at: int, stop: Stop) -> Part:
        look, rect = self.look, self.boxes[at][stop]
        fill, line = (look.people, look.people_line) if at == 0 else (look.frame, look.frame_line) if at == 3 else (look.box, look.box_line)
        shapes: list[Shape] = [Box(rect.x, rect.y, rect.wide, rect.high, look.shut if stop.shut else fill, line, 1.2, 7)]
        if stop.shut:
            right, low = rect.x + rect.wide, rect.y + rect.high
            corners = ((rect.x, rect.y), (right, rect.y), (right, low), (rect.x, low), (rect.x, rect.y))
            shapes = [Box(rect.x, rect.y, rect.wide, rect.high, look.shut), Stroke(corners, look.forbidden.line, 2.2, "dashed")]
        names, under = self._name(at, stop), self._under(stop)
        y = rect.y + (rect.high - 15 * len(names) - 13 * len(under)) / 2 + 11
        x = rect.x + 11
        if stop.code:
            chip, wide = code_chip(look, stop.code, x, y)
            shapes += chip
            x += wide + 6
        ink = look.forbidden.line if stop.shut else look.text
        shapes += [Text(x, y + 15 * row, words, 12, ink, True) for row, words in enumerate(names)]
        shapes.append(Text(rect.x + rect.wide - 9, y, f"{self.weight[at][stop]:,}", 10, look.muted, False, "end"))
        y += 15 * len(names) - 1
        muted = look.forbidden.line if stop.shut else look.muted
        shapes += [Text(rect.x + 11, y + 13 * row, words, 10, muted) for row, words in enumerate(under)]
        number = list(self.boxes[at]).index(stop) + 1
        said = f"{stop.name}{f' ({stop.under})' if stop.under else ''}: {count(self.weight[at][stop], 'pair')}"
        return Part(f"stop-{at + 1}-{number}", "stop shut" if stop.shut else "stop", said, tuple(shapes), (("node", stop.key),))
