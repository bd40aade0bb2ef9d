"""HTML tables for notebooks: plain where no script may run, and sorted and filtered by the reader where one may.

The script is ours, holds nothing that a user wrote, touches only tables of its own class, and does its work once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from datamap.rendering.layout import visible

MOST = 400
"""So many rows are shown; a notebook grows slow on more, and a data frame holds them all."""

_HIGH = 12
"""So many rows are shown at their full height; longer tables scroll in a box of their own."""

STYLE = """
.datamap-live { line-height: 1.45; max-width: 75em; text-align: left; color: inherit }
.datamap-live table.datamap-table { border-collapse: collapse; table-layout: auto; width: 100%; margin: .4em 0; font-size: inherit }
.datamap-live table.datamap-table th, .datamap-live table.datamap-table td { text-align: left; vertical-align: top; padding: .35em .6em;
  border-bottom: 1px solid #8886; white-space: normal; max-width: none; overflow-wrap: break-word }
.datamap-live table.datamap-table code { white-space: normal }
.datamap-live table.datamap-table caption { text-align: left; font-weight: 600; padding: .3em 0 }
.datamap-live th button { font: inherit; color: inherit; background: none; border: 0; padding: 0; text-align: left; cursor: pointer }
.datamap-live th button:hover { text-decoration: underline }
.datamap-live th button::after { content: "\\2195"; opacity: .45; padding-left: .3em; font-weight: normal }
.datamap-live th[aria-sort=ascending] button::after { content: "\\2191"; opacity: 1 }
.datamap-live th[aria-sort=descending] button::after { content: "\\2193"; opacity: 1 }
.datamap-live .datamap-filter { margin: .5em 0; display: flex; gap: .8em; align-items: center }
.datamap-live .datamap-filter input { font: inherit; color: inherit; background: transparent; border: 1px solid #888; border-radius: .3em;
  padding: .2em .5em; width: 18em; max-width: 100% }
.datamap-live tr[hidden] { display: none }
.datamap-live .datamap-scroll { max-height: 40em; overflow: auto }
.datamap-live .datamap-scroll th { position: sticky; top: 0; background: var(--jp-layout-color0, var(--vscode-editor-background, Canvas)) }
"""

SCRIPT = """
for (const box of document.querySelectorAll(".datamap-live:not([data-ready])")) {
  box.dataset.ready = "";
  for (const table of box.querySelectorAll("table.datamap-table")) {
    const body = table.tBodies[0], rows = [...body.rows], heads = [...table.tHead.rows[0].cells];
    if (rows.length < 2) continue;
    const said = (row, n) => (row.cells[n].dataset.sort ?? row.cells[n].textContent).trim().replaceAll(",", "");
    const order = new Intl.Collator(undefined, { numeric: true });
    heads.forEach((head, n) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.onclick = () => {
        const down = head.getAttribute("aria-sort") === "ascending";
        heads.forEach(other => other.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        body.append(...[...rows].sort((a, b) => (down ? -1 : 1) * order.compare(said(a, n), said(b, n))));
      };
    });
    if (rows.length < 4) continue;
    const bar = document.createElement("div"), find = document.createElement("input"), told = document.createElement("span");
    bar.className = "datamap-filter";
    find.type = "search";
    find.placeholder = `Filter ${rows.length} rows`;
    find.setAttribute("aria-label", find.placeholder);
    told.setAttribute("role", "status");
    find.onkeydown = event => event.stopPropagation();
    find.oninput = () => {
      const words = find.value.toLowerCase().split(/\\s+/).filter(Boolean);
      for (const row of rows) row.hidden = !words.every(word => row.textContent.toLowerCase().includes(word));
      told.textContent = words.length ? `${rows.filter(row => !row.hidden).length} of ${rows.length}` : "";
    };
    bar.append(find, told);
    table.parentElement.before(bar);
  }
}
"""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that is HTML already, and the text by which it is sorted where that is not what it shows."""

    html: str
    sort: str = ""


def text(words: str) -> str:
    """What a user or the law book wrote, as HTML."""
    return escape(visible(words))


def table(heads: Sequence[str], rows: Iterable[Sequence[str | Cell]], caption: str = "", most: int | None = MOST) -> str:
    """A table of cells that are HTML already; after `most` rows a line says how many more there are."""
    listed = list(rows)
    shown = listed if most is None else listed[:most]
    title = f"<caption>{text(caption)}</caption>" if caption else ""
    head = "".join(f'<th scope="col">{text(name)}</th>' for name in heads)
    body = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in shown)
    scroll = ' class="datamap-scroll" tabindex="0"' if len(shown) > _HIGH else ""
    more = f"<p>and {len(listed) - len(shown):,} more; to_frame() has them all</p>" if len(listed) > len(shown) else ""
    made = f'<table class="datamap-table">{title}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
    return f"<div{scroll}>{made}</div>{more}"


def _cell(cell: str | Cell) -> str:
    if isinstance(cell, str):
        return f"<td>{cell}</td>"
    sort = f' data-sort="{text(cell.sort)}"' if cell.sort else ""
    return f"<td{sort}>{cell.html}</td>"


def live(body: str) -> str:
    """A fragment whose tables can be sorted and filtered where scripts run."""
    return f'<div class="datamap-live"><style>{STYLE}</style>{body}</div><script>{SCRIPT}</script>\n'
