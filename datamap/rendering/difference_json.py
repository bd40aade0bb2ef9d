"""What a change does, as JSON, format `datamap-difference/1`."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from datamap.differences import Difference
from datamap.findings import Assessment, Finding


def difference_json(found: Difference) -> str:
    """The change as JSON text that ends with a line break."""
    tree = {
        "format": "datamap-difference/1",
        "old": found.old,
        "new": found.new,
        "on": found.on.isoformat(),
        "was": found.was.value,
        "verdict": found.verdict.value,
        "adds": [finding.id for finding in found.added],
        "findings": [
            {"what": c.what, "worse": c.worse, **_finding(c.finding), "was": _finding(c.was) if c.was else None} for c in found.findings
        ],
        "answers": [
            {"transfer": s.transfer, "regime": s.regime, "worse": s.worse, "was": _answer(s.now), "now": _answer(s.then)}
            for s in found.answers
        ],
        "flows": [asdict(change) for change in found.flows],
        "map": [asdict(change) for change in found.parts],
    }
    return json.dumps(tree, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def _finding(f: Finding) -> dict[str, Any]:
    where = {"file": f.where.file, "line": f.where.line, "column": f.where.column} if f.where else None
    said = {"id": f.id, "level": f.level.value, "verdict": f.verdict.value, "message": f.message, "path": list(f.path)}
    return {**said, "cites": list(f.cites), "where": where, "waived": f.waived is not None}


def _answer(a: Assessment | None) -> dict[str, Any] | None:
    return {"verdict": a.verdict.value, "restricted": a.restricted, "mechanism": a.mechanism, "agreement": a.agreement} if a else None
