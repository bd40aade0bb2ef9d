"""A small Mermaid picture of some transfers of a report, for Markdown: what a finding or a change speaks of, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from datamap.findings import Arrow, Node, Pair, Report, Verdict
from datamap.rendering.markup import mermaid as safe

LOOKS = {
    "violated": "stroke:#b3261e,stroke-width:3px",
    "unknown": "stroke:#8a6100,stroke-width:2px,stroke-dasharray:6 4",
    "appears": "stroke:#1a7f37,stroke-width:3px",
    "goes": "stroke:#6e7781,stroke-width:2px,stroke-dasharray:2 4",
    "changes": "stroke:#0969da,stroke-width:2px",
    "plain": "stroke:#6e7781,stroke-width:1px",
}
"""How a line is drawn; its label says the same in words."""
MOST = 30
"""The most lines that one picture holds; beyond that nobody reads it."""


def findings_picture(report: Report) -> str:
    """The transfers along which the findings run, as Mermaid text; empty where no finding names a transfer.

    Of a large map it shows the parties between which most is uncovered.
    """
    if report.overview:
        return _parties(report.nodes, report.overview.pairs)
    looks: dict[str, str] = {}
    for finding in report.findings:
        at_fault = "violated" if finding.verdict is Verdict.VIOLATED else "unknown"
        for leg in finding.transfers:
            looks[leg] = at_fault if looks.get(leg) != "violated" else "violated"
        for leg in finding.path:
            looks.setdefault(leg, "plain")
    return picture(report.nodes, report.arrows, looks) if any(look != "plain" for look in looks.values()) else ""


def picture(nodes: Mapping[str, Node], arrows: Mapping[str, Arrow], looks: Mapping[str, str]) -> str:
    """A flowchart of the transfers in `looks`, the gravest first, grouped by place; what has no arrow is left out."""
    order = list(LOOKS)
    shown = sorted((leg for leg in looks if leg in arrows), key=lambda leg: order.index(looks[leg]))[:MOST]
    legs = [arrows[leg] for leg in shown]
    short = {node: f"n{index}" for index, node in enumerate(dict.fromkeys(end for leg in legs for end in (leg.from_, leg.to)))}
    lines = ["flowchart LR", *_groups(nodes, short)]
    for leg in legs:
        lines.append(f'  {short[leg.from_]} -->|"{_label(leg, looks[leg.id])}"| {short[leg.to]}')
    for look, style in LOOKS.items():
        numbers = [str(index) for index, leg in enumerate(shown) if looks[leg] == look]
        if numbers:
            lines.append(f"  linkStyle {','.join(numbers)} {style}")
    return "\n".join(lines) + "\n"


def _parties(nodes: Mapping[str, Node], pairs: Sequence[Pair]) -> str:
    """A flowchart of pairs of parties, each with what is uncovered between them; empty where there are none."""
    if not pairs:
        return ""
    short = {
        party: f"n{index}" for index, party in enumerate(dict.fromkeys(end or "" for one in pairs for end in (one.exporter, one.importer)))
    }
    lines = ["flowchart LR", *_groups({"": Node("", "a party not named", "entity", "unknown"), **nodes}, short)]
    for one in pairs:
        label = "<br/>".join((f"{one.count:,} uncovered", safe(", ".join(one.regimes))))
        lines.append(f'  {short[one.exporter or ""]} -->|"{label}"| {short[one.importer or ""]}')
    return "\n".join([*lines, f"  linkStyle default {LOOKS['violated']}"]) + "\n"


def _label(leg: Arrow, look: str) -> str:
    kind = leg.kind.replace("_", " ")
    return "<br/>".join(safe(text) for text in ((look, kind) if look != "plain" else (kind,)))


def _groups(nodes: Mapping[str, Node], short: Mapping[str, str]) -> Iterable[str]:
    places: dict[str, list[str]] = {}
    for name in short:
        places.setdefault(nodes[name].place if name in nodes else "unknown", []).append(name)
    for index, (place, names) in enumerate(places.items()):
        yield f'  subgraph p{index} ["{safe(place.replace("|", " or "))}"]'
        for name in names:
            yield f"    {short[name]}{_box(nodes.get(name), name)}"
        yield "  end"


def _box(node: Node | None, name: str) -> str:
    ends: Sequence[str] = ('(["', '"])') if node and node.kind == "data_subjects" else ('["', '"]')
    return f"{ends[0]}{safe(node.name if node else name)}{ends[1]}"


def fenced(text: str) -> str:
    """Mermaid text as the block that GitHub and GitLab draw."""
    return f"```mermaid\n{text}```"
