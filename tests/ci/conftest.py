"""Reports that are far from clean, with text in them that somebody wrote to break a reader."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

import datamap as dm
from datamap.cli import run

WECHAT = Path(__file__).parents[2] / "examples" / "wechat" / "shenzhen-desk.yaml"
NASTY = '<b>x</b> | `y` [z](http://evil) @team %0A::error:: " ; ]]> --> end'


@pytest.fixture(scope="session")
def desk() -> dm.Report:
    """The map with a desk in Shenzhen: violated, unknown, and with long chains."""
    report: dm.Report = dm.load(WECHAT).check()
    return report


@pytest.fixture
def nasty(tmp_path: Path) -> dm.Report:
    """A file in a folder with odd letters, whose names hold markup, commands and quotes."""
    folder = tmp_path / "ü a,b:c%"
    folder.mkdir()
    text = f"""
datamap: 1
name: {NASTY!r}
on: 2020-11-20
data_subjects: {{users: {{location: NL, name: {NASTY!r}}}}}
entities:
  shop: {{location: NL, role: controller, name: {NASTY!r}}}
  host: {{location: SG, role: processor, name: {NASTY!r}}}
transfers:
  - {{from: users, to: shop, data_categories: user.contact}}
  - {{from: shop, to: host, data_categories: user.contact}}
"""
    (folder / "map.yaml").write_text(text, encoding="utf-8")
    report: dm.Report = dm.load(folder / "map.yaml").check()
    return report


Ran = subprocess.CompletedProcess[str]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in."""
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR", "DATAMAP_DEBUG", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture
def datamap(folder: Path, capfd: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    """Runs a command line in this process."""

    def command(*args: str) -> Ran:
        capfd.readouterr()
        code = run(args)
        out, err = capfd.readouterr()
        return subprocess.CompletedProcess(args, code, out, err)

    return command
