"""The diagram as one self-contained page: the picture, its findings beside it, and a few lines of script to choose in it.

The page carries the picture where a renderer drew it; elsewhere it carries Graphviz itself (`viz-global.js`, 1.3 MB)
and draws in the browser. A strict content policy allows the scripts and styles in it by their hashes and nothing else:
no network, no frames, no plug-ins. Without script the findings can still be read.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from importlib.resources import files

from datamap.findings import Assessment, Finding, Question, Report, Verdict
from datamap.model import DataMap, Leg, Taxonomy
from datamap.rendering.drawing import Drawing, Line
from datamap.rendering.markup import html
from datamap.rendering.palette import DARK, LIGHT, Sign, Theme, ThemeName
from datamap.rendering.signs import SIGNS, regime_name, sign_of, words
from datamap.rendering.wording import count, finding_order, verdict_sentence

_WAITING = '<p id="waiting">Drawing …</p><noscript>The picture is drawn by a script; the findings are listed beside it.</noscript>'
_VERDICTS = {Verdict.OK: ("√", Sign.COVERED), Verdict.UNKNOWN: ("?", Sign.UNKNOWN), Verdict.VIOLATED: ("×", Sign.UNCOVERED)}


def web_page(drawing: Drawing, theme: ThemeName, m: DataMap, report: Report | None, dot: str, svg: str | None) -> str:
    """The page as HTML text. `svg` is the picture in the light theme, or None where the browser is to draw `dot`.

    Everything a user wrote is escaped; the same input gives the same page.
    """
    style = _style()
    scripts = ([] if svg else [_script("viz-global.js")]) + [_script("page.js")]
    allowed = " ".join([*map(_hash, scripts), *([] if svg else ["'wasm-unsafe-eval'"])])
    policy = f"default-src 'none'; style-src {_hash(style)}; script-src {allowed}; img-src data:; base-uri 'none'; form-action 'none'"
    chosen = f' data-theme="{theme}"' if theme == "dark" else ""
    data = [_data("lines", {line.id: _line(drawing, line) for line in drawing.lines})] + ([] if svg else [_data("dot", dot)])
    return "\n".join(
        [
            f'<!DOCTYPE html>\n<html lang="en"{chosen}>\n<head>\n<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="generator" content="datamap">',
            f"<title>{html(drawing.title)}</title>\n<style>{style}</style>\n</head>\n<body>",
            _header(drawing, m, report),
            f'<main id="picture">{svg or _WAITING}</main>',
            f"<aside>{_Aside(drawing, m, report).text()}</aside>",
            *data,
            *(f"<script>{script}</script>" for script in scripts),
            "</body>\n</html>\n",
        ]
    )


def _script(name: str) -> str:
    return (files("datamap.rendering") / "page" / name).read_text("utf-8").replace("</script", "<\\/script")


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _data(name: str, value: object) -> str:
    """Data for the script, in which nothing can end the element."""
    text = json.dumps(value, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    safe = text.replace("<", "\\u003c").replace("&", "\\u0026")
    return f'<script type="application/json" id="{name}">{safe}</script>'


def _style() -> str:
    """The page's style, its colours as variables, and the rules that turn a light picture dark."""
    dark = [_variables(DARK), *_exchange(":root", LIGHT, DARK)]
    chosen = [f':root[data-theme="dark"] {{{_variables(DARK)}}}', *_exchange(':root[data-theme="dark"]', LIGHT, DARK)]
    wished = f"@media screen and (prefers-color-scheme: dark) {{\n:root:not([data-theme]) {{{dark[0]}}}\n"
    wished += "\n".join(_exchange(":root:not([data-theme])", LIGHT, DARK)) + "\n}"
    css = (files("datamap.rendering") / "page" / "page.css").read_text("utf-8")
    on_screen = "@media screen {\n" + "\n".join(chosen) + "\n}"
    return f"\n:root {{{_variables(LIGHT)} color-scheme: light dark}}\n{css}{wished}\n{on_screen}\n"


def _variables(theme: Theme) -> str:
    return "".join(f"--{purpose.replace('.', '-').replace('_', '-')}: {colour};" for purpose, colour in theme.colours().items())


def _exchange(where: str, old: Theme, new: Theme) -> list[str]:
    """Rules that give each colour of a picture its counterpart in another theme."""
    return [
        f'{where} #picture [{part}="{colour}"] {{{part}: {new.colours()[purpose]}}}'
        for purpose, colour in old.colours().items()
        for part in ("fill", "stroke")
    ]


def _line(drawing: Drawing, line: Line) -> dict[str, object]:
    """What the script knows of a line."""
    ends = {box.id: " ".join(box.title) for box in drawing.boxes}
    text = " ".join([ends[line.tail], ends[line.head], *line.names, *line.transfers, *(str(chip) for chip in line.chips)])
    return {
        "tail": line.tail,
        "head": line.head,
        "transfers": list(line.transfers),
        "names": list(line.names),
        "faulty": any(chip.tag for chip in line.chips) or line.sign.rank >= Sign.UNKNOWN.rank,
        "text": text,
    }


def _header(drawing: Drawing, m: DataMap, report: Report | None) -> str:
    names = sorted({name for line in drawing.lines for name in line.names})
    options = "".join(f"<option>{html(name)}</option>" for name in names)
    mark, sign = _VERDICTS[report.verdict] if report else ("", Sign.FREE)
    verdict = f'<span class="verdict" data-sign="{sign.value}">{mark} {report.verdict.value}</span>' if report else ""
    return (
        f'<header><h1>{html(m.name or "datamap")}</h1>{verdict}<span class="what">{html(" · ".join(drawing.subtitle[1:]))}</span>'
        '<input id="search" type="search" placeholder="Search" aria-label="Search transfers">'
        f'<select id="category" aria-label="Data category"><option value="">All data</option>{options}</select>'
        '<button id="only" type="button" aria-pressed="false">Findings only</button>'
        '<button id="actual" type="button" aria-pressed="false">Full size</button>'
        '<button id="theme" type="button">Dark / light</button></header>'
    )


class _Aside:
    """What stands beside the picture: the chosen transfers, the findings, the questions."""

    def __init__(self, drawing: Drawing, m: DataMap, report: Report | None) -> None:
        self.drawing, self.m, self.report = drawing, m, report
        self.legs: dict[str, Leg] = {leg.id: leg for leg in m.legs}
        self.line = {transfer: line for line in drawing.lines for transfer in line.transfers}
        self.findings: dict[str, list[Finding]] = {}
        self.assessments: dict[str, list[Assessment]] = {}
        if report:
            for finding in finding_order(report.findings):
                for transfer in dict.fromkeys((*finding.transfers, *finding.path)):
                    self.findings.setdefault(transfer, []).append(finding)
            for assessment in report.assessments:
                self.assessments.setdefault(assessment.transfer, []).append(assessment)

    def text(self) -> str:
        """The whole, as HTML."""
        cards = "".join(self._transfer(transfer, line) for transfer, line in self.line.items())
        chosen = f'<section id="chosen" hidden><h2>Chosen <button id="clear" type="button">show all</button></h2>{cards}</section>'
        if self.report is None:
            return f"{chosen}<h2>Not judged</h2><p>Choose a line to see what it carries.</p>"
        parts = [chosen, f"<h2>Findings <small>{len(self.report.findings)}</small></h2><p>{html(verdict_sentence(self.report))}</p>"]
        parts += [self._finding(finding) for finding in finding_order(self.report.findings)]
        if self.report.questions:
            parts.append(f"<h2>Open questions <small>{len(self.report.questions)}</small></h2>")
            parts += [self._question(question) for question in self.report.questions]
        law = f"Law book {self.report.law_version}, checked on {self.report.law_checked_on.isoformat()}. Not legal advice."
        return "".join([*parts, f'<p class="quiet">{html(law)}</p>'])

    def _lines(self, transfers: Iterable[str]) -> str:
        """The attribute by which a card knows its lines in the picture."""
        lines = dict.fromkeys(self.line[transfer].id for transfer in transfers if transfer in self.line)
        return f' data-line="{"&#10;".join(html(line) for line in lines)}"' if lines else ""

    def _finding(self, finding: Finding) -> str:
        sign = sign_of(finding) or Sign.FREE
        number = self.drawing.numbers.get(finding.id, "")
        doubt = "cannot tell: " if finding.verdict is Verdict.UNKNOWN else ""
        title = f"{sign.mark} {doubt}{words(finding)}".strip()
        said = [f'<h3><span class="tag">{number}</span>{html(title)}</h3>']
        said.append(f"<p>{html(finding.message)}</p>")
        said += [f'<p class="quiet">{html(self._chain(finding.path))}</p>'] if finding.path else []
        said += [f"<p><b>Fix.</b> {html(finding.fix)}</p>"] if finding.fix else []
        if finding.waived:
            until = finding.waived.until.isoformat()
            said.append(f"<p><b>Waived</b> by {html(finding.waived.by)} until {until}: {html(finding.waived.reason)}</p>")
        where = [f"<code>{html(str(finding.where))}</code>"] if finding.where else []
        rule = f"{finding.level.value} · {finding.code} {finding.rule}" + (f" · {finding.regime}" if finding.regime else "")
        said.append(f'<p class="quiet">{" · ".join([*(html(cite) for cite in finding.cites), html(rule), *where])}</p>')
        kind = "card finding waived" if finding.waived else "card finding"
        lines = self._lines((*finding.transfers, *finding.path))
        return f'<article class="{kind}" data-sign="{sign.value}"{lines}>{"".join(said)}</article>'

    def _chain(self, path: Iterable[str]) -> str:
        """The nodes that data passes, by name."""
        names: list[str] = []
        for transfer in path:
            leg = self.legs.get(transfer)
            if leg is None:
                names.append(transfer)
                continue
            names += [self.m.title(leg.from_)] if not names or names[-1] != self.m.title(leg.from_) else []
            names.append(self.m.title(leg.to))
        return " → ".join(names)

    def _question(self, question: Question) -> str:
        where = f" · <code>{html(str(question.where))}</code>" if question.where else ""
        settles = f"settles {count(len(question.settles), 'transfer')}" if question.settles else "settles a promise"
        return (
            f'<article class="card finding" data-sign="unknown"{self._lines(question.settles)}><h3>{html(question.ask)}</h3>'
            f'<p class="quiet">{html(settles)}{where}</p></article>'
        )

    def _transfer(self, transfer: str, line: Line) -> str:
        leg = self.legs[transfer]
        taxonomy = Taxonomy.of(self.m.data_categories)
        pills = "".join(f"<span>{html(taxonomy.name(key))}</span>" for key in leg.transfer.data_categories)
        people = ", ".join(self.m.title(group) for group in leg.transfer.data_subjects)
        facts = {"From": html(self.m.title(leg.from_)), "To": html(self.m.title(leg.to))}
        facts |= {"Data": f'<span class="pills">{pills}</span>', "Kind": html(leg.kind.replace("_", " "))}
        facts |= {"Purpose": html(leg.transfer.purpose)} if leg.transfer.purpose else {}
        facts |= {"People": html(people)} if people else {}
        facts |= self._where(leg)
        answers = "".join(self._answer(assessment) for assessment in self.assessments.get(transfer, ()))
        numbers = [self.drawing.numbers[finding.id] for finding in self.findings.get(transfer, ()) if finding.id in self.drawing.numbers]
        found = f'<p class="quiet">Findings: {html(", ".join(numbers))}</p>' if numbers else ""
        return (
            f'<article class="card transfer" data-transfer="{html(transfer)}" data-sign="{line.sign.value}" hidden>'
            f"<h3>{html(self.m.title(leg.from_))} → {html(self.m.title(leg.to))}</h3>{_facts(facts)}{answers}{found}</article>"
        )

    def _where(self, leg: Leg) -> dict[str, str]:
        place = self.m.where(("transfers", leg.written)) if leg.written is not None else None
        named = {"Id": f"<code>{html(leg.id)}</code>"}
        return named | ({"File": f"<code>{html(str(place))}</code>"} if place else {})

    def _answer(self, one: Assessment) -> str:
        sign = SIGNS[one.verdict]
        title = f"{regime_name(one.regime)}: {sign.mark} {one.verdict.value.replace('_', ' ')}".replace(":  ", ": ")
        title += f" by {one.mechanism.replace('_', ' ')}" if one.mechanism else ""
        title += f", module {one.module}" if one.module is not None else ""
        facts: dict[str, str] = {}
        for label, party, role in (("Exporter", one.exporter, one.exporter_role), ("Importer", one.importer, one.importer_role)):
            facts |= {label: html(self.m.title(party) + (f" ({role.replace('_', ' ')})" if role else ""))} if party else {}
        agreement = self.m.agreements.get(one.agreement or "")
        facts |= {"Agreement": html(agreement.name or agreement.id)} if agreement else {}
        reasons = [html(reason.says) + _cited(reason.cite) for reason in one.reasons]
        failed = [f"{html(other.basis)}: {html(other.fails)}{_cited(other.cite)}" for other in one.alternatives]
        return (
            f'<div class="answer" data-sign="{sign.value}"><b>{html(title)}</b>{_facts(facts)}{_list("ol", reasons)}'
            + (f'<p class="quiet">What does not carry it:</p>{_list("ul", failed)}' if failed else "")
            + (f'<p class="quiet">Assumed: {html("; ".join(one.assumptions))}</p>' if one.assumptions else "")
            + "</div>"
        )


def _cited(cite: str | None) -> str:
    return f' <span class="quiet">({html(cite)})</span>' if cite else ""


def _facts(facts: Mapping[str, str]) -> str:
    return f"<dl>{''.join(f'<dt>{label}</dt><dd>{value}</dd>' for label, value in facts.items())}</dl>" if facts else ""


def _list(kind: str, items: Iterable[str]) -> str:
    rows = "".join(_rows(items))
    return f"<{kind}>{rows}</{kind}>" if rows else ""


def _rows(items: Iterable[str]) -> Iterator[str]:
    return (f"<li>{item}</li>" for item in items)
