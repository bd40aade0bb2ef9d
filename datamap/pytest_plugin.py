"""Maps as tests: each promise and each rule of a `*.datamap.yaml` is one item, and `--datamap MAP` gives tests a map.

Loaded by pytest wherever datamap is installed, so nothing heavy is imported before a map is met.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from datamap.findings import Finding, Report
    from datamap.model import DataMap

ENDINGS = tuple(f".datamap.{ending}" for ending in ("yaml", "yml", "json", "toml"))
PROMISED = "DM3"
"""The start of the codes of rules that speak only of promises; their findings fail the promise's own item."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--datamap` and `--datamap-on`."""
    group = parser.getgroup("datamap", "maps of personal data")
    group.addoption("--datamap", metavar="MAP", help="a map to test, and what the fixture `data_map` gives")
    group.addoption("--datamap-on", metavar="DATE", help="day to judge maps by, as 2026-01-31; without it each map's own `on`")


def pytest_configure(config: pytest.Config) -> None:
    """Know the marker, and collect the map of `--datamap` beside what was asked for."""
    config.addinivalue_line("markers", "datamap: a promise or a rule of a map of personal data")
    asked = config.getoption("--datamap")
    if asked:
        path = (config.invocation_params.dir / asked).resolve()
        if not path.is_file():
            raise pytest.UsageError(f"--datamap: there is no file {asked}")
        known = {(config.invocation_params.dir / arg.partition("::")[0]).resolve() for arg in config.args}
        if path not in known and not (_ours(path) and any(folder in path.parents for folder in known)):
            config.args.append(str(path))


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """A map file, by its name, or because `--datamap` names it."""
    asked = parent.config.getoption("--datamap")
    named = asked and (parent.config.invocation_params.dir / asked).resolve() == file_path.resolve()
    if _ours(file_path) or named:
        return MapFile.from_parent(parent, path=file_path)
    return None


def _ours(path: Path) -> bool:
    return path.name.endswith(ENDINGS)


class MapFile(pytest.File):
    """A map: its promises in their order, then the rules in theirs, so that every worker collects the same."""

    @cached_property
    def map(self) -> DataMap:
        """The map."""
        import datamap

        return datamap.load(self.path)

    @cached_property
    def report(self) -> Report:
        """What a check finds; one check serves all items of a process."""
        report: Report = self.map.check(self.config.getoption("--datamap-on"))
        return report

    def collect(self) -> Iterable[pytest.Item]:
        """An item for each promise and each rule."""
        from datamap.rules import RULES

        for index, policy in enumerate(self.map.policies):
            where = self.map.where(("policies", index))
            yield Promise.from_parent(self, name=f"policy[{policy.id}]", about=policy.id, line=where.line if where else 0)
        for rule in RULES:
            if not rule.code.startswith(PROMISED):
                yield RuleItem.from_parent(self, name=f"rule[{rule.name}]", about=rule.name, line=0)

    def repr_failure(self, excinfo: Any) -> Any:  # type: ignore[override]
        """What is wrong with a file that is no map, without a traceback."""
        return _plainly(excinfo) or super().repr_failure(excinfo)


class MapItem(pytest.Item):
    """One thing that a map is held to."""

    def __init__(self, *, about: str, line: int, **more: Any) -> None:
        super().__init__(**more)
        self.about, self.line = about, line
        self.add_marker("datamap")

    def found(self, report: Report) -> Iterator[Finding]:
        """The findings that it fails on."""
        raise NotImplementedError

    def runtest(self) -> None:
        """Fail with the proof of every finding."""
        from datamap.checking.promising import counts
        from datamap.checking.proving import Proof
        from datamap.checking.spine import scene

        assert isinstance(self.parent, MapFile)
        report = self.parent.report
        wrong = [finding for finding in self.found(report) if counts(finding)]
        if wrong:
            Proof(scene(self.parent.map, report.on)).require_none(wrong, f"{self.about} must hold")

    def repr_failure(self, excinfo: Any, style: Any = None) -> Any:
        """The proof, without a traceback."""
        return _plainly(excinfo) or super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Where the promise stands in the map."""
        return self.path, max(self.line - 1, 0), self.name


class Promise(MapItem):
    """A policy of the map."""

    def found(self, report: Report) -> Iterator[Finding]:
        """What breaks the promise, and what is not known of it."""
        return (finding for finding in report.findings if finding.policy == self.about)


class RuleItem(MapItem):
    """A rule, for all that no promise speaks of."""

    def found(self, report: Report) -> Iterator[Finding]:
        """What the rule finds."""
        return (finding for finding in report.findings if finding.rule == self.about and finding.policy is None)


def _plainly(excinfo: Any) -> str | None:
    from datamap.checking.proving import ProofError
    from datamap.errors import DatamapError

    return str(excinfo.value) if isinstance(excinfo.value, (ProofError, DatamapError)) else None


@pytest.fixture(scope="session")
def data_map(request: pytest.FixtureRequest) -> DataMap:
    """The map that `--datamap` names."""
    import datamap

    asked = request.config.getoption("--datamap")
    if not asked:
        raise pytest.UsageError("the fixture data_map needs --datamap MAP")
    return datamap.load(request.config.invocation_params.dir / asked)


@pytest.fixture(scope="session")
def data_map_report(data_map: DataMap, request: pytest.FixtureRequest) -> Report:
    """What a check of that map finds, on `--datamap-on` or the map's own day."""
    report: Report = data_map.check(request.config.getoption("--datamap-on"))
    return report


def pytest_assertrepr_compare(config: pytest.Config, op: str, left: object, right: object) -> list[str] | None:
    """What differs between two maps or two reports, instead of both in full."""
    import sys

    model = sys.modules.get("datamap.model")
    if op != "==" or model is None:  # no map was ever made
        return None
    if isinstance(left, model.DataMap) and isinstance(right, model.DataMap):
        return ["the maps differ", *_differences(left, right, config.getoption("--datamap-on"))]
    from datamap.findings import Report

    if isinstance(left, Report) and isinstance(right, Report):
        was, now = ({finding.id: finding for finding in report.findings} for report in (left, right))
        gone = [f"- {was[name].message} [{name}]" for name in was if name not in now]
        come = [f"+ {now[name].message} [{name}]" for name in now if name not in was]
        return [f"the reports differ: {left.verdict.value} == {right.verdict.value}", *gone, *come]
    return None


def _differences(left: Any, right: Any, on: str | None) -> list[str]:
    from datamap import checking
    from datamap.errors import QuestionError
    from datamap.rendering.difference_text import finding, head, part

    try:
        found = checking.diff(left, right, on)
        parts = [line for change in found.parts for line in part(change)]
        return [head(found), *parts, *(finding(change) for change in found.findings)]
    except QuestionError as error:
        return [str(error)]
