"""Findings and open questions as cards: one for each that differs, whatever day it belongs to."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from datamap.findings import Finding, Question, Report, Verdict
from datamap.rendering.markup import html
from datamap.rendering.page.days import Day, Days
from datamap.rendering.page.once import Once
from datamap.rendering.palette import Sign
from datamap.rendering.signs import sign_of, words
from datamap.rendering.wording import chain, count, finding_order

Card = tuple[str, str]
"""The markup before and after the number of a finding."""


class Cards:
    """The cards of all days. The script shows those of one day, with their numbers."""

    def __init__(self, days: Days) -> None:
        self.days = days
        self.findings: Once[Card] = Once()
        self.questions: Once[str] = Once()
        # The map's own day first, so that its cards stand first and in its order.
        ordered = sorted(days.all, key=lambda day: day is not days.own)
        self._found = {day.key: self.findings.places(self._findings(day)) for day in ordered}
        self._asked = {day.key: self.questions.places(self._questions(day)) for day in ordered}

    def findings_of(self, day: Day) -> list[int]:
        """The places of the cards of a day's findings, in the order of their numbers."""
        return self._found[day.key]

    def questions_of(self, day: Day) -> list[int]:
        """The places of the cards of a day's questions."""
        return self._asked[day.key]

    @cached_property
    def finding_list(self) -> str:
        """The cards of all findings, those of the map's own day first and numbered, the others hidden."""
        shown = len(self.findings_of(self.days.own))
        cards = (
            f'<li class="card finding"{"" if place < shown else " hidden"}{before}F-{place + 1:02d}{after}</li>'
            for place, (before, after) in enumerate(self.findings.all)
        )
        return f'<ol class="cards" id="finding-list">{"".join(cards)}</ol>'

    @cached_property
    def question_list(self) -> str:
        """The cards of all questions."""
        shown = len(self.questions_of(self.days.own))
        cards = (
            f'<li class="card question"{"" if place < shown else " hidden"} data-sign="unknown"{card}</li>'
            for place, card in enumerate(self.questions.all)
        )
        return f'<ol class="cards" id="question-list">{"".join(cards)}</ol>'

    def _findings(self, day: Day) -> list[Card]:
        return [self._finding(day.report, finding) for finding in finding_order(day.report.findings)] if day.report else []

    def _questions(self, day: Day) -> list[str]:
        return [self._question(question) for question in day.report.questions] if day.report else []

    def _at(self, name: str, transfers: Iterable[str]) -> str:
        """An attribute with the places of transfers."""
        places = dict.fromkeys(place for place in map(self.days.place, transfers) if place is not None)
        return f' data-{name}="{" ".join(map(str, places))}"'

    def _finding(self, report: Report, finding: Finding) -> Card:
        sign = sign_of(finding) or Sign.FREE
        doubt = "cannot tell: " if finding.verdict is Verdict.UNKNOWN else ""
        title = f"{sign.mark} {doubt}{words(finding)}".strip()
        witnesses = (step for witness in finding.witnesses for step in witness)
        at = self._at("at", (*finding.transfers, *finding.path, *witnesses)) + self._at("path", finding.path)
        subject = finding.id.partition("@")[2].partition("/")[0]
        at += f' data-node="{html(subject)}"' if subject in report.nodes else ""
        marks = f' data-sign="{sign.value}" data-id="{html(finding.id)}"'
        marks += f' data-rule="{html(finding.rule)}" data-regime="{html(finding.regime or "")}"'
        before = f'{marks}{at}><h3><button type="button"><b class="tag">'
        waived = ' <span class="waived">waived</span>' if finding.waived else ""
        level = f' <span class="level">{finding.level.value}</span>'
        after = f'</b> <span>{html(title)}</span>{waived}{level}</button></h3><p>{html(finding.message)}</p><div class="more">'
        return before, f"{after}{''.join(self._more(report, finding))}</div>"

    def _more(self, report: Report, finding: Finding) -> Iterable[str]:
        if finding.path:
            yield f'<p class="chain"><b>Chain.</b> {html(chain(report, finding.path))}</p>'
        if finding.fix:
            yield f"<p><b>Fix.</b> {html(finding.fix[:1].upper() + finding.fix[1:])}</p>"
        if finding.waived:
            until = finding.waived.until.isoformat()
            yield f"<p><b>Waived</b> by {html(finding.waived.by)} until {until}: {html(finding.waived.reason)}</p>"
        if finding.cites:
            yield f'<p class="cites">{html("; ".join(finding.cites))}</p>'
        rule = [finding.level.value, f"{finding.code} {finding.rule}", *([finding.regime] if finding.regime else [])]
        rule += [f"policy {finding.policy}"] if finding.policy else []
        where = f" · {_code(str(finding.where))}" if finding.where else ""
        yield f'<p class="quiet">{html(" · ".join(rule))}{where}</p>'

    def _question(self, question: Question) -> str:
        where = f" · {_code(str(question.where))}" if question.where else ""
        settles = f"settles {count(len(question.settles), 'transfer')}" if question.settles else "settles a promise"
        ask = html(question.ask[:1].upper() + question.ask[1:])
        return (
            f'{self._at("at", question.settles)}><h3><button type="button"><span>{ask}</span></button></h3>'
            f'<p class="quiet">{html(settles)}{where}</p>'
        )


def _code(text: str) -> str:
    return f"<code>{html(text)}</code>"
