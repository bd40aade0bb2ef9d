"""Reports and maps → text or pictures, one file per output. Nothing here judges, prints or reads a clock.

Each name below is brought in from its file when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datamap.rendering.charts.chart import Chart
    from datamap.rendering.charts.matrix import matrix
    from datamap.rendering.charts.matrix_cells import main_regime
    from datamap.rendering.charts.sankey import sankey
    from datamap.rendering.charts.timeline_chart import timeline_chart
    from datamap.rendering.difference_json import difference_json
    from datamap.rendering.difference_markdown import difference_markdown, difference_picture
    from datamap.rendering.difference_text import difference_text
    from datamap.rendering.findings_picture import findings_picture
    from datamap.rendering.flow_list import flows_frame, flows_html, flows_json, flows_text
    from datamap.rendering.github_report import report_github
    from datamap.rendering.html_report import report_html, report_page
    from datamap.rendering.json_lines import report_jsonl
    from datamap.rendering.json_report import report_json
    from datamap.rendering.junit_report import report_junit
    from datamap.rendering.law_extract import extract
    from datamap.rendering.law_notebook import book_html, fact_html, regime_html, regime_text
    from datamap.rendering.law_page import law_text
    from datamap.rendering.law_tables import law_json
    from datamap.rendering.markdown_report import report_markdown
    from datamap.rendering.repair_text import repair_json, repair_text
    from datamap.rendering.report_frame import report_frame
    from datamap.rendering.sarif_report import report_sarif
    from datamap.rendering.text_report import report_text
    from datamap.rendering.timeline_json import timeline_json
    from datamap.rendering.timeline_text import timeline_text
    from datamap.rendering.transfer_diagram import Diagram, diagram, show
    from datamap.rendering.world.world_map import World, world

_FILES = {
    "repair_json": "repair_text",
    "repair_text": "repair_text",
    "Chart": "charts.chart",
    "Diagram": "transfer_diagram",
    "diagram": "transfer_diagram",
    "difference_json": "difference_json",
    "difference_markdown": "difference_markdown",
    "difference_picture": "difference_markdown",
    "difference_text": "difference_text",
    "findings_picture": "findings_picture",
    "flows_html": "flow_list",
    "flows_json": "flow_list",
    "flows_text": "flow_list",
    "law_json": "law_tables",
    "law_text": "law_page",
    "main_regime": "charts.matrix_cells",
    "matrix": "charts.matrix",
    "report_github": "github_report",
    "report_html": "html_report",
    "report_json": "json_report",
    "report_jsonl": "json_lines",
    "report_junit": "junit_report",
    "report_page": "html_report",
    "report_markdown": "markdown_report",
    "report_sarif": "sarif_report",
    "report_text": "text_report",
    "sankey": "charts.sankey",
    "show": "transfer_diagram",
    "timeline_chart": "charts.timeline_chart",
    "timeline_json": "timeline_json",
    "timeline_text": "timeline_text",
    "report_frame": "report_frame",
    "flows_frame": "flow_list",
    "extract": "law_extract",
    "book_html": "law_notebook",
    "regime_html": "law_notebook",
    "regime_text": "law_notebook",
    "fact_html": "law_notebook",
    "World": "world.world_map",
    "world": "world.world_map",
}

__all__ = [
    "Chart",
    "Diagram",
    "World",
    "book_html",
    "diagram",
    "difference_json",
    "difference_markdown",
    "difference_picture",
    "difference_text",
    "extract",
    "fact_html",
    "findings_picture",
    "flows_frame",
    "flows_html",
    "flows_json",
    "flows_text",
    "law_json",
    "law_text",
    "main_regime",
    "matrix",
    "regime_html",
    "regime_text",
    "repair_json",
    "repair_text",
    "report_frame",
    "report_github",
    "report_html",
    "report_json",
    "report_jsonl",
    "report_junit",
    "report_markdown",
    "report_page",
    "report_sarif",
    "report_text",
    "sankey",
    "show",
    "timeline_chart",
    "timeline_json",
    "timeline_text",
    "world",
]

import_module("datamap.rendering.world")
del globals()["world"]  # `world` is the function; once the package of that name is loaded, no import puts it in its place


def __getattr__(name: str) -> Any:
    if name not in _FILES:
        raise AttributeError(f"module 'datamap.rendering' has no attribute {name!r}")
    found = getattr(import_module(f"datamap.rendering.{_FILES[name]}"), name)
    globals()[name] = found
    return found
