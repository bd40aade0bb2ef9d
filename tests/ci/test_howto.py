"""The hooks and the page on continuous integration: what stands there runs as it stands there."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from datamap.cli.init import starter

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "howto-ci.md").read_text(encoding="utf-8")
BLOCKS = [(kind, text) for kind, text in re.findall(r"```(\w*)\n(.*?)```", PAGE, re.DOTALL)]
YAML = [yaml.safe_load(text) for kind, text in BLOCKS if kind == "yaml"]
HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))


@pytest.fixture
def maps(folder: Path) -> Path:
    """A repository with a clean map, as the page has it."""
    (folder / "maps").mkdir()
    clean = starter().decode().replace("location: CA}      #", "location: CA, operator: mailer}  #")
    for name in ("shop.yaml", "shop.datamap.yaml"):
        (folder / "maps" / name).write_text(clean.replace("# on: 2026-01-31", "on: 2026-01-31"), encoding="utf-8")
    git = ("git", "-c", "user.name=a", "-c", "user.email=a@example.com")
    for args in (("init", "-q", "-b", "main"), ("add", "."), ("commit", "-q", "-m", "first")):
        subprocess.run((*git, *args), check=True)
    return folder


def commands(text: str) -> list[list[str]]:
    """The command lines of datamap in a block."""
    found = [line.split("run: ")[-1].strip().removeprefix("- ") for line in text.splitlines()]
    return [shlex.split(line.replace("$BASE", "main").removesuffix(" || true"))[1:] for line in found if line.startswith("datamap ")]


def test_the_commands_of_the_page_work(datamap, maps: Path) -> None:
    lines = [args for _, text in BLOCKS for args in commands(text)]
    lines.sort(key=lambda args: "--write-baseline" not in args)
    assert len(lines) >= 7
    for args in lines:
        done = datamap(*args)
        assert done.returncode == 0, (args, done.stdout, done.stderr)
        for file in args[args.index("-o") + 1 : args.index("-o") + 2] if "-o" in args else ():
            assert (maps / file).stat().st_size


def test_the_pytest_lines_and_the_test_of_the_page_work(maps: Path) -> None:
    (maps / "test_page.py").write_text(next(text for kind, text in BLOCKS if kind == "python"), encoding="utf-8")
    for args in (["maps/shop.datamap.yaml"], ["--datamap", "maps/shop.yaml", "--datamap-on", "2026-03-02"]):
        assert any(f"pytest {' '.join(args)}" in text for _, text in BLOCKS)
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-q", *args], capture_output=True, text=True, check=False
        )
        assert done.returncode == (0 if "test_page" not in done.stdout else 1), done.stdout
        if "--datamap" in args:
            assert "must stay within EEA, CH" in done.stdout  # the help desk of the starter map is in India


def test_each_hook_runs_on_a_map(datamap, maps: Path) -> None:
    asked = {hook["id"]: hook["args"] for hook in YAML[0]["repos"][0]["hooks"]}
    assert asked.keys() == {hook["id"] for hook in HOOKS}
    for hook in HOOKS:
        args = [*shlex.split(hook["entry"])[1:], *asked[hook["id"]]]
        assert datamap(*args).returncode == 0, args
        (maps / "broken.yaml").write_text("datamap: 1\nentitys: {}\n", encoding="utf-8")
        assert datamap(*("broken.yaml" if arg == "maps/shop.yaml" else arg for arg in args)).returncode == 2


def test_pre_commit_accepts_the_hooks() -> None:
    client = pytest.importorskip("pre_commit.clientlib")
    assert [hook["id"] for hook in client.load_manifest(str(ROOT / ".pre-commit-hooks.yaml"))] == ["datamap-check", "datamap-read"]


def test_the_workflows_have_the_parts_that_they_need() -> None:
    action, gitlab = YAML[1], YAML[2]
    steps = action["jobs"]["check"]["steps"]
    assert all(("run" in step) != ("uses" in step) for step in steps)
    assert set(action["permissions"]) == {"contents", "pull-requests", "security-events"}
    assert gitlab["datamap"]["artifacts"]["reports"]["junit"] in gitlab["datamap"]["script"][1]
