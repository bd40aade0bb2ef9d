"""A chart as one self-contained page: the picture, and its table below. No script, no network."""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING

from datamap.rendering.markup import html
from datamap.rendering.palette import THEMES, Theme

if TYPE_CHECKING:
    from datamap.rendering.charts.chart import Chart, Table


def page(chart: Chart) -> str:
    """The page as HTML text. Everything a user wrote is escaped; the same input gives the same page."""
    style = _style(THEMES[chart.theme])
    allowed = f"'sha256-{base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()}'"
    policy = f"default-src 'none'; style-src {allowed}; base-uri 'none'; form-action 'none'"
    return "\n".join(
        [
            '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="generator" content="datamap">',
            f"<title>{html(chart.title)}</title>\n<style>{style}</style>\n</head>\n<body>",
            f'<main><h1 class="unseen">{html(chart.title)}</h1>\n<div class="picture" tabindex="0">{chart.svg()}</div>',
            f"<h2>The same in words</h2>\n{_table(chart.table)}",
            "</main>\n</body>\n</html>\n",
        ]
    )


def _table(table: Table) -> str:
    head = "".join(f'<th scope="col">{html(text)}</th>' for text in table.heads)
    rows = "".join(f"<tr>{''.join(f'<td>{html(cell)}</td>' for cell in row)}</tr>\n" for row in table.rows)
    return f'<div class="table"><table><thead><tr>{head}</tr></thead>\n<tbody>{rows}</tbody></table></div>'


def _style(look: Theme) -> str:
    return (
        f"body{{margin:0;background:{look.canvas};color:{look.text};font:14px/1.45 Arial,Helvetica,sans-serif}}"
        "main{max-width:1500px;margin:auto;padding:12px 16px 48px}.picture{overflow-x:auto}"
        ".picture svg{display:block;max-width:100%;min-width:900px;height:auto}"
        ".unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}h2{font-size:17px;margin:24px 0 8px}"
        ".table{overflow-x:auto}table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:5px 10px 5px 0}"
        f"th{{border-bottom:2px solid {look.frame_line}}}td{{border-bottom:1px solid {look.frame_line}}}"
        f"th{{color:{look.muted}}}@media print{{@page{{size:A4 landscape}}main{{padding:0}}}}"
    )
