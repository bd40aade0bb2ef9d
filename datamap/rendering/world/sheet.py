"""The world map laid out: land, arcs, spots, words, and a legend, as shapes from back to front."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from datamap.rendering.lettering import shorten, width, wrap
from datamap.rendering.palette import STROKES, THEMES, Sign, ThemeName
from datamap.rendering.world.atlas import atlas
from datamap.rendering.world.clipping import outline, runs
from datamap.rendering.world.colours import GROUNDS
from datamap.rendering.world.curves import Sea, Way
from datamap.rendering.world.drawing import Picture
from datamap.rendering.world.frame import DASHES, heading, legend, pinned
from datamap.rendering.world.labels import CHIP, HIGH, NAME, UNDER, Note, Room, said
from datamap.rendering.world.places import Spot
from datamap.rendering.world.projection import View
from datamap.rendering.world.shapes import Area, Box, Dot, Part, Point, Rect, Shape, Sheet, Stroke, Text
from datamap.rendering.world.traffic import Arc, Stray

WIDE, HIGH_SHEET = 1400.0, 752.0
TOP, FOOT, SIDE = 76.0, 54.0, 24.0
DOT = 5.5
_MANY = 24
_PIN = 190.0
"""How far from the sides places outside the part that is shown are pinned, so that there is room for their names."""


def sheet(picture: Picture, theme: ThemeName) -> Sheet:
    """The sheet of a world map."""
    return Layout(picture, theme).sheet()


@dataclass
class Layout:
    """Where everything stands on a sheet. Spots outside the part that is shown are pinned to its sides."""

    picture: Picture
    theme: ThemeName
    room: Room = field(init=False)
    at: dict[str, Point] = field(init=False)

    def __post_init__(self) -> None:
        self.look, self.ground = THEMES[self.theme], GROUNDS[self.theme]
        spots = [(spot.lon, spot.lat) for spot in self.picture.spots if spot.key not in self.picture.pinned]
        spare = 0.22 if self.picture.pinned else 0.5
        self.view = View.around(spots, SIDE, TOP, WIDE - 2 * SIDE, HIGH_SHEET - TOP - FOOT, spare)
        flat = {spot.key: self.view.at(spot.lon, spot.lat) for spot in self.picture.spots}
        self.at = _apart(flat, {arc.pair for arc in self.picture.arcs})
        if self.picture.pinned:
            page = Rect(_PIN, TOP + 14, WIDE - 2 * _PIN, HIGH_SHEET - TOP - FOOT - 40)
            self.at |= pinned({key: flat[key] for key in flat if key in self.picture.pinned}, page)
        self.arcs = [arc for arc in self.picture.arcs if arc.tail != arc.head]
        self.ways = {(arc.tail, arc.head): self._way(arc) for arc in self.arcs}
        page = Rect(8, TOP - 4, WIDE - 16, HIGH_SHEET - TOP - FOOT + 4)
        self.room = Room(page, list(self.ways.values()))
        self.room.dots = [Rect(x - DOT - 1, y - DOT - 1, 2 * DOT + 2, 2 * DOT + 2) for x, y in self.at.values()]

    def _way(self, arc: Arc) -> Way:
        whole = self.view.round_trip <= WIDE - 2 * SIDE + 1
        sea = Sea(SIDE, WIDE - SIDE, TOP, whole) if whole else Sea(0, WIDE, TOP, False)
        ends = {(one.tail, one.head) for one in self.arcs}
        back = (arc.head, arc.tail) in ends and arc.tail > arc.head
        return sea.way(self.at[arc.tail], self.at[arc.head], back, STROKES[arc.sign].width, (DOT + 1, DOT + 1.5))

    def body(self) -> tuple[Shape, ...]:
        """All but the title and the legend."""
        listed = tuple(self._strays())
        edges = tuple(self._edges())
        labels = tuple(self._labels())
        notes = dict(self._notes(True)) | dict(self._notes(False))
        arcs = tuple(self._arc(arc) for arc in self.arcs)
        chips = tuple(self._chip(ends, note) for ends, note in notes.items())
        return (*self._land(), *self._bands(), *arcs, *edges, *self._spots(), *labels, *chips, *listed)

    def sheet(self) -> Sheet:
        """The whole sheet."""
        words = (*heading(self.picture, self.look), *legend(self.picture, self.look, self.ground, HIGH_SHEET - 24))
        shapes = (*self.body(), *words)
        about = f"{' · '.join(self.picture.subtitle)}. {'. '.join(line for arc in self.picture.arcs for line in arc.lines)}"
        return Sheet(WIDE, HIGH_SHEET, self.picture.title, about, self.look.canvas, shapes)

    def _land(self) -> Iterator[Shape]:
        yield Box(0, 0, WIDE, HIGH_SHEET, self.look.canvas)
        page = Rect(1, TOP - 9, WIDE - 2, HIGH_SHEET - TOP - FOOT + 14)
        for land in atlas().lands:
            rings = tuple(ring for ring in (outline(self.view.line(ring), page) for ring in land.rings) if ring)
            if not rings:
                continue
            fill = self.ground.shut if land.code in self.picture.shut else self.ground.zone if land.code in self.picture.zone else ""
            fill = fill or self.ground.land
            yield Area(rings, fill, fill, 0.5)
        for line in atlas().borders:
            for points in runs(self.view.line(line), page):
                yield Stroke(points, self.ground.border, 0.7)

    def _bands(self) -> Iterator[Shape]:
        """The sheet above and below the map, so that land does not lie under words."""
        yield Box(0, 0, WIDE, TOP - 8, self.look.canvas)
        yield Box(0, HIGH_SHEET - FOOT + 4, WIDE, FOOT - 4, self.look.canvas)

    def _arc(self, arc: Arc) -> Part:
        way, stroke, ink = self.ways[arc.tail, arc.head], STROKES[arc.sign], self.look.ink(arc.sign)
        under = (Stroke(curve, self.look.canvas, stroke.width + 2.4, "solid", True) for curve in way.curves)
        over = (Stroke(curve, ink.line, stroke.width, DASHES[stroke.style], True) for curve in way.curves)
        names = {spot.key: spot.title for spot in self.picture.spots}
        title = f"{names[arc.tail]} → {names[arc.head]}: " + "; ".join(arc.lines)
        data = (("from", arc.tail), ("to", arc.head), ("transfers", " ".join(leg.id for leg in arc.legs)))
        number = self.arcs.index(arc) + 1
        return Part(f"arc-{number}", f"arc {arc.sign.value}", title, (*under, *over, Area((way.head,), ink.line)), data)

    def _edges(self) -> Iterator[Shape]:
        """Where an arc leaves at one side of the map and comes back at the other: who is there."""
        names = {spot.key: spot.title for spot in self.picture.spots}
        for arc in self.arcs:
            edges = self.ways[arc.tail, arc.head].edges
            for at, words in zip(edges or (), (f"to {names[arc.head]}", f"from {names[arc.tail]}"), strict=False):
                right = at[0] > WIDE / 2
                wide = width(words, UNDER) + 2
                left = at[0] - wide if right else at[0]
                rooms = [Rect(left, at[1] + by, wide, 13) for by in (5, -18, 18, -31, 30)]
                room = min(rooms, key=self.room.cost)
                self.room.taken.append(room)
                x = left + wide if right else left
                yield Text(x, room.y + 10, words, UNDER, self.look.muted, False, "end" if right else "start", self.look.canvas)

    def _spots(self) -> Iterator[Shape]:
        for number, spot in enumerate(self.picture.spots, 1):
            x, y = self.at[spot.key]
            colour = self.look.forbidden.line if spot.shut else self.look.text
            rim = Dot(x, y, DOT + 1.6, self.look.muted if spot.key in self.picture.pinned else self.look.canvas)
            dot = Dot(x, y, DOT - 0.6, self.look.canvas, colour, 2) if spot.people else Dot(x, y, DOT, colour)
            title = f"{spot.title} ({spot.code}): {', '.join(spot.nodes)}"
            yield Part(f"spot-{number}", "spot people" if spot.people else "spot", title, (rim, dot), (("place", spot.key),))

    def _labels(self) -> Iterator[Shape]:
        for spot in sorted(self.picture.spots, key=self._weight, reverse=True):
            label = self.room.label(self.at[spot.key], DOT, self._lines(spot))
            if label is None:
                continue
            if label.far:
                yield Stroke((self.at[spot.key], label.foot), self.look.muted, 0.8)
            x = label.room.x + {1: 0.0, 0: label.room.wide / 2, -1: label.room.wide}[label.side]
            anchor = {1: "start", 0: "middle", -1: "end"}[label.side]
            y = label.room.y + NAME - 1
            strong = self.look.forbidden.line if spot.shut else self.look.text
            for index, line in enumerate(label.lines):
                colour = strong if index == 0 or (spot.said and line == spot.said) else self.look.muted
                yield Text(x, y, line, UNDER if index else NAME, colour, not index, anchor, self.look.canvas)  # type: ignore[arg-type]
                y += UNDER + 2.5 + (0.5 if not index else 0)

    def _weight(self, spot: Spot) -> tuple[int, int]:
        """Spots with the worst arcs, then with the most, have the first choice of room."""
        own = [arc for arc in self.picture.arcs if spot.key in (arc.tail, arc.head)]
        return max((arc.sign.rank for arc in own), default=0), len(own)

    def _lines(self, spot: Spot) -> tuple[str, ...]:
        if spot.key in self.picture.pinned:
            return (shorten(spot.title, 26), *([spot.said] if spot.shut else []), f"{spot.code} · outside this part")
        names = self._names(spot)
        lines = [shorten(spot.title, 34), shorten(f"{spot.code} · {names}", 46)]
        lines += [spot.said] if spot.shut else []
        inner = self.picture.within(spot.key)
        if inner:
            mark = f"{inner.chip}" if inner.chip and inner.sign.rank >= Sign.UNKNOWN.rank else "inside"
            lines.append(
                f"{mark} · {len(inner.legs):,} within {spot.code}" if mark != "inside" else f"{len(inner.legs):,} more within {spot.code}"
            )
        return tuple(lines)

    def _names(self, spot: Spot) -> str:
        names = [shorten(self.title(node), 30) for node in spot.nodes]
        return names[0] if len(names) == 1 else ", ".join(names[:2]) + (f" +{len(names) - 2}" if len(names) > 2 else "")

    @property
    def crowded(self) -> bool:
        """Whether there are so many arcs that chips have only the number of their finding; the page has the words."""
        return len(self.arcs) > _MANY

    def title(self, node: str) -> str:
        """The name of a node."""
        return self.picture.names.get(node, node)

    def _notes(self, bad: bool) -> Iterator[tuple[tuple[str, str], Note]]:
        """Chips: those of faults and doubts first, which are never left out; the others where there is room."""
        for arc in reversed(self.arcs):
            if arc.chip and (arc.sign.rank >= Sign.UNKNOWN.rank) is bad and (bad or not self.crowded):
                chip = replace(arc.chip, text="", more=0) if self.crowded and arc.chip.tag else arc.chip
                note = self.room.note(chip, self.ways[arc.tail, arc.head], bad)
                if note:
                    yield (arc.tail, arc.head), note

    def _chip(self, ends: tuple[str, str], note: Note) -> Part:
        """The chip of an arc, named as the arc is."""
        number = next(n for n, arc in enumerate(self.arcs, 1) if (arc.tail, arc.head) == ends)
        return Part(f"chip-{number}", f"chip {note.chip.sign.value}", str(note.chip), tuple(self._note(note)))

    def _note(self, note: Note) -> Iterator[Shape]:
        ink, room = self.look.ink(note.chip.sign), note.room
        if note.foot:
            x, y = room.x + room.wide / 2, room.y + room.high / 2
            yield Stroke((note.foot, (min(max(note.foot[0], room.x + 6), room.x + room.wide - 6), y)), ink.line, 0.9)
            yield Dot(*note.foot, 2.2, ink.line)
        yield Box(room.x, room.y, room.wide, room.high, self.look.canvas, ink.line, 1.3, 4.5)
        base = room.y + HIGH / 2 + CHIP * 0.36
        if note.tag:
            yield Box(room.x, room.y, note.tag, room.high, ink.line, ink.line, 1.3, 4.5)
            yield Text(room.x + note.tag / 2, base, note.chip.tag or "", CHIP, ink.on, True, "middle")
        x = room.x + note.tag + (room.wide - note.tag) / 2
        yield Text(x, base, said(note.chip), CHIP, ink.line, True, "middle")

    def _strays(self) -> Iterator[Shape]:
        """The parties without a place, in the emptiest corner of the sheet: the south-west."""
        if not self.picture.strays:
            return
        shown = self.picture.strays[: 7 if len(self.picture.strays) > 8 else 8]
        more = len(self.picture.strays) - len(shown)
        high = 34.0 + 30 * len(shown) + (16 if more else 0)
        wide = 232.0
        room = min(
            (Rect(x, HIGH_SHEET - FOOT - high - 4, wide, high) for x in (SIDE, WIDE - SIDE - wide)),
            key=lambda rect: sum(rect.shared(dot) for dot in self.room.dots) + sum(rect.holds(way.points) for way in self.room.ways),
        )
        self.room.taken.append(room)
        yield Box(room.x, room.y, wide, high, self.look.legend, self.look.legend_line, 1, 6)
        yield Text(room.x + 12, room.y + 20, "Without a place on the map", 11.5, self.look.text, True)
        for index, stray in enumerate(shown):
            yield self._stray(stray, index, room.x + 12, room.y + 38 + 30 * index)
        if more:
            yield Text(room.x + 12, room.y + high - 9, f"and {more:,} more", UNDER, self.look.muted)

    def _stray(self, stray: Stray, index: int, x: float, y: float) -> Part:
        mark = f"{stray.sign.mark} " if stray.sign.mark else ""
        ink = self.look.ink(stray.sign)
        name = wrap(stray.title, 11.5, 185, lines=1)[0] if stray.title else ""
        shapes: list[Shape] = [Dot(x + 3, y - 4, 3.2, self.look.legend, ink.line, 1.6)]
        shapes.append(Text(x + 13, y, name, 11.5, self.look.text))
        shapes.append(Text(x + 13, y + 12.5, f"{mark}{stray.why}", 10, ink.line if mark else self.look.muted))
        return Part(f"stray-{index + 1}", "stray", f"{stray.title}: {'; '.join(stray.lines)}", tuple(shapes))


def _apart(at: dict[str, Point], joined: set[frozenset[str]]) -> dict[str, Point]:
    """Spots moved by a few points, so that none covers another and there is room for an arrow between those joined."""
    placed = dict(at)
    for _ in range(12):
        for one in placed:
            for other in placed:
                (ax, ay), (bx, by) = placed[one], placed[other]
                dx, dy = bx - ax, by - ay
                length = (dx * dx + dy * dy) ** 0.5
                least = 2 * DOT + (20 if frozenset((one, other)) in joined else 5)
                if one < other and length < least:
                    dx, dy = (dx / length, dy / length) if length else (1.0, 0.0)
                    push = (least - length) / 2
                    placed[one], placed[other] = (ax - dx * push, ay - dy * push), (bx + dx * push, by + dy * push)
    return placed
