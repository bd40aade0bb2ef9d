"""Flows as a list to read, and as JSON, format `datamap-flows/1`."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from datamap.flow import Flow
from datamap.rendering.data_frames import frame
from datamap.rendering.layout import Page
from datamap.rendering.live_tables import MOST, live, table, text
from datamap.rendering.wording import count


def flows_text(
    flows: Sequence[Flow], names: Mapping[str, str], title: str, *, left: int = 0, colour: bool = False, width: int = 100
) -> str:
    """Each chain by the names of its nodes, grouped by chain, as text that ends with a line break.

    `names` gives the name of a node by its id; `left` is the number of flows that a limit left out.
    """
    page = Page(colour, width)
    total = len(flows) + left
    page.say(f"{count(total, 'flow')} {title}." if total else f"No flow {title}.", "bold")
    for (path, nodes, certain), group in _by_chain(flows).items():
        page.gap()
        page.say(" → ".join(names.get(node, node) for node in nodes), indent=2)
        for people, categories in _by_people(group).items():
            page.entry("data", f"{', '.join(categories)} of {names.get(people, people) if people else 'people not declared'}")
        page.entry("by", " → ".join(path) if path else "it starts there")
        if not certain:
            page.entry("doubt", "rests on an inferred transfer", "yellow")
    if left:
        page.gap()
        page.say(f"{count(left, 'more flow')} not listed; raise the limit to see them.")
    return page.text()


def _by_chain(flows: Sequence[Flow]) -> dict[tuple[tuple[str, ...], tuple[str, ...], bool], list[Flow]]:
    groups: dict[tuple[tuple[str, ...], tuple[str, ...], bool], list[Flow]] = {}
    for flow in flows:
        groups.setdefault((flow.path, flow.nodes, flow.certain), []).append(flow)
    return groups


def _by_people(flows: Sequence[Flow]) -> dict[str | None, list[str]]:
    groups: dict[str | None, list[str]] = {}
    for flow in flows:
        groups.setdefault(flow.data_subjects, []).append(flow.data_category)
    return groups


def flows_html(flows: Sequence[Flow], names: Mapping[str, str], title: str, *, script: bool = False) -> str:
    """The flows as an HTML table, a row each; with `script`, as in a notebook, the reader can sort and filter it."""
    caption = f"{count(len(flows), 'flow')} {title}"
    rows = ([text(cell) for cell in _cells(flow, names)] for flow in flows)
    made = table(("data category", "data subjects", "chain", "transfers", "certain"), rows, caption, MOST if script else None)
    return live(made) if script else made


def flows_frame(flows: Sequence[Flow], backend: str = "pandas") -> Any:
    """The flows as a data frame, a row each.

    Raises:
        QuestionError: there is no such backend.
        ImportError: it is not installed.
    """
    heads = ("data_category", "data_subjects", "from", "to", "nodes", "path", "certain")
    rows = [(f.data_category, f.data_subjects, f.origin, f.target, list(f.nodes), list(f.path), f.certain) for f in flows]
    return frame(heads, rows, backend)


def _cells(flow: Flow, names: Mapping[str, str]) -> tuple[str, ...]:
    people = names.get(flow.data_subjects, flow.data_subjects) if flow.data_subjects else "not declared"
    chain = " → ".join(names.get(node, node) for node in flow.nodes)
    return flow.data_category, people, chain, " → ".join(flow.path), "yes" if flow.certain else "rests on an inferred transfer"


def flows_json(flows: Sequence[Flow], on: date, *, left: int = 0) -> str:
    """The flows as JSON text that ends with a line break; `left` is the number that a limit left out."""
    tree = {
        "format": "datamap-flows/1",
        "on": on.isoformat(),
        "left_out": left,
        "flows": [
            {
                "data_category": flow.data_category,
                "data_subjects": flow.data_subjects,
                "from": flow.origin,
                "to": flow.target,
                "nodes": list(flow.nodes),
                "path": list(flow.path),
                "certain": flow.certain,
            }
            for flow in flows
        ],
    }
    return json.dumps(tree, ensure_ascii=False, indent=2) + "\n"
