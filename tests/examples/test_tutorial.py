"""The tutorial is followed step by step: its files are written, its commands run, its answers compared.

`python tests/examples/test_tutorial.py` runs the commands again and writes today's answers into the page.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

TUTORIAL = Path(__file__).parents[2] / "docs" / "tutorial-first-map.md"
BLOCK = re.compile(r"^```(?P<kind>\S*)(?P<rest>[^\n]*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)


def test_every_step_does_what_the_page_says(tmp_path: Path) -> None:
    steps = [(_undated(printed), _undated(answer)) for _, printed, answer in _followed(tmp_path)]
    assert len(steps) > 5
    for printed, answer in steps:
        assert printed == answer


def test_the_page_ends_with_a_clean_map_of_which_its_assertions_hold(tmp_path: Path) -> None:
    *_, (_, _, last) = _followed(tmp_path)
    assert last.startswith("OK: ")
    code = [block["text"] for block in BLOCK.finditer(_page()) if block["kind"] == "python"]
    assert code
    for text in code:
        subprocess.run([sys.executable, "-c", text], cwd=tmp_path, check=True, timeout=60)


def _page() -> str:
    return TUTORIAL.read_text(encoding="utf-8")


def _followed(folder: Path) -> Iterator[tuple[str, str, str]]:
    """Does in `folder` what the page says; for each command, what the page prints under it and what it prints now."""
    for block in BLOCK.finditer(_page()):
        kind, rest, text = block["kind"], block["rest"].split(), block["text"]
        if kind == "yaml":
            _write(folder / rest[0], text, append="+" in rest)
        elif kind == "diff":
            _patch(folder / "shop.yaml", text)
        elif kind == "console":
            command, _, printed = text.partition("\n")
            yield command, printed, _answer(command.removeprefix("$ "), folder)


def _write(path: Path, text: str, append: bool) -> None:
    path.write_text((path.read_text(encoding="utf-8") + "\n" if append else "") + text, encoding="utf-8")


def _patch(path: Path, diff: str) -> None:
    lines = diff.splitlines(keepends=True)
    before = "".join(line[1:] for line in lines if line[0] in " -")
    after = "".join(line[1:] for line in lines if line[0] in " +")
    text = path.read_text(encoding="utf-8")
    assert text.count(before) == 1, before
    path.write_text(text.replace(before, after), encoding="utf-8")


def _answer(command: str, folder: Path) -> str:
    """What the command prints on either stream, ends of lines stripped."""
    program, *arguments = shlex.split(command)
    assert program == "datamap"
    plain = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "FORCE_COLOR")}
    both = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    done = subprocess.run([sys.executable, "-m", "datamap", *arguments], **both, cwd=folder, env=plain, encoding="utf-8", timeout=60)  # type: ignore[call-overload]
    return "".join(line.rstrip() + "\n" for line in done.stdout.splitlines())


def _undated(text: str) -> str:
    """The text without the law book's version and date, which change with every fact that is added."""
    return re.sub(r"[0-9a-f]{12}, checked on [-0-9]{10}", "…", " ".join(text.split()))


def _refresh() -> None:
    with tempfile.TemporaryDirectory() as folder:
        page = _page()
        for command, printed, answer in _followed(Path(folder)):
            page = page.replace(f"```console\n{command}\n{printed}```", f"```console\n{command}\n{answer}```", 1)
        TUTORIAL.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    _refresh()
