"""What a regime says of a transfer, sentence by sentence: `tests/assessment/<subject>.yaml`.

Each case starts from the `base` map of its file and changes what its `with` says. Under `expect`, `<transfer> <regime>` is
answered by a verdict, by `absent` (the regime is not in the answer at all), or by a mapping of fields of the assessment.
`asks`, `assumes`, `reasons` and `fails` are texts of which each must stand in a question, an assumption, a reason or the
fate of a basis that was tried; `finds` are ids of findings that must be there, `finds_not` ids that must not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum
from pathlib import Path
from typing import Any

import pytest
from casebook import Trial, tree, varied

from datamap.findings import Assessment, Report

HERE = Path(__file__).parent


def _cases() -> list[tuple[str, Trial]]:
    found = []
    for path in sorted(HERE.glob("*.yaml")):
        book = tree(path)
        for case in book["cases"]:
            on = case.get("on", book.get("on"))
            found.append((path.stem, Trial(case["says"].replace(" ", "_"), varied(book["base"], case.get("with")), on, case)))
    return found


CASES = _cases()
ABSENT = "absent"


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    return list(value) if isinstance(value, tuple) else value


def _shown(report: Report) -> str:
    lines = [f"{report.on}: {report.verdict.value}"]
    for a in report.assessments:
        lines.append(f"  {a.transfer} {a.regime}: {a.verdict.value} by {a.mechanism} {a.agreement} {a.exporter}->{a.importer}")
        lines += [
            f"      {part.place} {part.data_categories} {part.verdict.value}: {'; '.join(r.says for r in part.reasons)}" for part in a.parts
        ]
    lines += [f"  {f.level.value} {f.id}: {f.message}" for f in report.findings]
    return "\n".join([*lines, *(f"  ? {q.ask}" for q in report.questions)])


def _contain(wanted: Iterable[str], texts: Iterable[str]) -> list[str]:
    """The wanted texts that stand in none of the others."""
    said = list(texts)
    return [text for text in wanted if not any(text.casefold() in one.casefold() for one in said)]


@pytest.mark.parametrize("trial", [pytest.param(trial, id=f"{subject}-{trial.name}") for subject, trial in CASES])
def test_answers_as_the_contract_says(trial: Trial) -> None:
    report = trial.report()
    for pair, wanted in trial.wants["expect"].items():
        transfer, regime = pair.split()
        got = report.assessment(transfer, regime)
        assert _answer(got, wanted) == (wanted if isinstance(wanted, Mapping) else {"verdict": wanted}), f"{pair}\n{_shown(report)}"
    parts = [part for a in report.assessments for part in a.parts]
    missing = [
        *_contain(trial.wants.get("asks", ()), (q.ask for q in report.questions)),
        *_contain(trial.wants.get("assumes", ()), (text for part in parts for text in part.assumptions)),
        *_contain(trial.wants.get("reasons", ()), [reason.says for each in (*parts, *report.assessments) for reason in each.reasons]),
        *_contain(
            trial.wants.get("fails", ()),
            (f"{alternative.basis}: {alternative.fails}" for part in parts for alternative in part.alternatives),
        ),
    ]
    assert not missing, _shown(report)
    ids = {f.id for f in report.findings}
    assert set(trial.wants.get("finds", ())) <= ids, _shown(report)
    assert not set(trial.wants.get("finds_not", ())) & ids, _shown(report)
    assert len(report.questions) == len({q.ask for q in report.questions}), "a fact is asked for once"


def _answer(got: Assessment | None, wanted: Any) -> dict[str, Any]:
    if got is None:
        return {"verdict": ABSENT}
    keys = wanted if isinstance(wanted, Mapping) else ("verdict",)
    return {key: [_part(part) for part in got.parts] if key == "parts" else _plain(getattr(got, key)) for key in keys}


def _part(part: Any) -> dict[str, Any]:
    """A part in short: what it is about, and the verdict."""
    about = {"place": part.place} if part.place and not part.data_categories else {}
    return {**about, "data_categories": list(part.data_categories), "verdict": part.verdict.value}


@pytest.mark.parametrize("trial", [pytest.param(trial, id=f"{subject}-{trial.name}") for subject, trial in CASES])
def test_every_answer_shows_its_proof(trial: Trial) -> None:
    report = trial.report()
    pairs = [(a.transfer, a.regime) for a in report.assessments]
    assert len(pairs) == len(set(pairs)), "one assessment for a transfer and a regime"
    for a in report.assessments:
        assert a.reasons, f"{a.transfer} {a.regime}"
        for part in a.parts:
            assert a.verdict.rank >= part.verdict.rank, "the worst part is the answer"
            assert part.reasons
            if part.verdict.value == "unknown":
                depends = any("depends" in reason.says for reason in part.reasons)
                assert part.questions or depends, f"{a.transfer}: unknown without a question\n{_shown(report)}"
            if part.verdict.value == "uncovered":
                assert part.faults, f"{a.transfer}: uncovered without a fault"
            if part.verdict.value in ("covered", "exception"):
                assert part.mechanism
                assert any(reason.cite for reason in part.reasons), f"{a.transfer}: {part.verdict.value} without a citation"
