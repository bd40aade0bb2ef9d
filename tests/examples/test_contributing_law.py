"""The page for lawyers is followed step by step: its files are written, its commands run, its answers compared."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from datamap.cli import run
from datamap.law import book
from datamap.law.facts import KINDS, Adequacy
from datamap.law.tools import Derogation, Mechanism

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "contributing-law.md"
BLOCK = re.compile(r"^```(?P<kind>\S*)(?P<rest>[^\n]*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
BRAZIL = "datamap/law/data/regimes/eu-gdpr/adequacy/br.yaml"


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A checkout without the decision on Brazil, in which `datamap` reads the law of that checkout."""
    shutil.copytree(book.DATA, tmp_path / "datamap" / "law" / "data")
    (tmp_path / BRAZIL).unlink()
    table = tmp_path / "tests" / "law" / "decisions_of_the_union.yaml"
    table.parent.mkdir(parents=True)
    text = (ROOT / "tests" / "law" / "decisions_of_the_union.yaml").read_text(encoding="utf-8")
    table.write_text(re.sub(r"^BR:\n(  .*\n)+", "", text, flags=re.MULTILINE), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(book, "DATA", tmp_path / "datamap" / "law" / "data")
    book._default.cache_clear()
    yield tmp_path
    book._default.cache_clear()


def test_every_step_does_what_the_page_says(copy: Path, capfd: pytest.CaptureFixture[str]) -> None:
    commands = 0
    for block in BLOCK.finditer(PAGE.read_text(encoding="utf-8")):
        kind, rest, text = block["kind"], block["rest"].split(), block["text"]
        if kind == "yaml" and rest:
            _write(copy / rest[0], text, append="+" in rest)
        elif kind == "diff":
            _patch(copy / rest[0], text)
        elif kind == "console":
            command, _, printed = text.partition("\n")
            assert _matches(_answer(command.removeprefix("$ "), capfd), printed), command
            commands += 1
        book._default.cache_clear()
    assert commands >= 9
    _ends_as_the_book_is(copy)


def _ends_as_the_book_is(copy: Path) -> None:
    assert (copy / BRAZIL).read_text(encoding="utf-8") == (ROOT / BRAZIL).read_text(encoding="utf-8")
    tables = [folder / "tests" / "law" / "decisions_of_the_union.yaml" for folder in (copy, ROOT)]
    ours, theirs = (yaml.safe_load(table.read_text(encoding="utf-8")) for table in tables)
    assert ours == theirs


def test_every_line_of_the_tables_is_a_line_of_a_law_file() -> None:
    text = PAGE.read_text(encoding="utf-8")
    tables, tools = text[text.index("Eight lines must") : text.index("Two rules cannot")].split("Tools and derogations")
    named = {name for row in re.findall(r"^\| (`.*?`) \|", tables, re.MULTILINE) for name in re.findall(r"`(\w+)`", row)}
    fields = {info.alias or name for name, info in Adequacy.model_fields.items()}
    assert named <= fields
    assert {info.alias or name for name, info in Adequacy.model_fields.items() if info.is_required()} - {"id"} <= named
    for kind in re.findall(r"`(\w+)`", tables.split("| `kind` |")[1].split("\n")[0]):
        assert kind in KINDS
    lines = {name for row in re.findall(r"^\| (`.*?`) \|", tools, re.MULTILINE) for name in re.findall(r"`(\w+)`", row)}
    assert lines
    assert lines <= {info.alias or name for fact in (Mechanism, Derogation) for name, info in fact.model_fields.items()}


def test_the_examples_that_are_only_shown_are_law_as_the_book_has_it() -> None:
    blocks = BLOCK.finditer(PAGE.read_text(encoding="utf-8"))
    britain, head = (yaml.safe_load(block["text"]) for block in blocks if block["kind"] == "yaml" and not block["rest"].strip())
    said = yaml.safe_load((book.DATA / "regimes" / "eu-gdpr" / "adequacy" / "gb.yaml").read_text(encoding="utf-8"))
    for ours, theirs in zip(britain["states"], said["states"], strict=False):
        assert ours.items() <= theirs.items()
    assert head == yaml.safe_load((book.DATA / "regimes" / "ru-152fz" / "regime.yaml").read_text(encoding="utf-8"))


def _write(path: Path, text: str, append: bool) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text((path.read_text(encoding="utf-8") if append else "") + text, encoding="utf-8")


def _patch(path: Path, diff: str) -> None:
    lines = diff.splitlines(keepends=True)
    before = "".join(line[1:] for line in lines if line[0] in " -")
    after = "".join(line[1:] for line in lines if line[0] in " +")
    text = path.read_text(encoding="utf-8")
    assert text.count(before) == 1, before
    path.write_text(text.replace(before, after), encoding="utf-8")


def _answer(command: str, capfd: pytest.CaptureFixture[str]) -> str:
    program, *arguments = shlex.split(command)
    if program == "python":
        done = subprocess.run([sys.executable, *arguments], cwd=ROOT, capture_output=True, text=True, check=True)
        return done.stdout
    assert program == "datamap"
    capfd.readouterr()
    run(arguments)
    out, err = capfd.readouterr()
    return "".join(line.rstrip() + "\n" for line in (out + err).splitlines())


def _matches(answer: str, printed: str) -> bool:
    """Whether the answer is what the page prints, `…` standing for anything."""
    pattern = ".*".join(re.escape(piece) for piece in printed.replace("…\n", "…").split("…"))
    assert re.fullmatch(pattern, answer, re.DOTALL), f"printed:\n{printed}\nanswered:\n{answer}"
    return True
