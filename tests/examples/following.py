"""Follows a page step by step: its files are written, its patches applied, its commands run, its answers compared.

`python tests/examples/following.py` runs the commands of every tutorial again and writes today's answers into the pages.

In a page a block `yaml NAME` or `csv NAME` is a file, and `+` after the name adds to it; a block `diff` patches the file of the tutorial; a
block `console` is one command with its answer, in which a line `…` stands for any number of lines; `; echo $?` after a command adds its
exit code.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from datamap.cli import run

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"^```(?P<kind>\S*)(?P<rest>[^\n]*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
LEFT_OUT = "…"


@dataclass(frozen=True)
class Tutorial:
    """A page; the files of the examples that its reader has; the file that its patches change; the kinds of files that it writes."""

    page: str
    files: tuple[str, ...] = ()
    patched: str = "shop.yaml"
    written: frozenset[str] = frozenset()

    @property
    def path(self) -> Path:
        """The page."""
        return ROOT / "docs" / self.page

    @property
    def text(self) -> str:
        """The page as it stands."""
        return self.path.read_text(encoding="utf-8")

    def code(self, kind: str) -> list[str]:
        """The blocks of one kind."""
        return [block["text"] for block in BLOCK.finditer(self.text) if block["kind"] == kind]

    def follow(self, folder: Path) -> Iterator[tuple[str, str, str]]:
        """Does in `folder` what the page says; for each command: the command, what the page prints under it, and what it prints now."""
        for name in self.files:
            target = folder / ("maps" if self.patched.startswith("maps/") else ".") / Path(name).name
            target.parent.mkdir(exist_ok=True)
            shutil.copy(ROOT / "examples" / name, target)
        if self.patched.startswith("maps/"):
            _committed(folder)
        for block in BLOCK.finditer(self.text):
            kind, rest, text = block["kind"], block["rest"].split(), block["text"]
            if kind in ("yaml", "csv"):
                _write(folder / rest[0], text, append="+" in rest)
            elif kind == "diff":
                _patch(folder / self.patched, text)
            elif kind == "console":
                command, _, printed = text.partition("\n")
                yield command, printed, answer(command.removeprefix("$ "), folder)


TUTORIALS = (
    Tutorial("tutorial-first-map.md"),
    Tutorial("tutorial-dpo.md", ("wechat/wechat.yaml",), "wechat.yaml", frozenset({".svg", ".pdf", ".txt", ".html", ".md"})),
    Tutorial("tutorial-ci.md", ("shop/shop.yaml",), "maps/shop.yaml"),
    Tutorial("howto-questions.md"),
    Tutorial("howto-spreadsheets.md", written=frozenset({".yaml"})),
    Tutorial("howto-ahead.md", ("shop/shop.yaml",), written=frozenset({".svg"})),
)


def answer(command: str, folder: Path) -> str:
    """What a command line of datamap prints on either stream, ends of lines stripped."""
    line, _, status = command.partition("; ")
    program, *arguments = shlex.split(line)
    assert program == "datamap", command
    assert status in ("", "echo $?"), command
    printed = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    with contextlib.chdir(folder), contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
        code = run(arguments)
    printed.seek(0)
    told = printed.read() + (f"{code}\n" if status else "")
    return "".join(line.rstrip() + "\n" for line in told.splitlines())


def matches(printed: str, now: str) -> bool:
    """Whether the page prints what the command prints, but for what it leaves out and the law book's version and date."""
    parts = [re.escape(" ".join(part.split())) for part in re.split(rf"^{LEFT_OUT}$", _undated(printed), flags=re.MULTILINE)]
    return re.fullmatch(r" ?.* ?".join(parts), " ".join(_undated(now).split()), re.DOTALL) is not None


def _undated(text: str) -> str:
    """The text without the law book's version and date, which change with every fact that is added; they may lie on two lines."""
    return re.sub(r"[0-9a-f]{12},\s+checked\s+on\s+[-0-9]{10}", "(law book)", text)


def _committed(folder: Path) -> None:
    """Puts the folder under git, as the page supposes."""
    git = ("git", "-c", "user.name=a", "-c", "user.email=a@example.com")
    for args in (("init", "-q", "-b", "main"), ("add", "."), ("commit", "-q", "-m", "first")):
        subprocess.run((*git, *args), cwd=folder, check=True)


def _write(path: Path, text: str, append: bool) -> None:
    path.write_text((path.read_text(encoding="utf-8") + "\n" if append else "") + text, encoding="utf-8")


def _patch(path: Path, diff: str) -> None:
    lines = diff.splitlines(keepends=True)
    before = "".join(line[1:] for line in lines if line[0] in " -")
    after = "".join(line[1:] for line in lines if line[0] in " +")
    text = path.read_text(encoding="utf-8")
    assert text.count(before) == 1, before
    path.write_text(text.replace(before, after), encoding="utf-8")


def _refresh() -> None:
    for name in ("COLUMNS", "FORCE_COLOR"):
        os.environ.pop(name, None)
    for tutorial in TUTORIALS:
        with tempfile.TemporaryDirectory() as folder:
            page = tutorial.text
            for command, printed, now in tutorial.follow(Path(folder)):
                if not matches(printed, now) or LEFT_OUT not in printed:
                    page = page.replace(f"```console\n{command}\n{printed}```", f"```console\n{command}\n{now}```", 1)
            tutorial.path.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    _refresh()
