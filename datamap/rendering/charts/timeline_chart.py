"""The timeline as a picture: a lane for each history of answers, and a mark on each day on which law or paper changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from datamap.chronicle import Timeline
from datamap.rendering.charts.chart import Chart, Table
from datamap.rendering.charts.flags import FLAG, flags
from datamap.rendering.charts.furniture import SIDE, TOP, hatched, heading, legend, rim, tint
from datamap.rendering.charts.spans import Lane, Span, lanes, rows_of, told
from datamap.rendering.lettering import clean, file_name, shorten, width, wrap
from datamap.rendering.palette import THEMES, Sign, Theme, ThemeName
from datamap.rendering.selection import one_of
from datamap.rendering.signs import regime_name
from datamap.rendering.wording import count
from datamap.rendering.world.shapes import Box, Part, Shape, Sheet, Stroke, Text

WIDE = 1400.0
_LEFT = 330.0
_LANE, _BAR = 40.0, 20.0
_MOST = 44
_CAUSES = 3
_HEADS = ("Law", "Transfers", "From", "Until", "Answer", "Because")


def timeline_chart(timeline: Timeline, *, theme: ThemeName = "light", on: date | None = None) -> Chart:
    """A timeline as lanes of answers over time, with the days on which something begins or ends.

    `on` is the day to point out; without it the map's own. What lies after the day up to which the law book was checked is hatched.

    Raises:
        QuestionError: there is no such theme.
    """
    one_of("theme", theme, THEMES)
    found = lanes(timeline)
    table = Table(_HEADS, rows_of(timeline, found))
    title = "Answers over time" + (f" — {clean(timeline.map_name)}" if timeline.map_name else "")
    many = len(timeline.turns)
    parts = [f"{timeline.start.isoformat()} to {timeline.end.isoformat()}", f"answers change on {many:,} day{'' if many == 1 else 's'}"]
    parts.append(f"law book checked on {timeline.law_checked_on.isoformat()}")
    parts += file_name(timeline.map_file)
    sheet = _Layout(timeline, THEMES[theme], title, tuple(parts), found, on or timeline.on, table).sheet()
    return Chart("timeline", theme, tuple(parts), sheet, table)


@dataclass
class _Layout:
    timeline: Timeline
    look: Theme
    title: str
    subtitle: tuple[str, ...]
    found: tuple[Lane, ...]
    on: date | None
    table: Table
    shown: tuple[Lane, ...] = field(init=False)
    rows: list[tuple[Lane, float]] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        self.days = (self.timeline.end - self.timeline.start).days + 1
        changing = [lane for lane in self.found if len(lane.spans) > 1 or not lane.regime]
        keep = set(map(id, [*changing, *(lane for lane in self.found if len(lane.spans) == 1 and lane.regime)][:_MOST]))
        self.shown = tuple(lane for lane in self.found if id(lane) in keep)
        self.flags = flags(self.timeline.turns, self.x, WIDE - SIDE)
        self.top = TOP + 12 + FLAG * (1 + max((flag.row for flag in self.flags), default=0)) + 24

    def x(self, day: date) -> float:
        """Where a day begins, from left to right."""
        return SIDE + _LEFT + (day - self.timeline.start).days / self.days * (WIDE - 2 * SIDE - _LEFT)

    def sheet(self) -> Sheet:
        """All of it, back to front."""
        bars, low = self._lanes()
        notes, base = self._key(low + 60)
        swatches, base = legend(self.look, self._signs(), SIDE, base + 26, WIDE - 2 * SIDE)
        if self.timeline.end > self.timeline.law_checked_on:
            swatches, base = (*swatches, *self._hatching(base + 22)), base + 22
        high = base + 24
        ground = [Box(0, 0, WIDE, high, self.look.canvas), *heading(self.look, self.title, self.subtitle, WIDE)]
        marks = (shape for flag in self.flags for shape in flag.line(self.look, self.x, low))
        heads = (flag.part(self.look) for flag in self.flags)
        words = (shape for lane, y in self.rows for span in lane.spans for shape in self._words(span, y))
        shapes = (*ground, *self._axis(low), *marks, *heads, *bars, *self._days(low), *words, *notes, *swatches)
        about = f"{' · '.join(self.subtitle)}. " + ". ".join(" ".join(row) for row in self.table.rows[:200])
        return Sheet(WIDE, high, self.title, about, self.look.canvas, shapes)

    def _signs(self) -> list[Sign]:
        signs = {span.sign for lane in self.shown if lane.regime for span in lane.spans if span.sign}
        return sorted(signs, key=lambda sign: sign.rank)

    def _hatching(self, y: float) -> Iterator[Shape]:
        """What the legend says of hatched bars."""
        yield from hatched(SIDE, y - 11, 32, 13, self.look.text)
        day = self.timeline.law_checked_on.isoformat()
        yield Text(SIDE + 40, y, f"scheduled: as the law was known on {day}", 11, self.look.text)

    def _axis(self, low: float) -> Iterator[Shape]:
        """Years, or months where the time is short, with a line down for each."""
        right = WIDE - SIDE
        for day, words in _ticks(self.timeline.start, self.timeline.end):
            x = self.x(day)
            yield Stroke(((x, self.top - 8), (x, low)), self.look.frame_line, 0.7)
            if x + width(words, 10) + 4 < right:
                yield Text(x + 4, self.top - 12, words, 10, self.look.muted)
        yield Stroke(((SIDE + _LEFT, self.top - 8), (right, self.top - 8)), self.look.frame_line, 1)

    def _lanes(self) -> tuple[tuple[Shape, ...], float]:
        shapes: list[Shape] = []
        y, regime = self.top + 6, ""
        for number, lane in enumerate(self.shown, 1):
            if lane.regime != regime:
                regime = lane.regime
                shapes.append(Stroke(((SIDE, y + 6), (WIDE - SIDE, y + 6)), self.look.frame_line, 1))
                name = f"{regime_name(regime)} · {regime}" if regime_name(regime).lower() != regime else regime
                shapes.append(Text(SIDE, y + 24, shorten(name, 50), 11, self.look.muted, True))
                y += 32
            shapes += [*self._label(lane, y), self._lane(lane, number, y)]
            self.rows.append((lane, y + (_LANE - _BAR) / 2 - 2))
            y += _LANE
        left = len(self.found) - len(self.shown)
        if left:
            words = f"and {count(left, 'lane')} more that do not change; the page has them all"
            shapes.append(Text(SIDE, y + 14, words, 10, self.look.muted))
            y += 24
        return tuple(shapes), y + 4

    def _label(self, lane: Lane, y: float) -> Iterator[Shape]:
        rows = wrap(lane.title, 11.5, _LEFT - 24, not lane.regime, 1 if lane.more else 2)
        first = y + (14 if lane.more or len(rows) > 1 else 20)
        for index, words in enumerate(rows):
            yield Text(SIDE, first + 13.5 * index, words, 11.5, self.look.text, not lane.regime)
        if lane.more:
            yield Text(SIDE, first + 13.5, f"and {count(lane.more, 'transfer')} alike", 10, self.look.muted)

    def _lane(self, lane: Lane, number: int, y: float) -> Part:
        shapes = tuple(shape for span in lane.spans for shape in self._span(span, y + (_LANE - _BAR) / 2 - 2))
        said = "; ".join(f"{span.first.isoformat()} to {span.last.isoformat()} {span.words}" for span in lane.spans)
        many = f" and {count(lane.more, 'transfer')} alike" if lane.more else ""
        title = f"{lane.title}{many}{f' ({lane.regime})' if lane.regime else ''}: {said}"
        return Part(f"lane-{number}", "lane", title, shapes, (("regime", lane.regime), ("transfers", " ".join(lane.transfers))))

    def _ends(self, span: Span) -> tuple[float, float]:
        left, right = self.x(span.first), self.x(span.last + timedelta(days=1))
        return left, max(right, left + 1.2)

    @property
    def _later(self) -> float:
        """Where what is scheduled begins."""
        return self.x(self.timeline.law_checked_on + timedelta(days=1))

    def _span(self, span: Span, y: float) -> Iterator[Shape]:
        left, right = self._ends(span)
        if span.sign is None:
            yield Stroke(((left, y + _BAR / 2), (right, y + _BAR / 2)), self.look.frame_line, 1.6)
            return
        yield Box(left, y, right - left, _BAR, tint(self.look, span.sign))
        if self._later < right:
            start = max(left, self._later)
            yield from hatched(start, y, right - start, _BAR, self.look.ink(span.sign).line)
        yield from rim(self.look, span.sign, left, y, right - left, _BAR)

    def _words(self, span: Span, y: float) -> Iterator[Shape]:
        """What stands in a bar, on its own ground: the words where there is room, else the mark, else nothing."""
        left, right = self._ends(span)
        mark = f"{span.sign.mark} " if span.sign and span.sign.mark else ""
        bold = span.sign is not None
        options = [f"{mark}{span.words}", mark.strip()]
        words = next((text for text in options if text and width(text, 10.5, bold) + 12 < right - left), "")
        if words:
            ground = tint(self.look, span.sign) if span.sign else self.look.canvas
            yield Box(left + 4, y + 3, width(words, 10.5, bold) + 6, _BAR - 6, ground)
            yield Text(left + 7, y + 14, words, 10.5, self.look.text if bold else self.look.muted, bold)

    def _days(self, low: float) -> Iterator[Shape]:
        """The day judged by and the day of the law book, through all lanes."""
        own = "the map's day" if self.on == self.timeline.on else "this day"
        for row, (day, words) in enumerate(((self.on, own), (self.timeline.law_checked_on, "law book checked"))):
            if day and self.timeline.start <= day <= self.timeline.end:
                x = self.x(day)
                yield Stroke(((x, self.top - 8), (x, low + 8 + 14 * row)), self.look.text, 1.4, "dashed" if row else "solid")
                end = x + width(f"{words} {day.isoformat()}", 10, True) > WIDE - SIDE
                yield Text(x, low + 20 + 14 * row, f"{words} {day.isoformat()}", 10, self.look.text, True, "end" if end else "start")

    def _key(self, y: float) -> tuple[tuple[Shape, ...], float]:
        """What begins, changes or ends on each of the days, by its number."""
        shapes: list[Shape] = []
        if self.flags:
            shapes.append(Text(SIDE, y, "What begins, changes or ends", 12, self.look.text, True))
            y += 20
        for flag in self.flags:
            turn = flag.turn
            shapes += flag.badge(self.look, SIDE, y - 11)
            known = ", scheduled" if turn.scheduled else ""
            shapes.append(Text(SIDE + 30, y, f"{turn.on.isoformat()}{known}", 10.5, self.look.text, True))
            lines = [row for cause in turn.causes[:_CAUSES] for row in wrap(told(cause), 10.5, WIDE - 2 * SIDE - 190, lines=2)]
            more = len(turn.causes) - _CAUSES
            lines += [f"and {more:,} more"] if more > 0 else []
            for row in lines or ["changes in the map"]:
                shapes.append(Text(SIDE + 180, y, row, 10.5, self.look.text))
                y += 14.5
            y += 5
        return tuple(shapes), y


def _ticks(start: date, end: date) -> Iterator[tuple[date, str]]:
    """The first days of years, of every fifth or tenth where there are many, or of months where there are few."""
    years = end.year - start.year
    if years < 2:
        day = date(start.year, start.month, 1)
        while day <= end:
            if day >= start:
                yield day, day.isoformat()[:7]
            day = date(day.year + day.month // 12, day.month % 12 + 1, 1)
        return
    step = 1 if years <= 16 else 2 if years <= 32 else 5 if years <= 80 else 50 if years > 400 else 10
    for year in range(start.year, end.year + 1):
        if year % step == 0 and date(year, 1, 1) >= start:
            yield date(year, 1, 1), str(year)
