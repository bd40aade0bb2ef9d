"""The charts of a map: its matrix, its Sankey diagram, and its timeline, judged and ready to be shown."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from datamap.assessment import Scene
from datamap.checking.drawing import _status, _zones
from datamap.checking.reporting import row_by_row
from datamap.checking.spine import check, scene
from datamap.findings import Report
from datamap.late import room
from datamap.law import Regime
from datamap.model import DataMap


def matrix(m: DataMap, on: date | str | None = None, *, report: Report | None = None, regime: str | None = None, **look: Any) -> Any:
    """Exporters and importers of a map under one regime on a date; see `datamap.rendering.matrix` for the look.

    Raises:
        QuestionError: there is no date to judge by.
        LawError: there is no such regime.
    """
    here = scene(m, on)
    judged = row_by_row(report or check(m, here.on, regimes=[here.law.regime(regime).id] if regime else None))
    law = _law(here, judged, [regime] if regime else ())
    named = {"regime": law.id, "named": law.title} if law else {}
    return room("rendering").matrix(m, judged, **named, **_geography(here, law), **look)


def sankey(
    m: DataMap,
    on: date | str | None = None,
    *,
    report: Report | None = None,
    regime: str | Iterable[str] | None = None,
    **look: Any,
) -> Any:
    """How much data of whom comes to rest where, on a date; see `datamap.rendering.sankey` for the look.

    Raises:
        QuestionError: there is no date to judge by.
        LawError: there is no such regime.
    """
    here = scene(m, on)
    names = [regime] if isinstance(regime, str) else list(regime or ())
    wanted = [here.law.regime(name).id for name in names]
    judged = row_by_row(report or check(m, here.on, regimes=wanted or None))
    geography = _geography(here, _law(here, judged, wanted))
    return room("rendering").sankey(m, judged, here.network.flows(), regime=wanted or None, **geography, **look)


def _law(here: Scene, judged: Report, wanted: Iterable[str]) -> Regime | None:
    """The regime by which places are named: the first asked for, else the one that restricts most."""
    name = next(iter(wanted), None) or room("rendering").main_regime(judged)
    return here.law.regime(name) if name else None


def _geography(here: Scene, law: Regime | None) -> dict[str, Any]:
    zones = {name: here.law.zones[name].places(here.on, here.law) for name in _zones(here, law)}
    return {"zones": zones, "status": _status(here, law)}
