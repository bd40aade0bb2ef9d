"""How the law book is kept: problems in its files, and facts that nobody has checked for a year, as text and as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date

from datamap.law.ageing import Stale
from datamap.law.lint import Lint
from datamap.rendering.layout import Page, visible
from datamap.rendering.wording import count


def lint_text(found: Lint) -> str:
    """Each problem on a line of its own, as `file:line:column: what is wrong; what to do`, and a last line with the numbers."""
    lines = [visible(str(problem)) for problem in found.problems]
    sum_ = f"{count(found.files, 'file')} and {count(found.facts, 'sound fact')} in {visible(found.folder)}"
    lines.append(f"{count(len(lines), 'problem')} in {sum_}" if lines else f"no problem: {sum_}")
    return "\n".join(lines) + "\n"


def lint_json(found: Lint) -> str:
    """The problems as JSON text, format `datamap-law-lint/1`."""
    problems = [
        {
            "file": problem.where.file if problem.where else None,
            "line": problem.where.line if problem.where else None,
            "wrong": problem.wrong,
            "hint": problem.hint,
        }
        for problem in found.problems
    ]
    tree = {"format": "datamap-law-lint/1", "folder": found.folder, "files": found.files, "facts": found.facts, "problems": problems}
    return json.dumps(tree, ensure_ascii=False, indent=2) + "\n"


def stale_text(found: Sequence[Stale], on: date, *, colour: bool = False, width: int = 100) -> str:
    """Facts to check again, the oldest first, each with where it was read."""
    page = Page(colour, width)
    told = f"{count(len(found), 'fact')} not checked for a year" if found else "Every fact was checked within a year"
    page.say(f"{told}, on {on.isoformat()}.", "bold")
    for one in found:
        page.gap()
        page.say(f"{one.fact.id}: {one.fact.title}", indent=2)
        page.entry("checked", f"{one.checked_on.isoformat()}, {one.days:,} days ago ({one.fact.confidence})")
        page.entry("cite", one.fact.cite)
        page.entry("source", one.fact.source)
    return page.text()


def stale_json(found: Sequence[Stale], on: date) -> str:
    """Facts to check again as JSON text, format `datamap-law-stale/1`."""
    facts = [
        {
            "id": one.fact.id,
            "title": one.fact.title,
            "checked_on": one.checked_on.isoformat(),
            "days": one.days,
            "cite": one.fact.cite,
            "source": one.fact.source,
            "confidence": one.fact.confidence,
        }
        for one in found
    ]
    return json.dumps({"format": "datamap-law-stale/1", "on": on.isoformat(), "facts": facts}, ensure_ascii=False, indent=2) + "\n"
