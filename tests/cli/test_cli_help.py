"""Help: quick, complete, with examples; wrong command lines get a hint."""

from __future__ import annotations

import importlib
import os
import subprocess
import sys

import click
import pytest

from datamap.cli.commands import NAMES, Command

HEAVY = ("pydantic", "numpy", "networkx", "pycountry", "ruamel", "yaml", "graphviz")


def test_help_lists_every_command(datamap) -> None:
    shown = datamap("--help")
    assert shown.returncode == 0
    assert [line.split()[0] for line in shown.stdout.partition("Commands:")[2].splitlines() if line.startswith("  ") and line.strip()][
        : len(NAMES)
    ] == list(NAMES)
    assert shown.stderr == ""


def test_help_is_quick(process) -> None:
    def seconds() -> float:
        """Processor time, so that a busy machine does not count."""
        before = os.times()
        assert process("--help").returncode == 0
        after = os.times()
        return after.children_user + after.children_system - before.children_user - before.children_system

    assert min(seconds() for _ in range(5)) < 0.3


@pytest.mark.parametrize("args", [["--help"], ["check", "--help"], ["draw", "-h"], ["--version"]])
def test_help_loads_nothing_heavy(args: list[str]) -> None:
    code = f"import sys; from datamap.cli import run; run({args!r}); print([n for n in {HEAVY!r} if n in sys.modules], file=sys.stderr)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stderr == "[]\n"


@pytest.mark.parametrize("name", NAMES)
def test_every_command_shows_its_examples(datamap, name: str) -> None:
    command = importlib.import_module(f"datamap.cli.{name}").command
    assert isinstance(command, Command)
    shown = datamap(name, "--help")
    assert shown.returncode == 0
    listed = [line.strip() for line in shown.stdout.partition("Examples:\n")[2].splitlines() if line.strip()]
    assert tuple(listed) == command.examples
    assert all(example.startswith(f"datamap {name}") for example in listed)
    assert max(map(len, shown.stdout.splitlines())) <= 100


@pytest.mark.parametrize("name", NAMES)
def test_every_option_is_explained(name: str) -> None:
    command = importlib.import_module(f"datamap.cli.{name}").command
    assert [option.name for option in command.params if isinstance(option, click.Option) and not option.help] == []
    assert command.help
    assert command.short_help


def test_version(datamap) -> None:
    from importlib.metadata import version

    assert datamap("--version").stdout == f"datamap {version('datamap')}\n"


def test_a_mistyped_command_gets_a_suggestion(datamap) -> None:
    wrong = datamap("chek", "map.yaml")
    assert wrong.returncode == 2
    assert wrong.stdout == ""
    assert "there is no command 'chek'; did you mean check?" in wrong.stderr


def test_a_mistyped_option_gets_a_suggestion(datamap, map_file) -> None:
    wrong = datamap("check", "map.yaml", "--fail-onn", "error")
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert "--fail-on" in wrong.stderr


def test_no_command_shows_the_help(datamap) -> None:
    shown = datamap()
    assert shown.returncode in (0, 2)
    assert "Commands:" in shown.stdout + shown.stderr
