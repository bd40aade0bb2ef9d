"""Maps in a page as pictures: a block of YAML opened by `yaml picture=VERDICT` is judged and drawn while the site is built.

`VERDICT` is the worst answer that the block must give (`covered`, `uncovered`, …). Where it gives another the build fails, so that
a picture cannot come to say what the text beside it denies.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping

import datamap as dm
from datamap.errors import DatamapError
from datamap.findings import Finding, Report, worst
from datamap.rendering.wording import verdict_sentence
from pages.page import fenced, plain, slug

BLOCK = re.compile(r"^```yaml picture=(?P<verdict>\w+)\n(?P<text>.*?^name: (?P<name>.+?)$.*?)^```$", re.MULTILINE | re.DOTALL)
THEMES = {"light": "#only-light", "dark": "#only-dark"}


class Differs(DatamapError):
    """A map in a page gives another answer than the page says."""


def drawn(text: str, path: str) -> tuple[str, Mapping[str, str]]:
    """The Markdown of the page at `path` with pictures for its blocks, and the pictures by path.

    A map needs a `name`, which names its pictures; a block without one stays as it is.

    Raises:
        Differs: a block gives another answer than it should.
        DatamapError: a block is no map, or has no `on`.
    """
    files: dict[str, str] = {}
    up = posixpath.relpath(".", posixpath.dirname(path) or ".")

    def picture(found: re.Match[str]) -> str:
        name = slug(found["name"])
        m = dm.loads(found["text"], "yaml", f"{name}.yaml")
        report = m.check()
        answer = worst(assessment.verdict for assessment in report.assessments) if report.assessments else dm.Status.NOT_RESTRICTED
        if answer.value != found["verdict"]:
            raise Differs(f"{path}: the map {m.name!r} gives {answer.value}, and the page says {found['verdict']}")
        images = []
        for theme, only in THEMES.items():
            files[posixpath.join(posixpath.dirname(path), "drawn", f"{name}-{theme}.svg")] = m.diagram(theme=theme).svg()
            images.append(f"![{plain(found['name'])}](drawn/{name}-{theme}.svg{only}){{ .datamap-picture }}")
        return f"{''.join(images)}\n\n{_said(report, up)}\n\n{_map(found['text'])}"

    return BLOCK.sub(picture, text), files


def _said(report: Report, up: str) -> str:
    """What the product says of the map, in its own words."""
    said = [f"    {plain(verdict_sentence(report))}", *(f"    - {_finding(finding, up)}" for finding in report.findings)]
    kind = {"ok": "success", "unknown": "question", "violated": "failure"}[report.verdict.value]
    return f'!!! {kind} "datamap says"\n\n' + "\n\n".join((said[0], "\n".join(said[1:])))


def _finding(finding: Finding, up: str) -> str:
    manual = posixpath.normpath(posixpath.join(up, "rules", f"{finding.rule}.md"))
    return f"[`{finding.rule}`]({manual}): {plain(finding.message)}"


def _map(text: str) -> str:
    return '??? abstract "The map"\n\n' + "".join(f"    {line}\n" for line in fenced(text, "yaml").splitlines())
