"""The timeline as JSON, format `datamap-timeline/1`."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from datamap.chronicle import Cause, Change, FindingChange, Standing, Timeline, Turn
from datamap.findings import Finding


def timeline_json(timeline: Timeline) -> str:
    """The timeline as JSON text that ends with a line break."""
    tree = {
        "format": "datamap-timeline/1",
        "map": {"name": timeline.map_name, "file": timeline.map_file},
        "from": timeline.start.isoformat(),
        "to": timeline.end.isoformat(),
        "law": {"version": timeline.law_version, "checked_on": timeline.law_checked_on.isoformat()},
        "opening": timeline.opening.value,
        "days": [_turn(turn) for turn in timeline.turns],
    }
    return json.dumps(tree, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def _turn(turn: Turn) -> dict[str, Any]:
    return {
        "on": turn.on.isoformat(),
        "scheduled": turn.scheduled,
        "before": turn.before.value,
        "verdict": turn.verdict.value,
        "causes": _causes(turn.causes),
        "changes": [_change(change) for change in turn.changes],
        "findings": [_finding(change) for change in turn.findings],
    }


def _change(change: Change) -> dict[str, Any]:
    return {
        "transfer": change.transfer,
        "regime": change.regime,
        "before": _standing(change.before),
        "after": _standing(change.after),
        "causes": [cause.id for cause in change.causes],
    }


def _standing(standing: Standing | None) -> dict[str, Any]:
    if standing is None:
        return {"verdict": "not_restricted", "restricted": False, "mechanism": None, "agreement": None, "reason": None}
    reason = standing.reason
    return {
        "verdict": standing.verdict.value,
        "restricted": standing.restricted,
        "mechanism": standing.mechanism,
        "agreement": standing.agreement,
        "reason": {"says": reason.says, "fact": reason.fact, "cite": reason.cite, "confidence": reason.confidence} if reason else None,
    }


def _finding(change: FindingChange) -> dict[str, Any]:
    return {"event": change.event, **_told(change.finding), "causes": [cause.id for cause in change.causes]}


def _told(finding: Finding) -> dict[str, Any]:
    return {
        "id": finding.id,
        "rule": finding.rule,
        "code": finding.code,
        "level": finding.level.value,
        "verdict": finding.verdict.value,
        "transfers": list(finding.transfers),
        "regime": finding.regime,
        "policy": finding.policy,
        "place": finding.place,
        "message": finding.message,
        "cites": list(finding.cites),
    }


def _causes(causes: Iterable[Cause]) -> list[dict[str, Any]]:
    return [
        {
            "kind": cause.kind,
            "id": cause.id,
            "event": cause.event,
            "says": cause.says,
            "cite": cause.cite,
            "confidence": cause.confidence,
            "where": {"file": cause.where.file, "line": cause.where.line, "column": cause.where.column} if cause.where else None,
        }
        for cause in causes
    ]
