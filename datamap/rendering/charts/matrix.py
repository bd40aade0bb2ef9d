"""The matrix: who exports to whom under one regime, with the basis, or what is missing, in each cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from datamap.findings import Report
from datamap.model import DataMap
from datamap.rendering.charts.chart import Chart, Table
from datamap.rendering.charts.furniture import SIDE, TOP, chip_shapes, code_chip, heading, legend
from datamap.rendering.charts.matrix_cells import Cell, Grid, Side, grid, main_regime, rows_of
from datamap.rendering.frames import Geography
from datamap.rendering.lettering import clean, file_name, width, wrap
from datamap.rendering.palette import THEMES, Theme, ThemeName
from datamap.rendering.selection import Selection, one_of
from datamap.rendering.signs import regime_name
from datamap.rendering.wording import count
from datamap.rendering.world.shapes import Box, Part, Shape, Sheet, Stroke, Text, moved

_LEFT = 208.0
_PAD = 8.0
_SHOWN = 2
_HEADS = ("Exporter", "Importer", "Transfers", "Data", "Basis or finding")


def matrix(
    m: DataMap,
    report: Report,
    *,
    theme: ThemeName = "light",
    regime: str | None = None,
    named: str = "",
    category: str | Sequence[str] | None = None,
    subjects: str | Sequence[str] | None = None,
    findings_only: bool = False,
    focus: str | Sequence[str] | None = None,
    depth: int | None = None,
    status: Mapping[str, str] | None = None,
    zones: Mapping[str, frozenset[str]] | None = None,
) -> Chart:
    """Exporters down, importers across, and in each cell what covers the transfers between them under one regime.

    `regime` is the id of the regime, without it the one that restricts most; `named` is what the title calls it. The other
    arguments are those of `datamap.rendering.diagram`.

    Raises:
        QuestionError: a theme, category, group of people or node that does not exist.
    """
    one_of("theme", theme, THEMES)
    chosen = regime or main_regime(report) or ""
    geography = Geography.of(m, report, zones or {}, status or {})
    selection = Selection.of(category, subjects, findings_only, focus, depth)
    found = grid(m, report, chosen, geography, selection)
    law = clean(named) or (f"{regime_name(chosen)} law" if chosen else "no regime")
    title = f"Exporters and importers under {law}" + (f" — {clean(m.name)}" if m.name else "")
    drawn = sum(len(cell.legs) for cell in found.cells.values())
    parts = [f"{drawn:,} of {count(found.legs, 'transfer')} under it", f"judged on {report.on.isoformat()}"]
    parts += file_name(report.map_file)
    subtitle = (*parts, *(clean(text) for text in selection.words(m)))
    table = Table(_HEADS, rows_of(m, found))
    return Chart("matrix", theme, subtitle, _Layout(found, THEMES[theme], title, subtitle, law, table).sheet(), table)


@dataclass
class _Layout:
    found: Grid
    look: Theme
    title: str
    subtitle: tuple[str, ...]
    law: str
    table: Table
    column: float = field(init=False)

    def __post_init__(self) -> None:
        many = len(self.found.columns)
        self.column = 172.0 if many <= 6 else 148.0 if many <= 10 else 124.0 if many <= 16 else 106.0
        self.wide = max(SIDE * 2 + _LEFT + self.column * many, 860.0)
        self.bands = [(area, list(group)) for area, group in groupby(self.found.columns, lambda side: side.area)]
        self.band = max((self._band_height(sides) for _, sides in self.bands), default=0) + 22
        self.names = max((len(self._name(side)) for side in self.found.columns), default=0) * 14.0 + 26
        self.top = TOP + self.band + self.names
        self.cells = {pair: self._cell(cell) for pair, cell in self.found.cells.items()}
        self.heights = {row.key: self._height(row) for row in self.found.rows}

    def sheet(self) -> Sheet:
        """All of it, back to front."""
        low = self.top + sum(self.heights.values())
        swatches, base = legend(self.look, self.found.signs, SIDE, low + 36, self.wide - 2 * SIDE)
        high = base + 24
        shapes: list[Shape] = [Box(0, 0, self.wide, high, self.look.canvas), *heading(self.look, self.title, self.subtitle, self.wide)]
        if not self.found.cells:
            shapes.append(Text(SIDE, TOP + 24, f"No transfer falls under {self.law}.", 13, self.look.text))
            return Sheet(self.wide, TOP + 60, self.title, self._about(), self.look.canvas, tuple(shapes))
        shapes += [*self._columns(low), *self._rows(), *swatches]
        shapes.append(Text(SIDE, TOP + 19, "TO → importer", 10, self.look.muted))
        shapes.append(Text(SIDE, self.top - 10, "FROM exporter", 10, self.look.muted))
        return Sheet(self.wide, high, self.title, self._about(), self.look.canvas, tuple(shapes))

    def _about(self) -> str:
        return f"{' · '.join(self.subtitle)}. " + ". ".join(f"{row[0]} to {row[1]}: {row[4]}" for row in self.table.rows)

    def _columns(self, low: float) -> Iterator[Shape]:
        """The places across the top, each a band down to the last row, with the importers in it."""
        x = SIDE + _LEFT
        for _, sides in self.bands:
            wide = self.column * len(sides)
            first, look = sides[0], self.look
            fill, line = (look.shut, look.forbidden.line) if first.shut else (look.frame, look.frame_line)
            yield Box(x + 3, TOP, wide - 6, low - TOP + 8, fill, "" if first.shut else line, 1, 8)
            if first.shut:
                corners = ((x + 3, TOP), (x + wide - 3, TOP), (x + wide - 3, low + 8), (x + 3, low + 8), (x + 3, TOP))
                yield Stroke(corners, line, 1.6, "dashed")
            yield from self._band(first, sides, x)
            for index, side in enumerate(sides):
                at = x + index * self.column + _PAD + 4
                y = TOP + self.band + 8
                for row, words in enumerate(self._name(side)):
                    yield Text(at, y + 6 + 14 * row, words, 11.5, look.text, True)
                if side.under:
                    words = wrap(side.under, 9.5, self.column - 2 * _PAD - 4, lines=1)[0]
                    yield Text(at, y + 6 + 14 * len(self._name(side)) - 1, words, 9.5, look.muted)
            x += wide

    def _band(self, first: Side, sides: Sequence[Side], x: float) -> Iterator[Shape]:
        chip, wide = code_chip(self.look, first.code, x + _PAD + 4, TOP + 19)
        yield from chip
        colour = self.look.forbidden.line if first.shut else self.look.text
        place, status, beside = self._band_lines(sides)
        y = TOP + 19 + (0 if beside else 15)
        for row, words in enumerate(place):
            yield Text(x + _PAD + 4 + (wide + 7 if beside else 0), y + 12.5 * row, words, 11, colour, True)
        for row, words in enumerate(status):
            yield Text(x + _PAD + 4, y + 12.5 * (len(place) + row), words, 9.5, colour if first.shut else self.look.muted)

    def _band_lines(self, sides: Sequence[Side]) -> tuple[tuple[str, ...], tuple[str, ...], bool]:
        """The lines of a place's name and of what is said of it, and whether the name finds room beside its code."""
        room = self.column * len(sides) - 2 * _PAD - 8
        _, chip = code_chip(self.look, sides[0].code, 0, 0)
        beside = width(sides[0].place, 11, True) <= room - chip - 7
        status = wrap(sides[0].status, 9.5, room, lines=3) if sides[0].status else ()
        return wrap(sides[0].place, 11, room, True, 3), status, beside

    def _band_height(self, sides: Sequence[Side]) -> float:
        place, status, beside = self._band_lines(sides)
        return 12.5 * (len(place) + len(status)) + (0 if beside else 15)

    def _name(self, side: Side) -> tuple[str, ...]:
        return wrap(side.name, 11.5, self.column - 2 * _PAD - 4, True, 3)

    def _exporter(self, side: Side) -> tuple[str, ...]:
        return wrap(side.name, 12.5, _LEFT - 18, True, 3)

    def _cell(self, cell: Cell) -> tuple[tuple[Shape, ...], float]:
        """The shapes of a cell from its top left corner at 0, 0, and how high they are."""
        shapes: list[Shape] = []
        y = 0.0
        for chip in cell.chips[:_SHOWN]:
            drawn, high = chip_shapes(self.look, chip, 0, y, self.column - 2 * _PAD - 4, 3)
            shapes += drawn
            y += high + 4
        notes = [f"{len(cell.legs):,} transfers"] if len(cell.legs) > 1 else []
        notes += ["onward"] if cell.onward else []
        notes += [f"and {len(cell.chips) - _SHOWN:,} more"] if len(cell.chips) > _SHOWN else []
        if notes:
            shapes.append(Text(0, y + 9, wrap(" · ".join(notes), 9.5, self.column - 2 * _PAD - 4, lines=1)[0], 9.5, self.look.muted))
            y += 14
        return tuple(shapes), y

    def _height(self, row: Side) -> float:
        cells = [self.cells[row.key, column.key][1] for column in self.found.columns if (row.key, column.key) in self.cells]
        return max([*cells, 15.0 * len(self._exporter(row)) + 22]) + 18

    def _rows(self) -> Iterator[Shape]:
        y = self.top
        names = {side.key: f"{side.name} ({side.place})" for side in (*self.found.rows, *self.found.columns)}
        for row in self.found.rows:
            yield Stroke(((SIDE, y), (SIDE + _LEFT + self.column * len(self.found.columns) - 3, y)), self.look.frame_line, 1)
            for index, words in enumerate(self._exporter(row)):
                yield Text(SIDE, y + 22 + 15 * index, words, 12.5, self.look.text, True)
            base = y + 24 + 15 * len(self._exporter(row))
            chip, wide = code_chip(self.look, row.code, SIDE, base)
            yield from chip
            where = " · ".join(part for part in (row.place, row.under) if part)
            yield Text(SIDE + wide + 6, base, wrap(where, 10, _LEFT - wide - 20, lines=1)[0], 10, self.look.muted)
            for number, column in enumerate(self.found.columns):
                pair = (row.key, column.key)
                if pair in self.cells:
                    yield self._part(pair, SIDE + _LEFT + number * self.column + _PAD + 4, y + 10, names)
            y += self.heights[row.key]

    def _part(self, pair: tuple[str, str], x: float, y: float, names: Mapping[str, str]) -> Part:
        cell = self.found.cells[pair]
        said = "; ".join(map(str, cell.chips))
        number = list(self.found.cells).index(pair) + 1
        shapes = tuple(moved(shape, x, y) for shape in self.cells[pair][0])
        data = (("from", pair[0]), ("to", pair[1]), ("transfers", " ".join(leg.id for leg in cell.legs)))
        return Part(f"cell-{number}", f"cell {cell.sign.value}", f"{names[pair[0]]} → {names[pair[1]]}: {said}", shapes, data)
