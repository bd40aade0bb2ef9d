"""What laws outside Europe say of one transfer: `tests/law/world/<regime>.yaml`.

Each case starts from the `base` map of its file, which has a transfer `go`, and changes what its `with` says. `expect` is
the verdict on `go` under the file's regime, with the mechanism behind `by` where it matters (`covered by consent`), or a
mapping of transfers to such answers; `absent` means that the regime is not in the answer at all. `asks`, `reasons` and
`finds` are texts that must stand in a question, in a reason of that assessment, or be the id of a finding.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from casebook import Trial, tree, varied

from datamap.findings import Assessment, Report
from datamap.law import LawBook

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Case:
    """One map on one day, and what a regime must say of it."""

    regime: str
    trial: Trial

    @property
    def expected(self) -> Mapping[str, str]:
        """The answer to each transfer."""
        expect = self.trial.wants["expect"]
        return {"go": expect} if isinstance(expect, str) else expect


def _cases() -> Iterator[Any]:
    for path in sorted(HERE.glob("*.yaml")):
        book = tree(path)
        for case in book["cases"]:
            name = case["says"].replace(" ", "_")
            trial = Trial(name, varied(book["base"], case.get("with")), case.get("on", book.get("on")), case)
            yield pytest.param(Case(path.stem, trial), id=f"{path.stem}-{name}")


CASES = list(_cases())


def _answer(assessment: Assessment | None, wanted: str) -> str:
    if assessment is None:
        return "absent"
    verdict = assessment.verdict.value
    return f"{verdict} by {assessment.mechanism}" if " by " in wanted else verdict


def _shown(report: Report) -> str:
    lines = [f"{a.transfer} {a.regime} {a.verdict.value} {a.mechanism}: {[r.says for r in a.reasons]}" for a in report.assessments]
    return "\n".join([*lines, *(f.id for f in report.findings), *(f"? {q.ask}" for q in report.questions)])


@pytest.mark.parametrize("case", CASES)
def test_the_law_of_one_country(case: Case) -> None:
    report = case.trial.report()
    found = {a.transfer: a for a in report.assessments if a.regime == case.regime}
    for transfer, wanted in case.expected.items():
        assert _answer(found.get(transfer), wanted) == wanted, _shown(report)
    wants = case.trial.wants
    reasons = "\n".join(reason.says for a in found.values() for reason in a.reasons)
    for text in wants.get("reasons", ()):
        assert text in reasons, _shown(report)
    for text in wants.get("asks", ()):
        assert any(text in question.ask for question in report.questions), _shown(report)
    assert set(wants.get("finds", ())) <= {finding.id for finding in report.findings}, _shown(report)


def test_every_regime_has_cases(book: LawBook) -> None:
    family = {"eu-gdpr", "eu-2018-1725", "uk-gdpr", "ch-fadp"}
    assert {path.stem for path in HERE.glob("*.yaml")} == set(book.regimes) - family
