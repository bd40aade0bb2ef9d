"""The HTML-like labels of Graphviz: boxes, frame headings, chips, legend. Each line of text has a cell of its own width."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import ceil

from datamap.rendering.drawing import Box, Drawing, Line
from datamap.rendering.frames import Frame
from datamap.rendering.lettering import width, wrap
from datamap.rendering.markup import html
from datamap.rendering.palette import STROKES, Sign, Theme
from datamap.rendering.signs import Chip

BOX_WIDTH = 158.0
LINE_WIDTH = 168.0
_BARE = 'border="0" cellborder="0" cellspacing="0" cellpadding="0"'


def cell(text: str, size: float, colour: str, bold: bool = False, pad: int = 0, more: str = "") -> str:
    """One line of text in a table cell as wide as the text is in Arial."""
    wide = text_width(text, size, bold) + 2 * pad
    inner = f"<b>{html(text)}</b>" if bold else html(text)
    padding = f' cellpadding="{pad}"' if pad else ""
    return f'<td align="left" width="{wide}"{padding}{more}><font point-size="{size:g}" color="{colour}">{inner}</font></td>'


def text_width(text: str, size: float, bold: bool = False) -> int:
    """The width of a line of text in whole points."""
    return ceil(width(text, size, bold))


def table(rows: Iterable[str], attributes: str = _BARE) -> str:
    """A table of rows that are cells already."""
    return f"<table {attributes}>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"


def gap(wide: int, high: int) -> str:
    """An empty cell; none where it has no width."""
    return f'<td width="{wide}" height="{high}"></td>' if wide > 0 else ""


def box_label(box: Box, theme: Theme, left: int, right: int) -> str:
    """A box: its kind in small letters, its name, what else is said of it; a port for each line on either side."""
    accent = theme.forbidden.line if box.shut else theme.muted
    rows = [cell(text, 8.5, accent, bold=True) for text in wrap(box.over, 8.5, BOX_WIDTH + 20, bold=True, lines=2)]
    rows.append(gap(1, 4))
    several = len(box.title) > 1
    size = 11.0 if several else 14.0
    titles = (wrap(title, size, BOX_WIDTH, bold=True, lines=2 if several else 4) for title in box.title)
    rows += [cell(text, size, theme.text, bold=True) for title in titles for text in title]
    if box.under or box.badges:
        rows.append(gap(1, 3))
    rows += [cell(text, 10, theme.muted) for line in box.under for text in wrap(line, 10, BOX_WIDTH, lines=2)]
    for badge in box.badges:
        rows += [gap(1, 3), f'<td align="left">{chip(badge, theme)}</td>']
    fill, line = (theme.shut_box, theme.forbidden.line) if box.shut else (theme.people, theme.people_line) if box.kind == "people" else (theme.box, theme.box_line)
    frame = f'border="{2 if box.shut else 1}" style="rounded" color="{line}" bgcolor="{fill}" cellborder="0" cellspacing="0" cellpadding="0"'
    body = table([gap(1, 9), *rows, gap(1, 9)])
    return table([_ports("l", left) + f"<td>{body}</td>" + _ports("r", right)], frame)


def _ports(side: str, number: int) -> str:
    if number < 2:
        return f'<td port="{side}0" width="13"></td>'
    slots = table(f'<td port="{side}{index}" width="13" height="15"></td>' for index in range(number))
    return f"<td>{slots}</td>"


def frame_label(frame: Frame, theme: Theme) -> str:
    """The heading of a frame: its code in a chip, its name, one line of status."""
    ground = theme.forbidden.line if frame.shut else theme.code
    letters = theme.forbidden.on if frame.shut else theme.on_code
    colour = theme.forbidden.line if frame.shut else theme.text
    code = cell(frame.code, 9, letters, bold=True, pad=3, more=f' style="rounded" bgcolor="{ground}"')
    titles = wrap(frame.title, 13, 240, bold=True, lines=2)
    rows = [table([code]) if index == 0 else "" for index in range(len(titles))]
    lines = [f"<td>{left}</td>{gap(6, 1)}{cell(text, 13, colour, bold=True)}" for left, text in zip(rows, titles, strict=True)]
    muted = theme.forbidden.line if frame.shut else theme.muted
    lines += [f"<td></td>{gap(6, 1)}{cell(text, 10, muted)}" for text in wrap(frame.status, 10, 220, lines=2) if text]
    return table(lines)


def line_label(line: Line, theme: Theme) -> str:
    """What moves, and below it what covers it; the line runs through the last of them, at the port `here`."""
    texts = moved(line)
    if not line.chips:
        return table([f'<td port="here">{table(cell(text, 10.5, theme.text, pad=2) for text in texts)}</td>'])
    widths = [chip_width(one) for one in line.chips]
    wide = max(*widths, *(text_width(text, 10.5) for text in texts))
    rows = [f"{cell(text, 10.5, theme.text)}{gap(wide - text_width(text, 10.5), 1)}" for text in texts]
    for one, taken in zip(line.chips, widths, strict=True):
        port = ' port="here"' if one is line.chips[-1] else ""
        rows += [gap(1, 2), f"<td{port}>{chip(one, theme)}</td>{gap(wide - taken, 1)}"]
    return table([f"<td>{table([row])}</td>" for row in rows])


def moved(line: Line) -> tuple[str, ...]:
    """The categories in one or two lines, with how they move and how many transfers there are."""
    shown = line.names if len(line.names) <= 4 else (*line.names[:3], f"{len(line.names) - 3} more")
    many = f"{len(line.transfers):,} transfers: " if len(line.transfers) > 1 else ""
    how = f"{line.how}: " if line.how else ""
    return wrap(f"{many}{how}{' · '.join(shown)}", 10.5, LINE_WIDTH, lines=3)


def chip(one: Chip, theme: Theme) -> str:
    """A chip: the number of a finding on a filled ground, then the sign and a few words."""
    ink, bad = theme.ink(one.sign), _bad(one)
    tag = cell(one.tag, 10, ink.on, bold=True, pad=3, more=f' bgcolor="{ink.line}"') if one.tag else ""
    words = table([cell(text, 10.5, ink.line, bold=bad) for text in _chip_texts(one)])
    return table([f'{tag}<td bgcolor="{ink.chip}" cellpadding="4">{words}</td>'])


def chip_width(one: Chip) -> int:
    """The width of a chip in points."""
    tag = text_width(one.tag, 10, bold=True) + 6 if one.tag else 0
    return tag + max(text_width(text, 10.5, _bad(one)) for text in _chip_texts(one)) + 8


def _bad(one: Chip) -> bool:
    return one.sign.rank >= Sign.BROKEN.rank


def _chip_texts(one: Chip) -> tuple[str, ...]:
    more = f" +{one.more}" if one.more else ""
    marked = f"{one.sign.mark} " if one.sign.mark else ""
    return wrap(f"{marked}{one.text}{more}", 10.5, LINE_WIDTH - (34 if one.tag else 0), bold=_bad(one), lines=3)


def title_label(drawing: Drawing, theme: Theme) -> str:
    """The title and the line below it."""
    rows = [cell(text, 21, theme.text, bold=True) for text in wrap(drawing.title, 21, 900, bold=True, lines=2)]
    rows += [gap(1, 5), *(cell(text, 12, theme.muted) for text in wrap(" · ".join(drawing.subtitle), 12, 900, lines=3)), gap(1, 14)]
    return table(rows)


def legend_label(drawing: Drawing, theme: Theme) -> str:
    """The signs that occur, each with its line as drawn."""
    items = [_legend_item(sign, theme) for sign in drawing.signs]
    if not items:
        return table([gap(1, 1)])
    head = f"<td>{table([cell('LEGEND', 10, theme.muted, bold=True)])}</td>"
    rows = [items[start : start + 4] for start in range(0, len(items), 4)]
    lines = [(head if index == 0 else "<td></td>") + "".join(row) for index, row in enumerate(rows)]
    frame = f'border="1" style="rounded" color="{theme.legend_line}" bgcolor="{theme.legend}" cellborder="0" cellspacing="0" cellpadding="8"'
    return table([f"<td>{table([gap(1, 16)])}</td>"], _BARE) if not lines else table(lines, frame)


def _legend_item(sign: Sign, theme: Theme) -> str:
    ink, stroke = theme.ink(sign), STROKES[sign]
    high = max(1, round(stroke.width))
    steps = {"solid": (26,), "dashed": (7, 7, 7), "dotted": (2, 2, 2, 2, 2)}[stroke.style]
    dashes = '<td width="3"></td>'.join(f'<td width="{step}" height="{high}" fixedsize="true" bgcolor="{ink.line}"></td>' for step in steps)
    words = cell(sign.legend, 11, theme.text)
    arrow = cell("►", 10, ink.line)
    return f"<td>{table([f'<td>{table([dashes])}</td>{arrow}{gap(6, 1)}{words}'])}</td>"


def tooltip(box: Box) -> tuple[str, ...]:
    """What a pointer reads over a box."""
    return (*box.title, *box.under, *(str(badge) for badge in box.badges))


def line_tooltip(line: Line, names: Sequence[str]) -> tuple[str, ...]:
    """What a pointer reads over a line: its ends, what moves, what is said of it."""
    how = (line.how,) if line.how else ()
    return (" → ".join(names), *how, ", ".join(line.names), *(str(one) for one in line.chips))
