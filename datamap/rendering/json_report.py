"""The report as JSON, format `datamap-report/1`: one shape, one order of keys, the same bytes for the same input."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from datamap.errors import Where
from datamap.findings import Alternative, Assessment, Finding, Part, Question, Reason, Report, Waived
from datamap.rendering.indented import indented
from datamap.rendering.supposition import supposition_json


def report_json(report: Report) -> str:
    """The report as JSON text that ends with a line break."""
    return indented(_report(report)) + "\n"


def _report(report: Report) -> dict[str, Any]:
    return {
        "format": "datamap-report/1",
        "map": {"name": report.map_name, "file": report.map_file, "sha256": report.map_sha256},
        "on": report.on.isoformat(),
        "law": {"version": report.law_version, "checked_on": report.law_checked_on.isoformat()},
        "verdict": report.verdict.value,
        **({"overview": asdict(report.overview)} if report.overview else {}),
        "assessments": [_assessment(assessment) for assessment in report.assessments],
        "findings": [_finding(finding) for finding in report.findings],
        "questions": [_question(question) for question in report.questions],
        **({"without": supposition_json(report.without)} if report.without else {}),
    }


def _assessment(a: Assessment) -> dict[str, Any]:
    return {
        "transfer": a.transfer,
        "regime": a.regime,
        "restricted": a.restricted,
        "verdict": a.verdict.value,
        "onward": a.onward,
        "exporter": a.exporter,
        "importer": a.importer,
        "exporter_role": a.exporter_role,
        "importer_role": a.importer_role,
        "mechanism": a.mechanism,
        "agreement": a.agreement,
        "module": a.module,
        "data_categories": list(a.data_categories),
        "data_subjects": list(a.data_subjects),
        "assumptions": list(a.assumptions),
        "alternatives": _alternatives(a.alternatives),
        "parts": [_part(part) for part in a.parts],
        "reasons": _reasons(a.reasons),
        **({"count": a.count} if a.count != 1 else {}),
    }


def _part(part: Part) -> dict[str, Any]:
    return {
        "data_categories": list(part.data_categories),
        "data_subjects": list(part.data_subjects),
        "place": part.place,
        "restricted": part.restricted,
        "verdict": part.verdict.value,
        "onward": part.onward,
        "mechanism": part.mechanism,
        "agreement": part.agreement,
        "module": part.module,
        "assumptions": list(part.assumptions),
        "alternatives": _alternatives(part.alternatives),
        "reasons": _reasons(part.reasons),
    }


def _alternatives(alternatives: Iterable[Alternative]) -> list[dict[str, Any]]:
    return [{"basis": a.basis, "fails": a.fails, "fact": a.fact, "cite": a.cite} for a in alternatives]


def _reasons(reasons: Iterable[Reason]) -> list[dict[str, Any]]:
    return [{"says": r.says, "fact": r.fact, "cite": r.cite, "confidence": r.confidence} for r in reasons]


def _finding(f: Finding) -> dict[str, Any]:
    return {
        "id": f.id,
        "rule": f.rule,
        "code": f.code,
        "level": f.level.value,
        "verdict": f.verdict.value,
        "transfer": f.transfer,
        "transfers": list(f.transfers),
        "regime": f.regime,
        "policy": f.policy,
        "place": f.place,
        "by": f.by,
        "path": list(f.path),
        "count": f.count,
        "witnesses": [list(witness) for witness in f.witnesses],
        "data_categories": list(f.data_categories),
        "message": f.message,
        "fix": f.fix,
        "cites": list(f.cites),
        "where": _where(f.where),
        "waived": _waived(f.waived),
    }


def _waived(waived: Waived | None) -> dict[str, Any] | None:
    if waived is None:
        return None
    return {"reason": waived.reason, "by": waived.by, "until": waived.until.isoformat(), "ticket": waived.ticket}


def _question(question: Question) -> dict[str, Any]:
    return {"ask": question.ask, "settles": list(question.settles), **_counted(question), "where": _where(question.where)}


def _where(where: Where | None) -> dict[str, Any] | None:
    return None if where is None else {"file": where.file, "line": where.line, "column": where.column}


def _counted(question: Question) -> dict[str, Any]:
    return {"count": question.count} if question.count else {}
