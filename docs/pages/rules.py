"""One page a rule, from the docstring of its file, with a case that it finds and one that it lets pass."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import datamap as dm
from datamap import documents
from datamap.rules import RULES, Rule
from pages.page import Page, code, fenced, plain, table

CASES = Path(__file__).parents[2] / "tests" / "rules"
HEADINGS = ("What it finds", "Why it matters", "What to do", "When it cannot tell")


def pages() -> list[Page]:
    """The list of rules, then a page for each."""
    return [
        Page("Rules", "rules/index.md", "Rules", _index()),
        *(Page("Rules", f"rules/{rule.name}.md", rule.name, page(rule)) for rule in RULES),
    ]


def sections(rule: Rule) -> dict[str, str]:
    """The parts of a rule's manual by their headings."""
    found: dict[str, list[str]] = {}
    current: list[str] = []
    for line in rule.manual.splitlines():
        current = found.setdefault(line, []) if line in HEADINGS else current
        if line not in HEADINGS:
            current.append(line)
    return {heading: "\n".join(lines).strip() for heading, lines in found.items()}


def page(rule: Rule) -> str:
    """The page of one rule."""
    parts = [f"# {code(rule.name)}", f"Code {code(rule.code)}, level **{rule.level.value}**. An unknown finding is never above a warning."]
    for heading, text in sections(rule).items():
        parts += [f"## {heading}", text]
    for kind, heading in (
        ("violated", "A case that it finds"),
        ("unknown", "A case in which it cannot tell"),
        ("ok", "A case that passes"),
    ):
        paths = sorted((CASES / rule.name).glob(f"{kind}_*.yaml"), key=lambda path: (-len(_tree(path).get("twins", ())), path))
        if paths:
            parts += [f"## {heading}", _case(rule, paths[0])]
    return "\n\n".join(parts) + "\n"


def _tree(path: Path) -> Any:
    return documents.read(path).tree


def _case(rule: Rule, path: Path) -> str:
    case = _tree(path)
    lines = path.read_text(encoding="utf-8").splitlines()
    end = next(n for n, line in enumerate(lines) if line.startswith("expect:"))
    shown = lines[lines.index("map:") + 1 : end]
    report = dm.loads(json.dumps({"datamap": 1, **case["map"]}), "json").check(on=case["on"])
    mine = [f for f in report.findings if f.rule == rule.name] or [f for f in report.findings if f.id in case.get("instead", ())]
    said = [f"- {code(f.id)} ({f.level.value}{', unknown' if f.verdict.value == 'unknown' else ''}): {plain(f.message)}" for f in mine]
    judged = f"Judged on {case['on']}" + (":" if said else f": {code(rule.name)} finds nothing.")
    told = [
        f"{case['title']}.",
        fenced("\n".join(line.removeprefix("  ") for line in shown), "yaml"),
        judged,
        "\n".join(said),
        _twins(rule, case),
    ]
    return "\n\n".join(part for part in told if part)


def _twins(rule: Rule, case: Mapping[str, Any]) -> str:
    """What one other day or one other fact changes."""
    rows = []
    for twin in case.get("twins", ()):
        mine = ", ".join(f"{code(f['id'])}{' (unknown)' if f['verdict'] == 'unknown' else ''}" for f in twin["expect"])
        others = ", ".join(code(name) for name in twin.get("instead", ()))
        rows.append((plain(twin["name"]), twin.get("on", case["on"]), mine or (f"nothing; {others}" if others else "nothing")))
    return f"With one change:\n\n{table(('If', 'On', f'{rule.name} finds'), rows)}" if rows else ""


def _index() -> str:
    parts = [
        "# Rules",
        "Each rule is named for what it finds; its code is a permanent alias. A finding is a fault or a doubt, with its proof: the "
        "chain of transfers, the legal fact with its citation, and the place in your file. `--fail-on` says from which level on a run "
        "fails; a [waiver](../format.md#waiver) accepts one finding until a day.",
    ]
    for level in dm.Level:
        rows = [(f"[{code(r.name)}]({r.name}.md)", r.code, _first(sections(r)["What it finds"])) for r in RULES if r.level is level]
        parts += [f"## {level.value.capitalize()}s", table(("Rule", "Code", "Finds"), rows)]
    return "\n\n".join(parts)


def _first(text: str) -> str:
    """The first sentence."""
    return " ".join(text.split()).partition(". ")[0].rstrip(".") + "."
