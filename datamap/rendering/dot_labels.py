"""The labels of a drawing: boxes, frame headings, lines with their chips, title and legend."""

from __future__ import annotations

from collections.abc import Sequence

from datamap.rendering.drawing import Box, Drawing, Line
from datamap.rendering.frames import Frame
from datamap.rendering.lettering import wrap
from datamap.rendering.palette import STROKES, Sign, Theme
from datamap.rendering.pieces import Piece, above, bar, beside, framed, gap, text
from datamap.rendering.signs import Chip

BOX_WIDTH = 160.0
LINE_WIDTH = 180.0
MOVED_WIDTH = 214.0


def box_label(box: Box, theme: Theme, least: int = 0) -> Piece:
    """A box: its kind in small letters, its name, what else is said of it; at least `least` points high."""
    accent = theme.forbidden.line if box.shut else theme.muted
    rows = [text(line, 9, accent, bold=True) for line in wrap(box.over, 9, BOX_WIDTH + 24, bold=True, lines=2)]
    rows.append(gap(1, 3))
    several = len(box.title) > 1
    size = 11.0 if several else 14.0
    titles = (wrap(title, size, BOX_WIDTH, bold=True, lines=2 if several else 4) for title in box.title)
    rows += [text(line, size, theme.text, bold=True) for title in titles for line in title]
    rows += [gap(1, 3)] if box.under or box.badges else []
    rows += [text(line, 10, theme.muted) for under in box.under for line in wrap(under, 10, BOX_WIDTH, lines=2)]
    for badge in box.badges:
        rows += [gap(1, 3), chip(badge, theme)]
    body = above(rows)
    fill, line = (theme.box, theme.box_line)
    if box.shut or box.kind == "people":
        fill, line = (theme.shut_box, theme.forbidden.line) if box.shut else (theme.people, theme.people_line)
    spare = max(0, least - body.height - 22)
    body = above([gap(1, spare // 2), body, gap(1, spare - spare // 2)]) if spare > 1 else body
    return framed(body, 13, 10, fill, line, 2 if box.shut else 1, rounded=True)


def frame_label(frame: Frame, theme: Theme) -> Piece:
    """The heading of a frame: its code in a chip, its name, one line of status."""
    ground, letters = (theme.forbidden.line, theme.forbidden.on) if frame.shut else (theme.code, theme.on_code)
    code = framed(text(frame.code, 9, letters, bold=True), 4, 2, ground, rounded=True)
    colour = theme.forbidden.line if frame.shut else theme.text
    titles = [text(line, 13, colour, bold=True) for line in wrap(frame.title, 13, 250, bold=True, lines=2)]
    rows = [beside([code if index == 0 else gap(code.width), gap(6), title]) for index, title in enumerate(titles)]
    muted = theme.forbidden.line if frame.shut else theme.muted
    rows += [beside([gap(code.width + 6), text(line, 10, muted)]) for line in wrap(frame.status, 10, 230, lines=2) if line]
    return above(rows)


def line_label(line: Line, theme: Theme) -> tuple[Piece, int, int]:
    """What moves, and below it what covers it.

    Also how far down from the label's top the line runs through it, and how far from its left the line goes on.
    """
    texts = [text(words, 11, theme.text) for words in moved(line)]
    if not line.chips:
        label = beside([gap(4), above(texts), gap(4)])
        return label, label.height // 2, label.width
    if line.compact:
        label = beside([piece for one in line.chips for piece in (gap(3), chip(one, theme))][1:])
        return label, label.height // 2, label.width
    chips = [chip(one, theme) for one in line.chips]
    label = above([*texts, *(piece for one in chips for piece in (gap(1, 2), one))])
    return label, label.height - chips[-1].height // 2, chips[-1].width


def moved(line: Line) -> tuple[str, ...]:
    """The categories in one or two lines, with how they move and how many transfers there are."""
    shown = line.names if len(line.names) <= 4 else (*line.names[:3], f"{len(line.names) - 3} more")
    many = f"{len(line.transfers):,} transfers: " if len(line.transfers) > 1 else ""
    how = f"{line.how}: " if line.how else ""
    return wrap(f"{many}{how}{' · '.join(shown)}", 11, MOVED_WIDTH, lines=2)


def chip(one: Chip, theme: Theme) -> Piece:
    """A chip: the number of a finding on a filled ground, then the sign and a few words."""
    ink, bad = theme.ink(one.sign), one.sign.rank >= Sign.BROKEN.rank
    more = f" +{one.more}" if one.more else ""
    marked = f"{one.sign.mark} " if one.sign.mark else ""
    lines = wrap(f"{marked}{one.text}{more}", 11, LINE_WIDTH - (34 if one.tag else 0), bold=bad, lines=3)
    words = framed(above([text(line, 11, ink.line, bold=bad) for line in lines]), 4, 2, ink.chip)
    if not one.tag:
        return words
    tag = text(one.tag, 10, ink.on, bold=True)
    high = words.height - tag.height
    return beside([framed(above([gap(1, high // 2), tag, gap(1, high - high // 2)]) if high > 1 else tag, 4, 0, ink.line), words])


def title_label(drawing: Drawing, theme: Theme, wide: float) -> Piece:
    """The title and the line below it, at most `wide` points wide."""
    rows = [text(line, 21, theme.text, bold=True) for line in wrap(drawing.title, 21, wide, bold=True, lines=2)]
    rows += [gap(1, 5), *(text(line, 12, theme.muted) for line in wrap(" · ".join(drawing.subtitle), 12, wide, lines=3))]
    return above(rows)


def legend_label(drawing: Drawing, theme: Theme, wide: float) -> Piece:
    """The signs that occur, each with its line as drawn, in rows of at most `wide` points."""
    rows: list[list[Piece]] = [[text("LEGEND", 10, theme.muted, bold=True)]]
    for sign in drawing.signs:
        item = _legend_item(sign, theme)
        if len(rows[-1]) > 1 and sum(piece.width for piece in rows[-1]) + item.width + 24 > wide:
            rows.append([gap(rows[0][0].width)])
        rows[-1] += [gap(22), item]
    body = above([piece for row in rows for piece in (gap(1, 8), beside(row))][1:])
    return framed(body, 14, 10, theme.legend, theme.legend_line, 1, rounded=True)


def _legend_item(sign: Sign, theme: Theme) -> Piece:
    ink, stroke = theme.ink(sign), STROKES[sign]
    high = max(1, round(stroke.width))
    steps = {"solid": (27,), "dashed": (7, 7, 7), "dotted": (3, 3, 3, 3, 3)}[stroke.style]
    dashes = [piece for step in steps for piece in (gap(3), bar(step, high, ink.line))][1:]
    return beside([*dashes, text("►", 9, ink.line), gap(5), text(sign.legend, 11, theme.text)])


def tooltip(box: Box) -> tuple[str, ...]:
    """What a pointer reads over a box."""
    return (*box.title, *box.under, *(str(badge) for badge in box.badges))


def line_tooltip(line: Line, names: Sequence[str]) -> tuple[str, ...]:
    """What a pointer reads over a line: its ends, what moves, what is said of it."""
    how = (line.how,) if line.how else ()
    return (" → ".join(names), *how, ", ".join(line.names), *(str(one) for one in line.chips))
