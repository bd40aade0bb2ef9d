"""A drawing as D2 text (d2lang.com): the same boxes, frames, lines and signs, for documents that are drawn with D2."""

from __future__ import annotations

from collections.abc import Iterator

from datamap.rendering.drawing import Box, Drawing, Line
from datamap.rendering.frames import Frame
from datamap.rendering.lettering import wrap
from datamap.rendering.markup import d2 as quoted
from datamap.rendering.palette import STROKES, Sign, Theme
from datamap.rendering.routes import upwards

_WIDEST = 240
_DASHES = {"solid": "", "dashed": "; stroke-dash: 5", "dotted": "; stroke-dash: 2"}


def d2(drawing: Drawing, theme: Theme) -> str:
    """Containers for frames, shapes for boxes, connections for lines, each of the class of its sign; from left to right."""
    return "\n".join(_text(drawing, theme)) + "\n"


def _text(drawing: Drawing, theme: Theme) -> Iterator[str]:
    names = {frame.key: f"f{index}" for index, frame in enumerate(drawing.frames)}
    paths = {box.id: ".".join([*_above(drawing, box, names), f"b{index}"]) for index, box in enumerate(drawing.boxes)}
    yield "direction: right"
    yield f'style.fill: "{theme.canvas}"'
    yield from _classes(drawing, theme)
    yield from _legend(drawing)
    heading = quoted(drawing.title, " · ".join(drawing.subtitle))
    yield f'heading: {heading} {{shape: text; near: top-center; style: {{font-size: 22; bold: true; font-color: "{theme.text}"}}}}'
    yield from _frames(drawing, None, names, paths, "")
    for line in drawing.lines:
        yield f"{paths[line.tail]} -> {paths[line.head]}: {_label(line)} {{class: {line.sign.value}}}"


def _above(drawing: Drawing, box: Box, names: dict[str, str]) -> list[str]:
    """The names of the containers around a box, outermost first."""
    return [names[key] for key in upwards({frame.key: frame for frame in drawing.frames}, box.frame)][::-1]


def _classes(drawing: Drawing, theme: Theme) -> Iterator[str]:
    """The look of boxes and frames, and of the lines of each sign that occurs."""
    shut = f'{{stroke: "{theme.forbidden.line}"; font-color: "{theme.text}"; stroke-width: 2'
    yield "classes: {"
    yield f'  box: {{style: {{fill: "{theme.box}"; stroke: "{theme.box_line}"; font-color: "{theme.text}"; border-radius: 8}}}}'
    yield f'  people: {{shape: oval; style: {{fill: "{theme.people}"; stroke: "{theme.people_line}"; font-color: "{theme.text}"}}}}'
    yield f'  shut: {{style: {shut}; fill: "{theme.shut_box}"; border-radius: 8}}}}'
    yield f'  zone: {{style: {{fill: "{theme.zone}"; stroke: "{theme.zone_line}"; font-color: "{theme.text}"; border-radius: 8}}}}'
    yield f'  place: {{style: {{fill: "{theme.frame}"; stroke: "{theme.frame_line}"; font-color: "{theme.text}"; border-radius: 8}}}}'
    yield f'  forbidden-place: {{style: {shut}; fill: "{theme.shut}"; stroke-dash: 5; border-radius: 8}}}}'
    for sign in drawing.signs:
        stroke, line = STROKES[sign], theme.ink(sign).line
        look = f'stroke: "{line}"; font-color: "{line}"; stroke-width: {max(1, round(stroke.width))}{_DASHES[stroke.style]}'
        yield f"  {sign.value}: {{style: {{{look}}}}}"
    yield "}"


def _legend(drawing: Drawing) -> Iterator[str]:
    """What D2 0.7 and later draw as a legend, and earlier ones pass over."""
    shown = [sign for sign in Sign if sign in {line.sign for line in drawing.lines}]
    if not shown:
        return
    yield "vars: {"
    yield "  d2-legend: {"
    yield "    from.style.opacity: 0"
    yield "    to.style.opacity: 0"
    for sign in shown:
        yield f"    from -> to: {quoted(sign.legend)} {{class: {sign.value}}}"
    yield "  }"
    yield "}"


def _frames(drawing: Drawing, parent: str | None, names: dict[str, str], paths: dict[str, str], indent: str) -> Iterator[str]:
    """What stands directly in a container, or outside all, from top to bottom."""
    frames = {frame.key: frame for frame in drawing.frames}
    opened: set[str] = set()
    for box in drawing.boxes:
        if box.frame == parent:
            look = "shut" if box.shut else "people" if box.kind == "people" else "box"
            yield f"{indent}{paths[box.id].rpartition('.')[2]}: {_box(box)} {{class: {look}}}"
            continue
        child = next((at for at in upwards(frames, box.frame) if frames[at].parent == parent), None)
        if child and child not in opened:
            opened.add(child)
            frame = frames[child]
            look = "forbidden-place" if frame.shut else "zone" if frame.kind == "zone" else "place"
            yield f"{indent}{names[child]}: {_heading(frame)} {{"
            yield f"{indent}  class: {look}"
            yield from _frames(drawing, child, names, paths, f"{indent}  ")
            yield f"{indent}}}"


def _heading(frame: Frame) -> str:
    return quoted(f"{frame.code} · {frame.title}", *([frame.status] if frame.status else []))


def _box(box: Box) -> str:
    return quoted(box.over, *box.title, *box.under, *map(str, box.badges))


def _label(line: Line) -> str:
    many = f"{len(line.transfers):,} transfers, " if len(line.transfers) > 1 else ""
    how = f"{line.how}, " if line.how else ""
    said = [f"{many}{how}{' · '.join(line.names)}", *map(str, line.chips)]
    return quoted(*(row for text in said for row in wrap(text, 12, _WIDEST)))
