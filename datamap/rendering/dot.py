"""A drawing as DOT text. Pure: running Graphviz is another file's business."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from datamap.rendering import dot_labels
from datamap.rendering.drawing import Box, Drawing, Line
from datamap.rendering.frames import Frame
from datamap.rendering.markup import name, quoted, quoted_lines
from datamap.rendering.palette import STROKES, Theme
from datamap.rendering.routes import Bend, upwards


def dot(drawing: Drawing, theme: Theme) -> str:
    """The drawing in the DOT language; the same drawing gives the same text."""
    return "\n".join(_Writer(drawing, theme, _ports(drawing)).text()) + "\n"


@dataclass(frozen=True, slots=True)
class Ports:
    """The slot of each line's left and right end, by line id, and how many slots each box has on its left and its right."""

    start: Mapping[str, str]
    end: Mapping[str, str]
    left: Mapping[str, int]
    right: Mapping[str, int]


def _ports(drawing: Drawing) -> Ports:
    """A slot for each end, sorted by where the line comes from or goes next, so that lines do not cross before a box."""
    row = {item.id: index for index, item in enumerate(drawing.items)}
    sides: dict[tuple[str, str], list[tuple[int, int, str]]] = defaultdict(list)
    for number, line in enumerate(drawing.lines):
        if line.tail != line.head:
            stops = line.route.stops
            sides[stops[0], "r"].append((row[stops[1]], number, line.id))
            sides[stops[-1], "l"].append((row[stops[-2]], number, line.id))
    taken: dict[str, dict[str, str]] = {"l": {}, "r": {}}
    for (_, side), ends in sides.items():
        for index, (_, _, line_id) in enumerate(sorted(ends)):
            taken[side][line_id] = f"{side}{index}:{'w' if side == 'l' else 'e'}"
    number_of = {key: len(ends) for key, ends in sides.items()}
    left, right = ({box.id: number_of.get((box.id, side), 0) for box in drawing.boxes} for side in "lr")
    return Ports(taken["r"], taken["l"], left, right)


@dataclass(frozen=True, slots=True)
class _Writer:
    drawing: Drawing
    theme: Theme
    ports: Ports

    def text(self) -> Iterator[str]:
        theme = self.theme
        yield "digraph datamap {"
        yield (
            f'  graph [rankdir=LR, newrank=true, splines=spline, nodesep=0.2, ranksep={self._spread()}, pad=0.35, charset="UTF-8", fontname="Arial", '
            f'fontcolor="{theme.text}", bgcolor="{theme.canvas}", labelloc=b, label=<{dot_labels.legend_label(self.drawing, theme)}>, '
            f"tooltip={quoted(self.drawing.title)}]"
        )
        yield f'  node [shape=plain, fontname="Arial", fontsize=12, fontcolor="{theme.text}"]'
        yield f'  edge [fontname="Arial", fontsize=10.5, fontcolor="{theme.text}", arrowsize=0.85]'
        yield "  root [style=invis, shape=point, width=0, height=0, label=\"\"]"
        yield "  subgraph cluster_picture {"
        yield f"    graph [peripheries=0, margin=4, labelloc=t, labeljust=l, label=<{dot_labels.title_label(self.drawing, theme)}>]"
        yield from self._frames(None, "    ")
        yield "  }"
        yield from self._columns()
        for line in self.drawing.lines:
            yield from self._line(line)
        yield "}"

    def _spread(self) -> float:
        """The distance between ranks in inches: the more lines, the more room to turn."""
        return round(min(0.9, 0.55 + 0.01 * len(self.drawing.lines)), 2)

    def _frames(self, parent: str | None, indent: str) -> Iterator[str]:
        """The items and frames directly inside `parent`, from top to bottom, then the labels that stand there."""
        frames = {frame.key: frame for frame in self.drawing.frames}
        opened: set[str] = set()
        for item in self.drawing.items:
            if item.frame == parent:
                yield indent + (self._box(item) if isinstance(item, Box) else self._bend(item))
                continue
            child = next((at for at in upwards(frames, item.frame) if frames[at].parent == parent), None)
            if child and child not in opened:
                opened.add(child)
                yield f"{indent}subgraph {name(f'cluster {child}')} {{"
                yield f"{indent}  {self._frame(frames[child])}"
                yield from self._frames(child, f"{indent}  ")
                yield f"{indent}}}"
        for line in self.drawing.lines:
            if line.tail != line.head and line.route.frame == parent:
                yield indent + self._label(line)

    def _bend(self, bend: Bend) -> str:
        return f'{name(bend.id)} [width=0, height=0, label=""]'

    def _frame(self, frame: Frame) -> str:
        theme = self.theme
        fill, line = (theme.zone, theme.zone_line) if frame.kind == "zone" else (theme.frame, theme.frame_line)
        if frame.shut:
            fill, line = theme.shut, theme.forbidden.line
        style = "rounded,filled,dashed" if frame.shut else "rounded,filled"
        return (
            f'graph [id={quoted(f"frame-{frame.key}")}, class="frame {frame.kind}{" shut" if frame.shut else ""}", peripheries=1, margin=15, '
            f'style="{style}", fillcolor="{fill}", color="{line}", penwidth={2 if frame.shut else 1}, labeljust=l, '
            f"label=<{dot_labels.frame_label(frame, theme)}>, tooltip={quoted_lines((frame.title, frame.status))}]"
        )

    def _box(self, box: Box) -> str:
        label = dot_labels.box_label(box, self.theme, self.ports.left[box.id], self.ports.right[box.id])
        return (
            f'{name(box.id)} [id={quoted(f"box-{box.id}")}, class="box {box.kind}{" shut" if box.shut else ""}", '
            f"label=<{label}>, tooltip={quoted_lines(dot_labels.tooltip(box))}]"
        )

    def _columns(self) -> Iterator[str]:
        """Columns are ranks, tied by unseen edges from the root and along the first items; the order in each is settled."""
        columns: dict[int, list[str]] = defaultdict(list)
        for item in self.drawing.items:
            columns[item.column].append(name(item.id))
        for column in sorted(columns):
            chain = " -> ".join(columns[column])
            yield f"  {{ rank=same; {chain} [style=invis, weight=0] }}" if len(columns[column]) > 1 else f"  {{ rank=same; {chain} }}"
        yield "  root -> { " + "; ".join(columns.get(0, ())) + " } [style=invis]" if columns else ""
        for column in sorted(columns)[1:]:
            yield f"  {columns[column - 1][0]} -> {columns[column][0]} [style=invis, weight=0, minlen=2]"

    def _label(self, line: Line) -> str:
        """The label of a line, a node of its own: the line runs through it, and nothing lies on it."""
        return (
            f'{name(f"label {line.id}")} [id={quoted(f"label-{line.id}")}, class="label {line.sign.value}", '
            f"label=<{dot_labels.line_label(line, self.theme)}>, tooltip={self._tips(line)}]"
        )

    def _tips(self, line: Line) -> str:
        titles = {box.id: box.title[0] for box in self.drawing.boxes}
        return quoted_lines(dot_labels.line_tooltip(line, (titles[line.tail], titles[line.head])))

    def _line(self, line: Line) -> Iterator[str]:
        ink, stroke = self.theme.ink(line.sign), STROKES[line.sign]
        look = f'class="line {line.sign.value}", color="{ink.line}", penwidth={stroke.width:g}, style={stroke.style}, tooltip={self._tips(line)}'
        if line.tail == line.head:
            yield f"  {name(line.tail)} -> {name(line.head)} [id={quoted(f'line-{line.id}')}, {look}, label=<{dot_labels.line_label(line, self.theme)}>]"
            return
        stops = [name(stop) for stop in line.route.stops]
        first, last = f"{stops[0]}:{self.ports.start[line.id]}", f"{stops[-1]}:{self.ports.end[line.id]}"
        column = {item.id: item.column for item in self.drawing.items}
        label = name(f"label {line.id}")
        points = [(first, first)]
        for stop in line.route.stops[:-1]:
            points += [(f"{name(stop)}:w", f"{name(stop)}:e")] if stop != line.route.stops[0] else []
            points += [(f"{label}:here:w", f"{label}:here:e")] if column[stop] == line.route.gap else []
        points.append((last, last))
        for number, ((_, out), (into, _)) in enumerate(zip(points, points[1:], strict=False)):
            end = number == (0 if line.back else len(points) - 2)
            direction = ("back" if line.back else "forward") if end else "none"
            yield f"  {out} -> {into} [id={quoted(f'line-{line.id}-{number}')}, dir={direction}, weight={(3 if len(points) == 3 else 6) + 2 * (line.sign.rank >= 4)}, {look}{self._long(into, out, label)}]"

    @staticmethod
    def _long(into: str, out: str, label: str) -> str:
        """Two ranks lie between neighbouring columns, with the labels on the one between."""
        return "" if label in (into.partition(":")[0], out.partition(":")[0]) else ", minlen=2"
