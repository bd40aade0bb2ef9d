"""The diagram and the world map of a map with what the regimes and the promises say of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from datamap import geo
from datamap.assessment import Scene
from datamap.checking.reporting import on_large_map, row_by_row
from datamap.checking.spine import check, scene
from datamap.findings import Report
from datamap.late import room
from datamap.law import Regime
from datamap.model import DataMap

if TYPE_CHECKING:
    from datamap.checking.large import LargeReport


def diagram(m: DataMap, on: date | str | None = None, *, report: Report | None = None, **look: Any) -> Any:
    """The transfer diagram of a map on a date; see `datamap.rendering.diagram` for the look.

    Its page shows other days too, but not where a `report` is given: that may rest on another law book, or forbid more places.

    Raises:
        QuestionError: there is no date to judge by.
    """
    given, report = report, report or check(m, on)
    if large := on_large_map(report):
        return _of_large(m, large, look)
    if given is None:
        look = {"history": partial(_history, m, report, look.get("regime")), **look}
    return _drawn("diagram", m, on, report, look)


def world(m: DataMap, on: date | str | None = None, *, report: Report | None = None, **look: Any) -> Any:
    """The transfers of a map on a map of the world on a date; see `datamap.rendering.world` for the look.

    Raises:
        QuestionError: there is no date to judge by.
    """
    return _drawn("world", m, on, report, look)


def _of_large(m: DataMap, report: LargeReport, look: dict[str, Any]) -> Any:
    """The diagram of a large map: by country, or transfer by transfer where few are asked for."""
    from datamap.checking.large.drawing import picture
    from datamap.rendering.frames import Geography
    from datamap.rendering.history import Stage
    from datamap.rendering.palette import THEMES
    from datamap.rendering.scope import Scope
    from datamap.rendering.selection import Selection, listed, one_of

    here, theme = report.scene, look.get("theme", "light")
    assert here is not None
    one_of("theme", theme, THEMES)
    one_of("group", look.get("group", "jurisdiction"), ("jurisdiction", "entity", "none"))
    category, subjects, focus = (look.get(word) for word in ("category", "subjects", "focus"))
    selection = Selection.of(category, subjects, bool(look.get("findings_only")), focus, look.get("depth"))
    regimes = listed(look.get("regime"))
    standings = report.overview.standings if report.overview else ()
    regime = here.law.regimes.get(regimes[0] if regimes else standings[0].regime if standings else "eu-gdpr")
    zones = {name: here.law.zones[name].places(here.on, here.law) for name in _zones(here, regime)}
    stage = Stage(report, zones, _status(here, regime))
    geography = Geography.of(here.estate.frame, report, zones, stage.status)
    found = picture(m, report, stage, geography, Scope(regimes, selection), theme)
    return _drawn("diagram", m, report.on, report, look) if found is None else found


def _drawn(view: str, m: DataMap, on: date | str | None, report: Report | None, look: dict[str, Any]) -> Any:
    here = scene(m, on)
    judged = row_by_row(report or check(m, here.on))
    chosen = look.get("regime") or ()
    named = [chosen] if isinstance(chosen, str) else chosen
    regime = here.law.regimes.get(named[0] if named else _first(judged))
    zones = {name: here.law.zones[name].places(here.on, here.law) for name in _zones(here, regime)}
    return getattr(room("rendering"), view)(m, judged, zones=zones, status=_status(here, regime), **look)


def _history(m: DataMap, own: Report, chosen: str | Sequence[str] | None) -> Any:
    """The days that a page shows besides the map's own."""
    from datamap.checking.staging import history
    from datamap.rendering.history import Stage

    def staged(judged: Report) -> Stage:
        here = scene(m, judged.on)
        named = [chosen] if isinstance(chosen, str) else chosen or ()
        regime = here.law.regimes.get(named[0] if named else _first(own))
        return Stage(judged, {name: here.law.zones[name].places(here.on, here.law) for name in _zones(here, regime)}, _status(here, regime))

    return history(m, own, staged)


def _first(report: Report) -> str:
    return next((a.regime for a in report.assessments), "eu-gdpr")


def _zones(here: Scene, regime: Regime | None) -> list[str]:
    return [regime.zone] if regime and regime.zone in here.law.zones else []


def _status(here: Scene, regime: Regime | None) -> dict[str, str]:
    """One line for each country outside the zone: whether the regime finds it adequate."""
    if regime is None:
        return {}
    label = regime.id.split("-")[0].upper()
    places = {geo.iso(place) for entity in here.map.entities.values() for place in (entity.location,)}
    places |= {geo.iso(place) for system in here.map.systems.values() for place in system.places}
    found: dict[str, str] = {}
    for place in sorted(p for p in places if p):
        if here.law.membership(regime, place, here.on):
            continue
        decisions = [d for d in here.law.adequacy(regime, place, here.on) if not d.organisation]
        partial = any(d.recipient or any(e.judged for e in d.excludes) for d in decisions)
        found[place] = (
            f"no {label} adequacy decision" if not decisions else f"{label} adequacy, partial" if partial else f"{label} adequacy decision"
        )
    return found
