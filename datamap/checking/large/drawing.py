"""Pictures of a large map: who is in which country, and how its transfers stand, row by row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from datamap import geo
from datamap.checking.large import LargeReport
from datamap.findings import Finding
from datamap.flow.arcs import Whole
from datamap.model import DataMap

if TYPE_CHECKING:
    from datamap.rendering.frames import Geography
    from datamap.rendering.history import Stage
    from datamap.rendering.large_picture import Area, Crossing, LargeDiagram
    from datamap.rendering.scope import Scope


def by_rows(report: LargeReport) -> LargeReport:
    """The report with an assessment for each transfer and law, and all transfers of findings about places."""
    scene, ends = report.scene, report.scene.ends
    names = [scene.estate.id(row) for row in scene.tide.rows.tolist()]
    who = (None, *(entity.id for entity in ends.entities))
    exporters, importers = ((np.maximum(numbers, -1) + 1).tolist() for numbers in (ends.exporter, ends.importer))
    assessments = tuple(
        replace(said, transfer=names[row], exporter=who[exporters[row]] or said.exporter, importer=who[importers[row]] or said.importer)
        for one in report.answers
        for row, number in enumerate(one.of.tolist())
        if (said := one.assessments[number]) is not None
    )
    meets: dict[int, list[str]] = {}
    for row in np.flatnonzero(report.met >= 0).tolist():
        meets.setdefault(int(report.met[row]), []).append(names[row])
    findings = tuple(_meeting(finding, meets.get(number, ())) for number, finding in enumerate(report.findings))
    return replace(report, assessments=assessments, findings=findings)


def _meeting(finding: Finding, transfers: Sequence[str]) -> Finding:
    """A finding with all transfers that meet it, each of which shows it by itself."""
    if not transfers:
        return finding
    every = dict.fromkeys((*finding.transfers, *transfers))
    return replace(finding, transfers=tuple(every), witnesses=tuple((transfer,) for transfer in transfers))


def picture(m: DataMap, report: LargeReport, stage: Stage, geography: Geography, scope: Scope, theme: str) -> LargeDiagram | None:
    """The diagram of a large map by country; None where so few transfers are to be shown that each can be drawn."""
    from datamap.checking.large.choosing import chosen
    from datamap.rendering.folding import PLAIN
    from datamap.rendering.large_picture import LargeDiagram, large_drawing

    ranks = _ranks(report, scope.regimes)
    rows = np.flatnonzero(chosen(report.scene, scope.selection, ranks))
    if len(rows) <= PLAIN:
        return None
    areas, of_node = _areas(report)
    crossings = tuple(_crossings(report, rows, of_node, ranks, len(areas)))
    drawing = large_drawing(m, report, areas, crossings, geography, scope)
    return LargeDiagram(drawing, theme, m, stage, scope, None)  # type: ignore[arg-type]


def _ranks(report: LargeReport, regimes: Iterable[str]) -> Whole:
    """For each row the rank of the worst sign: of what regimes (all, or those asked for) say, and of promises."""
    from datamap.rendering.palette import Sign
    from datamap.rendering.signs import SIGNS, sign_of

    wanted, worst = tuple(regimes), np.zeros(len(report.scene.tide.rows), np.int64)
    for one in report.answers:
        if not wanted or one.regime.id in wanted:
            ranks = np.array([0 if a is None else SIGNS[a.verdict].rank for a in one.assessments], np.int64)
            worst = np.maximum(worst, ranks[one.of])
    signs = np.array([(sign_of(finding) or Sign.FREE).rank for finding in report.findings] + [0], np.int64)
    found: Whole = np.maximum(worst, signs[report.met])
    return found


def _areas(report: LargeReport) -> tuple[list[Area], Whole]:
    """Groups of people and countries, and for each node the number of the one in which it is."""
    from datamap.rendering.large_picture import Area

    estate = report.scene.estate
    m = estate.frame
    people = [Area(geo.iso(group.location) or group.location, m.title(group.id)) for group in m.data_subjects.values()]
    entities = [_country((entity.location,)) for entity in m.entities.values()]
    sorts = [_country(sort.places) for sort in estate.systems.sorts]
    countries = list(dict.fromkeys([*entities, *sorts]))
    number = {country: len(people) + at for at, country in enumerate(countries)}
    of_sort = np.array([number[country] for country in sorts], np.int64)
    of_systems = of_sort[estate.systems.sort] if len(estate.systems) else np.zeros(0, np.int64)
    of_node = np.concatenate([np.arange(len(people)), np.array([number[country] for country in entities], np.int64), of_systems])
    there = Counter(of_systems.tolist())
    names = {
        country: tuple(m.title(e.id) for e, at in zip(m.entities.values(), entities, strict=True) if at == country) for country in countries
    }
    areas = [Area(country, "", names[country], there[number[country]]) for country in countries]
    return [*people, *areas], of_node.astype(np.int64)


def _country(places: Iterable[str]) -> str:
    """The country of a place, several joined by `|`."""
    codes = [code and geo.country(code) for code in map(geo.iso, places)]
    return "|".join(dict.fromkeys(code or geo.UNKNOWN for code in codes))


def _crossings(report: LargeReport, rows: Whole, of_node: Whole, ranks: Whole, areas: int) -> Iterable[Crossing]:
    """Those of some rows between two areas, for each pair that has some."""
    from datamap.rendering.large_picture import Crossing
    from datamap.rendering.palette import Sign

    scene = report.scene
    key = of_node[scene.tide.from_[rows]] * areas + of_node[scene.tide.to[rows]]
    order = np.argsort(key, kind="stable")
    starts = np.flatnonzero(np.diff(key[order]) > 0) + 1
    signs = {sign.rank: sign for sign in Sign}
    for one in np.split(order, starts):
        mine = rows[one]
        start, end = divmod(int(key[one[0]]), areas)
        found = Counter(ranks[mine].tolist())
        names = tuple(scene.estate.id(row) for row in scene.tide.rows[mine].tolist())
        yield Crossing(start, end, names, {signs[rank]: many for rank, many in sorted(found.items())})
