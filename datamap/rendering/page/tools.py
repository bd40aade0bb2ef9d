"""What chooses: the views, the search, the filters."""

from __future__ import annotations

from collections.abc import Iterable

from datamap.rendering.markup import html
from datamap.rendering.page.days import Days
from datamap.rendering.page.record import Record
from datamap.rendering.palette import Sign
from datamap.rendering.signs import regime_name
from datamap.rendering.wording import count

_STATUS = {
    Sign.FREE: "no rule applies",
    Sign.COVERED: "covered",
    Sign.EXCEPTION: "covered by a derogation only",
    Sign.UNKNOWN: "cannot tell",
}
_STATUS |= {Sign.BROKEN: "breaks a promise", Sign.UNCOVERED: "safeguard missing", Sign.FORBIDDEN: "forbidden place"}
Options = Iterable[tuple[str, str]]


def tools(days: Days, record: Record) -> str:
    """The bar below the header. Each filter has what occurs on any of the days."""
    reports = [day.report for day in days.all if day.report]
    regimes = sorted({a.regime for day in days.all for leg in day.legs for a in day.judgement.assessments(leg.id)})
    signs = {day.judgement.sign(leg.id) for day in days.all for leg in day.legs}
    rules = sorted({finding.rule for report in reports for finding in report.findings})
    fields = (
        _select("category", "Data", "All data", ((str(n), name) for n, (_, name) in enumerate(record.categories))),
        _select("people", "People", "All people", ((str(n), name) for n, (_, name) in enumerate(record.people))),
        _select("regime", "Law", "All laws", ((name, f"{regime_name(name)} ({name})") for name in regimes)),
        _select("status", "Status", "Any status", ((sign.value, f"{sign.mark} {_STATUS[sign]}".strip()) for sign in Sign if sign in signs)),
        _select("rule", "Finding", "Any finding", ((rule, rule.replace("_", " ")) for rule in rules)),
    )
    views = "".join(
        f'<button type="button" role="tab" id="{key}-only" aria-controls="{controls}" aria-selected="{chosen}">{title}</button>'
        for key, title, controls, chosen in (
            ("diagram", "Diagram", "diagram-view", "false"),
            ("world", "World map", "world-view", "false"),
            ("both", "Both", "diagram-view world-view", "true"),
        )
    )
    own = days.own
    found = f" · {count(len(own.report.findings), 'finding')}" if own.report else ""
    return (
        f'<section id="tools" aria-label="Views and filters"><div role="tablist" aria-label="View" class="tabs" id="views">{views}</div>'
        '<form role="search" aria-label="Filter transfers and findings" id="filters">'
        '<input id="search" type="search" placeholder="Search" aria-label="Search transfers and findings" autocomplete="off">'
        f'{"".join(fields)}<button id="clear" type="reset" class="plain">Clear</button></form>'
        f'<p id="said" role="status">{count(len(own.legs), "transfer")}{found}</p></section>'
    )


def _select(name: str, title: str, every: str, options: Options) -> str:
    listed = "".join(f'<option value="{html(value)}">{html(words)}</option>' for value, words in options)
    if not listed:
        return ""
    label = f'<span class="unseen">{title}</span>'
    return f'<label class="filter">{label}<select id="{name}"><option value="">{every}</option>{listed}</select></label>'
