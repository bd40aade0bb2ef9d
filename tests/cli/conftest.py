"""The command line as a user meets it: a folder of one's own, the exit code, both streams."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from datamap.cli import run
from datamap.cli.init import starter

Ran = subprocess.CompletedProcess[str]
Command = Callable[..., Ran]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, without colour being asked for."""
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR", "DATAMAP_DEBUG", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture
def map_file(folder: Path) -> Path:
    """The starter map as map.yaml in the folder."""
    path = folder / "map.yaml"
    path.write_bytes(starter())
    return path


@pytest.fixture
def datamap(folder: Path, capfd: pytest.CaptureFixture[str]) -> Command:
    """Runs a command line in this process."""

    def command(*args: str) -> Ran:
        capfd.readouterr()
        code = run(args)
        out, err = capfd.readouterr()
        return subprocess.CompletedProcess(args, code, out, err)

    return command


@pytest.fixture
def process(folder: Path) -> Command:
    """Runs a command line in a process of its own, with a given environment and stdin."""

    def command(*args: str, env: Mapping[str, str] | None = None, **more: Any) -> Ran:
        surroundings = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), **(env or {})}
        return subprocess.run(
            [sys.executable, "-m", "datamap", *args],
            capture_output=True,
            text=True,
            encoding="utf-8",
            env=surroundings,
            check=False,
            **more,
        )

    return command
