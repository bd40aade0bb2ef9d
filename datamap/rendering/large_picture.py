"""The picture of a large map: countries and groups of people, and how many transfers of which sign cross between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from datamap.findings import Report
from datamap.model import DataMap
from datamap.rendering.drawing import Box, Drawing, Line, _laid_out, _with_own
from datamap.rendering.folding import sides
from datamap.rendering.frames import Geography
from datamap.rendering.history import History
from datamap.rendering.html_report import report_page
from datamap.rendering.lettering import clean, file_name
from datamap.rendering.palette import Sign
from datamap.rendering.renderer import program
from datamap.rendering.scope import Scope
from datamap.rendering.signs import Chip, regime_name
from datamap.rendering.transfer_diagram import Diagram
from datamap.rendering.wording import count, some

LINES = 40
"""The most lines that are drawn, those of most transfers; each sender says how many others it has."""
_NAMED = 3
_SAID = {Sign.FREE: "free", Sign.EXCEPTION: "by derogation", Sign.BROKEN: "against a promise"}


@dataclass(frozen=True, slots=True)
class Area:
    """A country, or a group of people where they are: who is there. `place` is a code, a zone or unknown."""

    place: str
    people: str = ""
    entities: tuple[str, ...] = ()
    systems: int = 0


@dataclass(frozen=True, slots=True)
class Crossing:
    """The transfers from one area to another, by number of the area: their ids, and how many there are of each sign."""

    start: int
    end: int
    transfers: tuple[str, ...]
    signs: Mapping[Sign, int]


@dataclass(frozen=True)
class LargeDiagram(Diagram):
    """The diagram of a large map. Its page holds the picture, where there is a renderer, and the report."""

    def html(self) -> str:
        """The picture and the report as one self-contained page."""
        return self._page(History((self.stage,)))

    def _page(self, history: History) -> str:
        """The report, and the picture where there is a renderer."""
        assert history.stages[0].report
        return report_page(history.stages[0].report, self.svg() if program() else "")


def large_drawing(
    m: DataMap, report: Report, areas: Sequence[Area], crossings: Sequence[Crossing], geography: Geography, scope: Scope
) -> Drawing:
    """The drawing: countries as they send, on the left, and as they receive, on the right."""
    frames = sides(geography.frames([area.place for area in areas]))
    across = sorted((one for one in crossings if one.start != one.end), key=lambda one: (-len(one.transfers), one.start, one.end))
    drawn, left = across[:LINES], across[LINES:]
    own = {one.start: one for one in crossings if one.start == one.end}
    senders = {one.start for one in drawn} or set(own)
    boxes = [_box(areas[at], at, "sends", [one for one in left if one.start == at]) for at in range(len(areas)) if at in senders]
    boxes = [_with_own(box, [_line(own[at], "sends")]) if (at := int(box.id.split()[0])) in own else box for box in boxes]
    receivers = {one.end for one in drawn}
    boxes += [_box(areas[at], at, "receives", [one for one in left if one.end == at]) for at in range(len(areas)) if at in receivers]
    lines = [_line(one, "receives") for one in sorted(drawn, key=lambda one: (one.start, one.end))]
    items, routed = _laid_out(boxes, frames, lines)
    used = {box.frame for box in boxes}
    kept = [frame for frame in frames.values() if frame.key in used or any(frames[key].parent == frame.key for key in used if key)]
    subtitle = _subtitle(m, report, crossings, len(across), drawn, scope)
    return Drawing(
        f"Personal-data transfers — {clean(m.name)}" if m.name else "Personal-data transfers",
        subtitle,
        items,
        tuple(kept),
        routed,
        {},
        True,
    )


def _subtitle(
    m: DataMap, report: Report, crossings: Sequence[Crossing], across: int, drawn: Sequence[Crossing], scope: Scope
) -> tuple[str, ...]:
    inside = sum(len(one.transfers) for one in crossings if one.start == one.end)
    total, every = sum(len(one.transfers) for one in crossings), report.overview.transfers if report.overview else 0
    of = f" of {every:,}" if total < every else ""
    parts = [count(total, "transfer") + of + (f", {inside:,} of them within a country" if inside else "")]
    if len(drawn) < across:
        shown = count(sum(len(one.transfers) for one in drawn), "transfer")
        parts.append(f"drawn are the {len(drawn)} widest of {across:,} flows between countries, {shown}")
    laws = dict.fromkeys(regime_name(law) for law in scope.regimes or [a.regime for a in report.assessments if a.parts])
    parts += [count(len(report.findings), "finding"), f"{some(tuple(laws), 8)} law" if laws else "no regime applies"]
    if any(finding.rule == "mechanism_not_as_promised" for finding in report.findings):
        parts.append("promises about mechanisms are told in the report alone")
    return (*parts, f"judged on {report.on.isoformat()}", *file_name(report.map_file), *map(clean, scope.selection.words(m)))


def _box(area: Area, at: int, side: str, left: Sequence[Crossing]) -> Box:
    """An area as it sends or receives, with what is not drawn of it."""
    frame, kind = f"{area.place} {side}", "sender" if side == "sends" else "receiver"
    where = "destination" if side == "sends" else "origin"
    more = (f"and {count(len(left), f'more {where}')}: {count(sum(len(one.transfers) for one in left), 'transfer')}",) if left else ()
    if area.people:
        return Box(f"{at} {side}", kind, "DATA SUBJECTS", (clean(area.people),), more, frame=frame)  # type: ignore[arg-type]
    systems = count(area.systems, "system")
    if not area.entities:
        return Box(f"{at} {side}", kind, "SYSTEMS", (systems,), more, frame=frame)  # type: ignore[arg-type]
    over = f"{count(len(area.entities), 'entity')}{f' · {systems}' if area.systems else ''}".upper()
    names = [clean(name) for name in area.entities[:_NAMED]]
    rest = [f"and {len(area.entities) - _NAMED:,} more"] if len(area.entities) > _NAMED else []
    return Box(f"{at} {side}", kind, over, (*names, *rest), more, frame=frame)  # type: ignore[arg-type]


def _line(one: Crossing, end: str) -> Line:
    signs = sorted(one.signs, key=lambda sign: -sign.rank)
    chips = tuple(Chip(sign, f"{one.signs[sign]:,} {_SAID.get(sign, sign.value)}") for sign in signs)
    return Line(f"{one.start}..{one.end}", f"{one.start} sends", f"{one.end} {end}", signs[0], (), chips, one.transfers, compact=True)
