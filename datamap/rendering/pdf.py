"""SVG to PDF, for the SVG that Graphviz writes: filled and stroked paths, and text on one line.

No program and no package: a page as large as the picture, with the fonts that every PDF reader has (Helvetica, whose
letters are as wide as Arial's). Letters beyond Latin are taken from a font of this machine where one has them; see
`pdf_fonts`. The same input on the same machine gives the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree

from datamap.errors import RenderError
from datamap.rendering.lettering import width
from datamap.rendering.pdf_fonts import Fonts, stream

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e-?\d+)?")
_COMMAND = re.compile(r"([MLCHVZ])([^MLCHVZ]*)")
_CIRCLE = 0.5522847498


def pdf(svg: str, title: str) -> bytes:
    """A PDF document of one page that shows the SVG.

    Raises:
        RenderError: the SVG cannot be read.
    """
    try:
        root = ElementTree.fromstring(svg)
    except ElementTree.ParseError as error:
        raise RenderError(f"the renderer wrote SVG that cannot be read ({error}); save as svg or html instead") from None
    box = _numbers(root.get("viewBox", ""))
    if len(box) != 4:
        raise RenderError("the renderer wrote SVG without a size; save as svg or html instead")
    page = _Page()
    page.ops.append(f"1 0 0 -1 {-box[0]:g} {box[1] + box[3]:g} cm")
    page.draw(root)
    return _document("\n".join(page.ops).encode("ascii"), box[2], box[3], page.fonts, title)


def _numbers(text: str) -> list[float]:
    return [float(number) for number in _NUMBER.findall(text)]


@dataclass
class _Page:
    """The drawing operators of a page, in the SVG's own coordinates."""

    ops: list[str] = field(default_factory=list)
    fonts: Fonts = field(default_factory=Fonts)

    def draw(self, element: ElementTree.Element) -> None:
        """An element and all in it."""
        kind = element.tag.rpartition("}")[2]
        if kind in ("title", "desc", "style", "defs"):
            return
        shift = _shift(element.get("transform", ""))
        if shift:
            self.ops.append(f"q 1 0 0 1 {shift[0]:g} {shift[1]:g} cm")
        if kind == "text":
            self._text(element)
        elif kind in ("path", "polygon", "polyline", "ellipse", "rect", "line"):
            self._shape(element, list(_outline(kind, element)))
        for child in element:
            self.draw(child)
        if shift:
            self.ops.append("Q")

    def _shape(self, element: ElementTree.Element, outline: list[str]) -> None:
        fill, line = _colour(element.get("fill", "black")), _colour(element.get("stroke", "none"))
        if not (fill or line) or not outline:
            return
        self.ops += [f"{fill} rg"] if fill else []
        if line:
            dashes = " ".join(f"{number:g}" for number in _numbers(element.get("stroke-dasharray", "")))
            self.ops.append(f"{line} RG {float(element.get('stroke-width', '1')):g} w [{dashes}] 0 d")
        self.ops += [*outline, "B" if fill and line else "f" if fill else "S"]

    def _text(self, element: ElementTree.Element) -> None:
        words = "".join(element.itertext())
        size, bold = float(element.get("font-size", "14")), element.get("font-weight") == "bold"
        anchor = {"middle": 0.5, "end": 1.0}.get(element.get("text-anchor", "start"), 0.0)
        x, y = float(element.get("x", "0")) - anchor * width(words, size, bold), float(element.get("y", "0"))
        if words == "►":
            tip = f"{x:g} {y:g} m {x + 0.9 * size:g} {y - 0.36 * size:g} l {x:g} {y - 0.72 * size:g} l f"
            self.ops.append(f"{_colour(element.get('fill', 'black'))} rg {tip}")
            return
        self.ops.append(f"BT {_colour(element.get('fill', 'black')) or '0 0 0'} rg 1 0 0 -1 {x:g} {y:g} Tm")
        self.ops += [f"/{name} {size:g} Tf <{codes}> Tj" for name, codes in self.fonts.runs(words, bold)]
        self.ops.append("ET")


def _shift(transform: str) -> tuple[float, float] | None:
    """The translation in a transform; Graphviz's scale is 1 and its rotation 0."""
    found = re.search(r"translate\(([^)]*)\)", transform)
    numbers = _numbers(found[1]) if found else []
    return (numbers[0], numbers[1]) if len(numbers) == 2 else None


def _colour(text: str) -> str:
    """Red, green and blue from 0 to 1; empty for no colour."""
    text = {"black": "#000000", "white": "#ffffff"}.get(text, text)
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", text):
        return ""
    return " ".join(f"{int(text[at : at + 2], 16) / 255:.4g}" for at in (1, 3, 5))


def _outline(kind: str, element: ElementTree.Element) -> Iterator[str]:
    """The path operators of a shape."""
    if kind == "path":
        yield from _path(element.get("d", ""))
    elif kind in ("polygon", "polyline"):
        numbers = _numbers(element.get("points", ""))
        for index, (x, y) in enumerate(zip(numbers[::2], numbers[1::2], strict=False)):
            yield f"{x:g} {y:g} {'l' if index else 'm'}"
        if kind == "polygon":
            yield "h"
    elif kind == "ellipse":
        x, y, wide, high = (float(element.get(name, "0")) for name in ("cx", "cy", "rx", "ry"))
        yield f"{x + wide:g} {y:g} m"
        for dx, dy, ex, ey in ((1, 0, 0, 1), (0, 1, -1, 0), (-1, 0, 0, -1), (0, -1, 1, 0)):
            first = (x + wide * (dx + _CIRCLE * ex), y + high * (dy + _CIRCLE * ey))
            second = (x + wide * (ex + _CIRCLE * dx), y + high * (ey + _CIRCLE * dy))
            yield f"{first[0]:g} {first[1]:g} {second[0]:g} {second[1]:g} {x + wide * ex:g} {y + high * ey:g} c"
        yield "h"
    elif kind == "rect":
        yield " ".join(f"{float(element.get(name, '0')):g}" for name in ("x", "y", "width", "height")) + " re"
    else:
        ends = [float(element.get(name, "0")) for name in ("x1", "y1", "x2", "y2")]
        yield f"{ends[0]:g} {ends[1]:g} m {ends[2]:g} {ends[3]:g} l"


def _path(data: str) -> Iterator[str]:
    """Absolute moves, lines and curves, as Graphviz writes them."""
    at = (0.0, 0.0)
    for command, rest in _COMMAND.findall(data):
        numbers = _numbers(rest)
        if command == "Z":
            yield "h"
        elif command in "HV":
            for number in numbers:
                at = (number, at[1]) if command == "H" else (at[0], number)
                yield f"{at[0]:g} {at[1]:g} l"
        else:
            step = 6 if command == "C" else 2
            for index in range(0, len(numbers) - step + 1, step):
                part = numbers[index : index + step]
                operator = "c" if command == "C" else "m" if command == "M" and index == 0 else "l"
                yield " ".join(f"{number:g}" for number in part) + f" {operator}"
                at = (part[-2], part[-1])


def _document(content: bytes, wide: float, high: float, fonts: Fonts, title: str) -> bytes:
    """The objects of the file, with the table of where each starts."""
    catalog = b"<< /Type /Catalog /Pages 2 0 R /ViewerPreferences << /DisplayDocTitle true >> >>"
    objects = [catalog, b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", b"", stream(content)]
    named = fonts.objects(len(objects) + 1)
    resources = " ".join(f"/{name} {number} 0 R" for name, number in named.numbers.items())
    page = f"/MediaBox [0 0 {wide:g} {high:g}] /Contents 4 0 R /Resources << /Font << {resources} >> >>"
    objects[2] = f"<< /Type /Page /Parent 2 0 R {page} >>".encode()
    objects += named.bodies
    objects.append(b"<< /Title <FEFF" + title.encode("utf-16-be").hex().upper().encode() + b"> /Producer (datamap) >>")
    out, starts = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), []
    for number, body in enumerate(objects, 1):
        starts.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % start for start in starts)
    out += b"trailer\n<< /Size %d /Root 1 0 R /Info %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(objects), table)
    return bytes(out)
