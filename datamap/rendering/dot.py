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


def dot(drawing: Drawing, theme: Theme) -> str:
    """The drawing in the DOT language; the same drawing gives the same text."""
    return "\n".join(_Writer(drawing, theme, _ports(drawing)).text()) + "\n"


@dataclass(frozen=True, slots=True)
class Ports:
    """Which slot each end of a line takes, by line id, and how many each box has on its left and its right."""

    tail: Mapping[str, str]
    head: Mapping[str, str]
    left: Mapping[str, int]
    right: Mapping[str, int]


def _ports(drawing: Drawing) -> Ports:
    """A slot for each end, sorted so that lines into one box do not cross before it."""
    row = {box.id: index for index, box in enumerate(drawing.boxes)}
    sides: dict[tuple[str, str], list[tuple[int, int, str, str]]] = defaultdict(list)
    for number, line in enumerate(drawing.lines):
        if line.tail != line.head:
            out, into = ("l", "r") if line.back else ("r", "l")
            sides[line.tail, out].append((row[line.head], number, line.id, "tail"))
            sides[line.head, into].append((row[line.tail], number, line.id, "head"))
    taken: dict[str, dict[str, str]] = {"tail": {}, "head": {}}
    for (_, side), ends in sides.items():
        for index, (_, _, line_id, end) in enumerate(sorted(ends)):
            taken[end][line_id] = f"{side}{index}:{'w' if side == 'l' else 'e'}"
    number_of = {key: len(ends) for key, ends in sides.items()}
    left, right = ({box: number_of.get((box, side), 0) for box in row} for side in "lr")
    return Ports(taken["tail"], taken["head"], left, right)


@dataclass(frozen=True, slots=True)
class _Writer:
    drawing: Drawing
    theme: Theme
    ports: Ports

    def text(self) -> Iterator[str]:
        theme = self.theme
        yield "digraph datamap {"
        yield (
            '  graph [rankdir=LR, newrank=true, splines=spline, nodesep=0.32, ranksep=0.62, pad=0.35, charset="UTF-8", fontname="Arial", '
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
            yield self._line(line)
        yield "}"

    def _frames(self, parent: str | None, indent: str) -> Iterator[str]:
        """The boxes and frames directly inside `parent`, in the order of the boxes."""
        frames = {frame.key: frame for frame in self.drawing.frames}
        opened: set[str] = set()
        for box in self.drawing.boxes:
            key = box.frame
            if key == parent:
                yield indent + self._box(box)
                continue
            child = next((at for at in _upwards(frames, key) if frames[at].parent == parent), None)
            if child and child not in opened:
                opened.add(child)
                yield f"{indent}subgraph {name(f'cluster {child}')} {{"
                yield f"{indent}  {self._frame(frames[child])}"
                yield from self._frames(child, f"{indent}  ")
                yield f"{indent}}}"

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
        """Columns are kept by ranks: one for each, tied together by unseen edges from the root and along the first boxes."""
        columns: dict[int, list[str]] = defaultdict(list)
        for box in self.drawing.boxes:
            columns[box.column].append(name(box.id))
        for column in sorted(columns):
            yield f"  {{ rank=same; {'; '.join(columns[column])} }}"
        yield "  root -> { " + "; ".join(columns.get(0, ())) + " } [style=invis]" if columns else ""
        for column in sorted(columns)[1:]:
            yield f"  {columns[column - 1][0]} -> {columns[column][0]} [style=invis, weight=0]"

    def _line(self, line: Line) -> str:
        titles = {box.id: box.title[0] for box in self.drawing.boxes}
        column = {box.id: box.column for box in self.drawing.boxes}
        tail, head = (f"{name(end)}:{port[end_id]}" if end_id in port else name(end) for end, port, end_id in ((line.tail, self.ports.tail, line.id), (line.head, self.ports.head, line.id)))
        first, second, direction = (head, tail, ", dir=back") if line.back else (tail, head, "")
        ink, stroke = self.theme.ink(line.sign), STROKES[line.sign]
        tips = quoted_lines(dot_labels.line_tooltip(line, (titles[line.tail], titles[line.head])))
        return (
            f'  {first} -> {second} [id={quoted(f"line-{line.id}")}, class="line {line.sign.value}", color="{ink.line}", penwidth={stroke.width:g}, '
            f'style={stroke.style}, minlen={max(1, abs(column[line.head] - column[line.tail]))}{direction}, weight={2 if line.sign.rank else 1}, '
            f"label=<{dot_labels.line_label(line, self.theme)}>, tooltip={tips}, labeltooltip={tips}]"
        )


def _upwards(frames: Mapping[str, Frame], key: str | None) -> Iterator[str]:
    while key is not None:
        yield key
        key = frames[key].parent
