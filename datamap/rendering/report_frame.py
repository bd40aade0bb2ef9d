"""A report as data frames: its findings, its assessments, its questions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from datamap.errors import QuestionError
from datamap.findings import Report
from datamap.rendering.data_frames import frame

Row = dict[str, Any]


def report_frame(report: Report, backend: str = "pandas", of: str = "findings") -> Any:
    """A part of a report as a data frame of pandas, polars or pyarrow, a row each, in the order of the report.

    Raises:
        QuestionError: there is no such part or backend.
        ImportError: the backend is not installed.
    """
    if of not in _PARTS:
        raise QuestionError(f"a report has no {of!r} to make a frame of; use one of {', '.join(_PARTS)}")
    heads, rows = _PARTS[of]
    return frame(heads, [[row[head] for head in heads] for row in rows(report)], backend)


def _findings(report: Report) -> Iterator[Row]:
    for f in report.findings:
        yield {
            "id": f.id, "rule": f.rule, "code": f.code, "level": f.level.value, "verdict": f.verdict.value, "transfer": f.transfer,
            "transfers": list(f.transfers), "regime": f.regime, "policy": f.policy, "place": f.place, "by": f.by, "path": list(f.path),
            "data_categories": list(f.data_categories), "message": f.message, "fix": f.fix, "cites": list(f.cites),
            "file": f.where.file if f.where else None, "line": f.where.line if f.where else None, "waived": f.waived is not None,
            "count": f.count,
        }  # fmt: skip


def _assessments(report: Report) -> Iterator[Row]:
    for a in report.assessments:
        yield {
            "transfer": a.transfer, "regime": a.regime, "restricted": a.restricted, "verdict": a.verdict.value, "onward": a.onward,
            "exporter": a.exporter, "importer": a.importer, "exporter_role": a.exporter_role, "importer_role": a.importer_role,
            "mechanism": a.mechanism, "agreement": a.agreement, "module": a.module, "data_categories": list(a.data_categories),
            "data_subjects": list(a.data_subjects), "cites": [reason.cite for reason in a.reasons if reason.cite],
            "count": a.count,
        }  # fmt: skip


def _questions(report: Report) -> Iterator[Row]:
    for q in report.questions:
        where = {"file": q.where.file if q.where else None, "line": q.where.line if q.where else None}
        yield {"ask": q.ask, "settles": list(q.settles), **where, "count": q.weight}


_PARTS: Mapping[str, tuple[tuple[str, ...], Callable[[Report], Iterator[Row]]]] = MappingProxyType(
    {
        "findings": (
            (
                *("id", "rule", "code", "level", "verdict", "transfer", "transfers", "regime", "policy", "place", "by", "path"),
                *("data_categories", "message", "fix", "cites", "file", "line", "waived", "count"),
            ),
            _findings,
        ),
        "assessments": (
            (
                *("transfer", "regime", "restricted", "verdict", "onward", "exporter", "importer", "exporter_role", "importer_role"),
                *("mechanism", "agreement", "module", "data_categories", "data_subjects", "cites", "count"),
            ),
            _assessments,
        ),
        "questions": (("ask", "settles", "file", "line", "count"), _questions),
    }
)
