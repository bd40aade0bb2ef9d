"""The baseline of a map: the findings that are known, so that only new ones fail. It shrinks by itself and never grows unasked."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import click

from datamap.cli.failures import say
from datamap.documents.writing import write_whole
from datamap.findings import Finding, Level, Report, Verdict
from datamap.model import DataMap

FORMAT = "datamap-baseline/1"
_LEVELS = (Level.NOTE, Level.WARNING, Level.ERROR)
_VERDICTS = (Verdict.OK, Verdict.UNKNOWN, Verdict.VIOLATED)


@dataclass(frozen=True)
class Baseline:
    """Known findings of one map, by id, and what each wildcard waiver accepted when it was recorded.

    Of a finding its level, its verdict and its number of transfers are known; the number is None in an older file.
    """

    map: str
    on: date
    findings: dict[str, tuple[str, str, int | None]]
    waivers: dict[str, tuple[str, ...]]

    @classmethod
    def of(cls, m: DataMap, report: Report) -> Baseline:
        """Everything that a report finds and nobody waived."""
        open_: dict[str, tuple[str, str, int | None]] = {
            f.id: (f.level.value, f.verdict.value, f.count) for f in sorted(report.findings, key=lambda f: f.id) if f.waived is None
        }
        return cls(_name(report), report.on, open_, _covered(m, report))

    @classmethod
    def read(cls, path: str) -> Baseline:
        """The baseline in a file.

        Raises:
            UsageError: there is none, or the file is something else.
        """
        try:
            tree: dict[str, Any] = json.loads(Path(path).read_bytes())
            if tree["format"] != FORMAT:
                raise ValueError
            findings = {name: (said["level"], said["verdict"], said.get("count")) for name, said in tree["findings"].items()}
            waivers = {name: tuple(ids) for name, ids in tree["waivers"].items()}
            return cls(tree["map"], date.fromisoformat(tree["on"]), findings, waivers)
        except FileNotFoundError:
            raise click.UsageError(f"there is no baseline {path}; write it with --write-baseline") from None
        except (ValueError, KeyError, TypeError, AttributeError):
            raise click.UsageError(f"{path} is no baseline ({FORMAT}); name another file, or delete it") from None

    def write(self, path: str) -> None:
        """Put it into a file, whole or not at all; the same findings give the same bytes."""
        findings = {
            name: {"level": level, "verdict": verdict, **({} if count is None else {"count": count})}
            for name, (level, verdict, count) in sorted(self.findings.items())
        }
        waivers = {name: list(ids) for name, ids in sorted(self.waivers.items())}
        tree = {"format": FORMAT, "map": self.map, "on": self.on.isoformat(), "findings": findings, "waivers": waivers}
        write_whole(Path(path), (json.dumps(tree, ensure_ascii=False, indent=2) + "\n").encode())

    def knows(self, finding: Finding) -> bool:
        """Whether a finding is known, and no graver, surer or wider than it was."""
        if finding.id not in self.findings:
            return False
        level, verdict, count = self.findings[finding.id]
        if count is not None and finding.count > count:
            return False
        graver = _LEVELS.index(finding.level) > _LEVELS.index(Level(level))
        return not graver and _VERDICTS.index(finding.verdict) <= _VERDICTS.index(Verdict(verdict))


def held(m: DataMap, report: Report, path: str, *, write: bool, whole: bool) -> tuple[Report, frozenset[str]]:
    """The report against the baseline in `path`, and the ids that are known.

    What a wildcard waiver accepts beyond what it accepted when it was recorded is waived no longer. With `write`, the
    baseline becomes what the report finds. Else what is gone leaves it, if the report is `whole` and no older than it.
    """
    if write:
        return report, _written(m, report, path)
    known = Baseline.read(path)
    if known.map != _name(report):
        raise click.UsageError(f"{path} is the baseline of {known.map}, and this map is {_name(report)}")
    report = _narrowed(m, report, known, path)
    ids = frozenset(f.id for f in report.findings if known.knows(f))
    fresh = [f for f in report.findings if f.waived is None and f.id not in ids and f.level is not Level.NOTE]
    say(f"{path}: {len(ids)} findings known, {len(fresh)} new" + "".join(f"\n  new: {f.id}" for f in fresh))
    if whole and report.on >= known.on:
        _shrink(report, known, path)
    return report, ids


def _written(m: DataMap, report: Report, path: str) -> frozenset[str]:
    new = Baseline.of(m, report)
    old = Baseline.read(path).findings if os.path.exists(path) else {}
    new.write(path)
    added, gone = sorted(new.findings.keys() - old.keys()), sorted(old.keys() - new.findings.keys())
    say(f"wrote {path}: {len(new.findings)} findings, {len(added)} of them added" + "".join(f"\n  added: {name}" for name in added))
    if gone:
        say(f"{len(gone)} left it: {', '.join(gone)}")
    return frozenset(new.findings)


def _narrowed(m: DataMap, report: Report, known: Baseline, path: str) -> Report:
    """The report in which no wildcard waiver accepts more than it did."""
    beyond: set[str] = set()
    for pattern, ids in _covered(m, report).items():
        if pattern not in known.waivers:
            say(f"the waiver of {pattern} is not in {path}; record what it accepts with --write-baseline")
        more = sorted(set(ids) - set(known.waivers.get(pattern, ids)))
        if more:
            say(f"the waiver of {pattern} has come to accept {len(more)} more than when it was recorded: {', '.join(more)}")
        beyond.update(more)
    if not beyond:
        return report
    return replace(report, findings=tuple(replace(f, waived=None) if f.id in beyond else f for f in report.findings))


def _shrink(report: Report, known: Baseline, path: str) -> None:
    there = {f.id: f for f in report.findings if f.waived is None}
    gone = sorted(name for name in known.findings if name not in there)
    if gone:
        kept = {name: said for name, said in known.findings.items() if name in there}
        replace(known, on=report.on, findings=kept).write(path)
        say(f"{path}: {len(gone)} findings are gone and left it: {', '.join(gone)}")


def _covered(m: DataMap, report: Report) -> dict[str, tuple[str, ...]]:
    """What each wildcard waiver in force accepts."""
    patterns = [w.finding for w in m.waivers if "*" in w.finding and w.until >= report.on]
    return {pattern: tuple(sorted(f.id for f in report.findings if f.called(pattern))) for pattern in patterns}


def _name(report: Report) -> str:
    return os.path.basename(report.map_file) if report.map_file else report.map_name
