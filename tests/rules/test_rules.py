"""Every rule against its cases: `tests/rules/<rule>/{violated,ok,unknown}_*.yaml`.

`expect` lists exactly the findings of that rule; `instead` names findings of other rules that must be there, for cases in
which a rule holds back because a fact is missing or another rule explains it better. Everything that an entry gives is
compared as it is, but `says` and `cites`, which must be contained.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from pathlib import Path
from typing import Any

import pytest
from casebook import Trial, trials

from datamap.findings import Finding, Report, Verdict
from datamap.rules import RULES

HERE = Path(__file__).parent

NEVER_UNKNOWN = {
    "expired_waiver": "it compares two days",
    "unused_waiver": "it compares ids of findings",
    "expiring_basis": "it looks at scheduled ends, which are known or not there",
    "government_access_law": "it names the laws that the law book lists, and judges nothing",
}
NEVER_VIOLATED = {
    "unknown_transfer_status": "it is the rule that says that something is unknown",
    "unexplained_data": "a gap in the map is no breach of anything",
    "stale_law": "that the law may have changed is no breach of anything",
}

CASES = [(path.parent.name, path.stem.partition("_")[0], trial) for path in sorted(HERE.glob("*/*.yaml")) for trial in trials(path)]


def _named(finding: Finding, entry: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a finding that an entry speaks of, as plain values."""
    return {key: _plain(getattr(finding, key)) for key in entry if key not in ("says", "cites")}


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    return list(value) if isinstance(value, tuple) else value


def _shown(report: Report) -> str:
    return "\n".join(f"{f.level.value} {f.verdict.value} {f.id} {f.transfers} {f.path}: {f.message}" for f in report.findings)


@pytest.mark.parametrize(("rule", "trial"), [pytest.param(rule, trial, id=f"{rule}-{trial.name}") for rule, _, trial in CASES])
def test_finds_exactly_what_the_case_says(rule: str, trial: Trial) -> None:
    report = trial.report()
    found = {f.id: f for f in report.findings if f.rule == rule}
    wanted = {entry["id"]: entry for entry in trial.wants["expect"]}
    assert sorted(found) == sorted(wanted), _shown(report)
    for name, entry in wanted.items():
        assert {"verdict", "level"} <= entry.keys(), f"{name}: a case states verdict and level"
        given = {key: value for key, value in entry.items() if key not in ("says", "cites")}
        assert _named(found[name], entry) == given, _shown(report)
        assert entry.get("says", "") in found[name].message
        assert entry.get("cites", "") in "; ".join(found[name].cites)
    others = {f.id for f in report.findings if f.rule != rule}
    assert set(trial.wants.get("instead", ())) <= others, _shown(report)


@pytest.mark.parametrize("trial", [pytest.param(trial, id=f"{rule}-{trial.name}") for rule, _, trial in CASES])
def test_every_finding_is_fit_to_print(trial: Trial) -> None:
    report = trial.report()
    ids = [f.id for f in report.findings]
    assert len(ids) == len(set(ids)), ids
    for finding in report.findings:
        assert finding.message
        assert not (finding.verdict is Verdict.UNKNOWN and finding.level.value == "error"), finding.id
        assert finding.fix or finding.verdict is Verdict.UNKNOWN, finding.id


@pytest.mark.parametrize("kind", ["violated", "ok", "unknown"])
def test_a_file_is_named_for_what_it_shows(kind: str) -> None:
    for rule, named, trial in CASES:
        if named == kind and ":" not in trial.name:
            verdicts = {entry["verdict"] for entry in trial.wants["expect"]}
            allowed = {"violated": [{"violated"}, {"violated", "unknown"}], "ok": [set()], "unknown": [{"unknown"}, set()]}[kind]
            assert verdicts in allowed, f"{rule}/{trial.name}"
            if kind == "unknown" and not verdicts:
                assert trial.wants.get("instead"), f"{rule}/{trial.name}: say which finding tells the reader that it is unknown"


def test_every_rule_has_every_kind_of_case() -> None:
    kinds = {(rule, kind) for rule, kind, _ in CASES}
    names = [rule.name for rule in RULES]
    assert {rule for rule, _ in kinds} == set(names)
    missing = {(name, kind) for name in names for kind in ("violated", "ok", "unknown")} - kinds
    excused = {(name, "unknown") for name in NEVER_UNKNOWN} | {(name, "violated") for name in NEVER_VIOLATED}
    assert missing == excused
