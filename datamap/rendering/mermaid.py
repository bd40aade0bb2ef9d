"""A drawing as Mermaid text, for Markdown: the same boxes, frames, lines and signs."""

from __future__ import annotations

import json
from collections.abc import Iterator

from datamap.rendering.drawing import Box, Drawing, Line
from datamap.rendering.frames import Frame
from datamap.rendering.markup import mermaid as safe
from datamap.rendering.palette import STROKES, Sign, Theme
from datamap.rendering.routes import upwards

_DASHES = {"solid": "", "dashed": ",stroke-dasharray:6 4", "dotted": ",stroke-dasharray:2 4"}


def mermaid(drawing: Drawing, theme: Theme) -> str:
    """A flowchart from left to right; frames are subgraphs, and each line has the style of its sign."""
    return "\n".join(_text(drawing, theme)) + "\n"


def _text(drawing: Drawing, theme: Theme) -> Iterator[str]:
    short = {box.id: f"b{index}" for index, box in enumerate(drawing.boxes)}
    names = {frame.key: f"f{index}" for index, frame in enumerate(drawing.frames)}
    yield "---"
    yield f"title: {json.dumps(drawing.title, ensure_ascii=False)}"
    yield "---"
    yield "flowchart LR"
    yield f"  %% {safe(' · '.join(drawing.subtitle))}"
    yield from _frames(drawing, None, short, names, "  ")
    for line in drawing.lines:
        yield f'  {short[line.tail]} -->|"{_label(line)}"| {short[line.head]}'
    yield from _styles(drawing, theme, short, names)


def _frames(drawing: Drawing, parent: str | None, short: dict[str, str], names: dict[str, str], indent: str) -> Iterator[str]:
    frames = {frame.key: frame for frame in drawing.frames}
    opened: set[str] = set()
    for box in drawing.boxes:
        if box.frame == parent:
            yield f"{indent}{short[box.id]}{_box(box)}"
            continue
        child = next((at for at in upwards(frames, box.frame) if frames[at].parent == parent), None)
        if child and child not in opened:
            opened.add(child)
            yield f'{indent}subgraph {names[child]} ["{_heading(frames[child])}"]'
            yield from _frames(drawing, child, short, names, f"{indent}  ")
            yield f"{indent}end"


def _heading(frame: Frame) -> str:
    status = f"<br/>{safe(frame.status)}" if frame.status else ""
    return f"{safe(frame.code)} · {safe(frame.title)}{status}"


def _box(box: Box) -> str:
    lines = [safe(box.over), *(f"<b>{safe(title)}</b>" for title in box.title)]
    lines += [safe(text) for text in (*box.under, *map(str, box.badges))]
    shape = ('(["', '"])') if box.kind == "people" else ('["', '"]')
    return f"{shape[0]}{'<br/>'.join(lines)}{shape[1]}"


def _label(line: Line) -> str:
    many = f"{len(line.transfers):,} transfers, " if len(line.transfers) > 1 else ""
    how = f"{line.how}, " if line.how else ""
    return "<br/>".join([safe(f"{many}{how}{' · '.join(line.names)}"), *(safe(str(chip)) for chip in line.chips)])


def _styles(drawing: Drawing, theme: Theme, short: dict[str, str], names: dict[str, str]) -> Iterator[str]:
    for sign in Sign:
        numbers = [str(index) for index, line in enumerate(drawing.lines) if line.sign is sign]
        if numbers:
            stroke, ink = STROKES[sign], theme.ink(sign)
            yield f"  linkStyle {','.join(numbers)} stroke:{ink.line},stroke-width:{stroke.width:g}px{_DASHES[stroke.style]}"
    yield f"  classDef box fill:{theme.box},stroke:{theme.box_line},color:{theme.text}"
    yield f"  classDef people fill:{theme.people},stroke:{theme.people_line},color:{theme.text}"
    yield f"  classDef shut fill:{theme.shut_box},stroke:{theme.forbidden.line},color:{theme.text},stroke-width:2px"
    for box in drawing.boxes:
        yield f"  class {short[box.id]} {'shut' if box.shut else 'people' if box.kind == 'people' else 'box'}"
    for frame in drawing.frames:
        fill = theme.shut if frame.shut else theme.zone if frame.kind == "zone" else theme.frame
        line = theme.forbidden.line if frame.shut else theme.zone_line if frame.kind == "zone" else theme.frame_line
        dash = ",stroke-dasharray:6 4" if frame.shut else ""
        yield f"  style {names[frame.key]} fill:{fill},stroke:{line}{dash},color:{theme.text}"
