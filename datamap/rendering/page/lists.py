"""Every transfer in words: the list that says what the pictures show."""

from __future__ import annotations

from collections.abc import Iterator

from datamap.model import Leg, Taxonomy
from datamap.rendering.lettering import clean
from datamap.rendering.markup import html
from datamap.rendering.page.days import Days


def transfer_list(days: Days) -> str:
    """A row for each transfer of any day, those of the map's own day shown, with what is said of it then."""
    return f'<ol class="rows" id="transfer-list">{"".join(_rows(days))}</ol>'


def _rows(days: Days) -> Iterator[str]:
    taxonomy = Taxonomy.of(days.m.data_categories)
    there = {leg.id for leg in days.own.legs}
    for leg in days.legs:
        names = dict.fromkeys(clean(taxonomy.name(key)) for key in leg.transfer.data_categories)
        hidden = "" if leg.id in there else " hidden"
        yield f"<li{hidden}>{_row(days, leg, ', '.join(names))}</li>"


def _row(days: Days, leg: Leg, names: str) -> str:
    judgement, m = days.own.judgement, days.m
    sign = judgement.sign(leg.id)
    said = "; ".join(str(chip) for chip in judgement.chips(leg))
    how = f" ({leg.kind.replace('_', ' ')})" if leg.kind in ("remote_access", "backup", "transit") else ""
    return (
        f'<button type="button" data-sign="{sign.value}"><span class="ends">{html(m.title(leg.from_))} → {html(m.title(leg.to))}</span>'
        f'<span class="moved">{html(names + how)}</span><span class="said">{html(said)}</span></button>'
    )
