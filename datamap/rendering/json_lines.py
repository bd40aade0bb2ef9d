"""The report as JSON Lines: one value a line, so that a stream of reports can be filtered with line tools."""

from __future__ import annotations

import json

from datamap.findings import Report
from datamap.rendering.json_report import report_json


def report_jsonl(report: Report) -> str:
    """A line `{"type": "report", …}` with the verdict, then one for each assessment, finding and question.

    Each line holds what `datamap-report/1` holds at that place, and its `type`.
    """
    tree = json.loads(report_json(report))
    parts = {"assessment": tree.pop("assessments"), "finding": tree.pop("findings"), "question": tree.pop("questions")}
    lines = [{"type": "report", **tree, "format": "datamap-report-lines/1"}]
    lines += [{"type": kind, **part} for kind, found in parts.items() for part in found]
    return "".join(json.dumps(line, ensure_ascii=False, allow_nan=False) + "\n" for line in lines)
