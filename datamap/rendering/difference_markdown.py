"""What a change does, as a comment on a pull request, with a picture of what changed."""

from __future__ import annotations

from collections.abc import Sequence

from datamap.differences import Difference
from datamap.findings import Level, Verdict
from datamap.rendering.difference_text import SIGNS, answer, finding, flow, head, part
from datamap.rendering.findings_picture import fenced, picture
from datamap.rendering.markdown_report import _text

_MOST = 40


def difference_markdown(found: Difference) -> str:
    """The change as Markdown of GitHub's kind that ends with a line break."""
    parts = [f"### {_sign(found)} {_text(head(found))}"]
    drawn = difference_picture(found)
    parts += [fenced(drawn)] if drawn else []
    parts += _list("Findings", [f"{SIGNS[c.what]} {finding(c)}" for c in found.findings], folded=False)
    parts += _list("Answers", [answer(found, shift) for shift in found.answers])
    parts += _list("Flows", [flow(found, change) for change in found.flows])
    parts += _list("Map", ["; ".join(line.strip() for line in part(change)) for change in found.parts])
    return "\n\n".join(parts) + "\n"


def _sign(found: Difference) -> str:
    levels = {finding.level for finding in found.added}
    return "❌" if Level.ERROR in levels else "❔" if Level.WARNING in levels else "✅"


def difference_picture(found: Difference) -> str:
    """The transfers that appear, go or change, and those that a new finding runs along; Mermaid text, or empty."""
    looks: dict[str, str] = {leg: change.what for change in found.parts if change.kind == "transfer" for leg in _legs(found, change.id)}
    looks = {leg: "changes" if look == "renamed" else look for leg, look in looks.items()}
    for added in found.added:
        for leg in added.transfers:
            looks[leg] = "violated" if added.verdict is Verdict.VIOLATED else "unknown"
        for leg in added.path:
            looks.setdefault(leg, "plain")
    return picture(found.nodes, found.arrows, looks) if any(leg in found.arrows for leg in looks) else ""


def _legs(found: Difference, transfer: str) -> list[str]:
    return [leg for leg in found.arrows if leg == transfer or leg.rpartition("..")[0] == transfer]


def _list(title: str, lines: Sequence[str], folded: bool = True) -> list[str]:
    if not lines:
        return []
    body = "\n".join(f"- <code>{line[0]}</code> {_text(line[2:])}" for line in lines[:_MOST])
    more = f"\n\nand {len(lines) - _MOST:,} more" if len(lines) > _MOST else ""
    if folded:
        return [f"<details><summary>{title}: {len(lines)}</summary>\n\n{body}{more}\n\n</details>"]
    return [f"**{title}**\n\n{body}{more}"]
