"""Results: to stdout as bytes, or whole to a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from datamap.cli.output import colour_wanted, harmless


class Stream:
    """A stream that is a terminal, or is none."""

    def __init__(self, terminal: bool) -> None:
        self.terminal = terminal

    def isatty(self) -> bool:
        return self.terminal


@pytest.mark.parametrize(
    ("terminal", "env", "wanted"),
    [
        (True, {}, True),
        (False, {}, False),
        (True, {"NO_COLOR": "1"}, False),
        (True, {"NO_COLOR": ""}, True),
        (False, {"FORCE_COLOR": "1"}, True),
        (False, {"FORCE_COLOR": "0"}, False),
        (True, {"NO_COLOR": "1", "FORCE_COLOR": "1"}, False),
        (True, {"TERM": "dumb"}, False),
    ],
)
def test_colour_is_for_terminals_unless_said_otherwise(
    monkeypatch: pytest.MonkeyPatch, terminal: bool, env: dict[str, str], wanted: bool
) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    assert colour_wanted(Stream(terminal)) is wanted  # type: ignore[arg-type]


def test_a_folder_or_a_missing_folder_is_refused(datamap, folder: Path) -> None:
    into_folder = datamap("schema", "-o", str(folder))
    assert into_folder.returncode == 2
    assert f"{folder}: is a directory" in into_folder.stderr
    nowhere = datamap("schema", "-o", str(folder / "no" / "x.json"))
    assert nowhere.returncode == 2
    assert "there is no such folder" in nowhere.stderr


def test_messages_keep_their_lines_and_lose_their_escapes() -> None:
    assert harmless("a\n\tb \x1b[2J \x07 \u202e") == "a\n\tb \\x1b[2J \\x07 \\x202e"
