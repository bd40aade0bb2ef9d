"""Lint of a folder of law files: every problem at once, each with its file, its line and what to do."""

from __future__ import annotations

import json
import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from datamap.cli import run
from datamap.errors import LawError, QuestionError
from datamap.law import LawBook
from datamap.law.book import DATA
from datamap.law.lint import lint

TODAY = date(2026, 11, 28)
HEAD = "title: The Act\nzone: IS\nexporters: [company]\n"
CONDUCT = """\
kind: conduct
title: The act in force
from: 2000-01-01
act: Act 1
cite: Act 1 of 2000
source: not read
checked_on: 2026-01-01
confidence: from-memory
"""
FACT = """\
kind: adequacy
title: Atlantis
to: GL
from: 2020-01-01
cite: Decision 2020/1/EU
source: https://example.org
checked_on: 2026-01-01
confidence: seen
"""
STATES = FACT.replace(
    "from: 2020-01-01\n",
    "states:\n  - {from: 2020-01-01, until: 2021-06-30, ended_by: Decision 2}\n  - {from: 2021-06-30}\n",
)
LIST = """\
kind: derogation
cite: Act 1, section 9
source: not read
checked_on: 2026-01-01
confidence: from-memory
facts:
  - id: consent
    title: Consent
    ground: consent
    from: 2000-01-01
  - id: contract
    title: Contract
    ground: contract
  - {title: Nameless, ground: x, from: 2000-01-01}
"""


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """A folder with one small regime."""
    regime = tmp_path / "book" / "regimes" / "xx-act"
    regime.mkdir(parents=True)
    (regime / "regime.yaml").write_text(HEAD, encoding="utf-8")
    (regime / "conduct.yaml").write_text(CONDUCT, encoding="utf-8")
    return tmp_path / "book"


def put(shelf: Path, text: str, name: str = "regimes/xx-act/adequacy.yaml") -> Path:
    (shelf / name).parent.mkdir(parents=True, exist_ok=True)
    (shelf / name).write_text(text, encoding="utf-8")
    return shelf


def told(folder: Path) -> list[str]:
    """Each problem as `line: what; hint`, by a file's path within the folder."""
    return [str(p).replace(f"{folder}/", "") for p in lint(folder, TODAY).problems]


def test_the_book_that_comes_with_datamap_is_clean(book: LawBook) -> None:
    found = lint(DATA, date.today())
    assert [str(problem) for problem in found.problems] == []
    assert found.facts == len(list(book.facts()))
    assert found.files == len(list(DATA.rglob("*.yaml")))


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        (FACT.replace("cite: Decision 2020/1/EU\n", ""), 1, "uncited: `cite` is missing; say the official instrument"),
        (FACT.replace("from: 2020-01-01\n", ""), 1, "undated: `from` is missing; say first day"),
        (FACT.replace("checked_on: 2026-01-01\n", ""), 1, "never checked: `checked_on` is missing; say day on which it was last checked"),
        (FACT.replace("source: https://example.org\n", ""), 1, "`source` is missing; say where it was read, as a link; or `not read`"),
        (FACT.replace("kind: adequacy", "kind: adequecy"), 1, "unknown kind 'adequecy'; did you mean adequacy?"),
        (FACT.replace("kind: adequacy\n", ""), 1, "unknown kind None; it is one of territory"),
        (FACT.replace("kind: adequacy", "kind: attribute"), 1, "a file here holds facts of kind territory"),
        (FACT.replace("to: GL", "to: UK"), 3, "'UK' is no place or zone"),
        (FACT.replace("to: GL", "to: [NO, SE]"), 3, "`to.0` is False, which is no text; put it in quotes"),
        (FACT.replace("to: GL", "to: ['NO', CN-HK]"), 3, "write HK instead of CN-HK"),
        (FACT.replace("to: GL\n", ""), 3, "names no destination; say `to`, `zone` or `organisation`"),
        (FACT + "recipient: xx-certified\n", 9, "no attribute 'xx-certified' stands in attributes.yaml"),
        (FACT + "excludes:\n  - says: public bodies\n    recipient: public_bodies\n", 11, "no attribute 'public_bodies'"),
        (FACT + "excludes:\n  - recipient: public_body\n", 9, "`excludes.0.says` is missing"),
        (FACT + "untill: 2021-01-01\n", 9, "unknown key `untill`; did you mean until?"),
        (FACT + "to: FO\n", 9, "`to` stands twice; it also stands in line 3; keep one of them"),
        (FACT.replace("2020-01-01", "2020-13-01"), 4, "2020-13-01 cannot be read: month must be in 1..12; write a day as 2020-11-20"),
        (FACT.replace("from: 2020-01-01", "from: 1 May 2020"), 4, "`from` '1 May 2020' is no day; write it as 2020-11-20"),
        (FACT + "until: 2019-01-01\n", 1, "`until` 2019-01-01 lies before `from` 2020-01-01"),
        (FACT + "until: 2021-01-01\n", 9, "ended on 2021-01-01, and nothing says by what; say `ended_by`"),
        (FACT.replace("source: https://example.org", "source: not read"), 1, "`confidence: seen` needs the link where it was read"),
        (FACT.replace("https://example.org", "the Official Journal"), 6, "`source` 'the Official Journal' is no link"),
        (FACT.replace("confidence: seen", "confidence: sure"), 8, "`confidence` cannot be 'sure'; it is seen or from-memory"),
        (FACT.replace("checked_on: 2026-01-01", "checked_on: 2027-01-01"), 7, "checked on 2027-01-01, a day to come"),
        (STATES, 6, "the states from 2020-01-01 (until 2021-06-30) and from 2021-06-30 overlap; give the earlier one `until: 2021-06-29`"),
        (STATES.replace("until: 2021-06-30, ended_by: Decision 2", "cite: Decision 1"), 6, "the states from 2020-01-01 (without an end)"),
        (LIST, 11, "undated: `from` is missing"),
        (LIST, 14, "a fact of the list has no `id`; give each its own"),
        (FACT + "facts: none\n", 9, "`facts` is a list of mappings; begin each with `- `"),
        (FACT + "states: []\n", 9, "`states` is a list of mappings"),
        ("- a list\n", 1, "expected a mapping"),
        ("", 1, "unknown kind None"),
        ("a: [1\n", 2, "not readable as YAML"),
        ("kind: adequacy\ntitle: a: b\n", 2, "not readable as YAML: mapping values are not allowed"),
        ("a: &a [*a]\n", 0, "not readable as YAML: maximum recursion"),
    ],
)  # fmt: skip
def test_a_problem_is_shown_where_it_stands(shelf: Path, text: str, line: int, says: str) -> None:
    name = "derogations" if text is LIST else "adequacy"
    found = told(put(shelf, text, f"regimes/xx-act/{name}.yaml"))
    assert any(problem.startswith(f"regimes/xx-act/{name}.yaml:{f'{line}:' if line else ''}") and says in problem for problem in found), (
        found
    )


@pytest.mark.parametrize(
    ("name", "text", "place", "says"),
    [
        ("regimes/xx-act/regime.yaml", HEAD.replace("title: The Act\n", ""), "regimes/xx-act/regime.yaml:1", "`title` is missing"),
        ("regimes/xx-act/regime.yaml", HEAD + "exporter: x\n", "regimes/xx-act/regime.yaml:4", "`exporter`; did you mean exporters?"),
        ("regimes/xx-act/regime.yaml", HEAD.replace("company", "companies"), "regimes/xx-act/regime.yaml:3", "did you mean company?"),
        ("regimes/xx-act/regime.yaml", HEAD + "like: yy\ntakes: [adequecy]\n", "regimes/xx-act/regime.yaml:4", "like yy, but there is no"),
        ("regimes/xx-act/regime.yaml", HEAD + "takes: [adequecy]\n", "regimes/xx-act/regime.yaml:4", "did you mean adequacy?"),
        ("regimes/xx-act/conduct.yaml", LIST, "regimes/xx-act/regime.yaml:1", "no fact of kind conduct says when it began"),
        ("regimes/xx-act/more.yaml", CONDUCT, "regimes/xx-act/more.yaml:3", "overlaps with xx-act/conduct"),
        ("regimes/xx-act/gl.yaml", FACT, "regimes/xx-act/is.yaml:4", "overlaps with xx-act/gl, which says the same from 2020-01-01 on"),
        ("regimes/yy/adequacy.yaml", FACT, "regimes/yy/adequacy.yaml", "this file is not read; regimes/yy needs a regime.yaml"),
        ("regimes/xx-act/br.yml", FACT, "regimes/xx-act/br.yml", "this file is not read; name it .yaml"),
        ("adequacy.yaml", FACT, "adequacy.yaml", "this file is not read; law stands under regimes/<regime>/"),
        ("zones/ZZ.yaml", FACT, "zones/ZZ.yaml:1", "a file here holds facts of kind territory"),
        ("access/is.yaml", FACT, "access/is.yaml:1", "a file here holds facts of kind access_law"),
        ("book.yaml", "looked_until: soon\n", "", "`looked_until` is the day"),
    ],
)  # fmt: skip
def test_a_folder_is_looked_at_as_a_whole(shelf: Path, name: str, text: str, place: str, says: str) -> None:
    put(shelf, FACT, "regimes/xx-act/is.yaml")
    found = told(put(shelf, text, name))
    assert any(problem.startswith(place) and says in problem for problem in found), found


def test_every_problem_is_told_at_once_in_the_order_of_the_files(shelf: Path) -> None:
    put(shelf, FACT.replace("cite: Decision 2020/1/EU\n", "") + "untill: 2021-01-01\n", "regimes/xx-act/b.yaml")
    put(shelf, FACT.replace("to: GL", "to: Greenland"), "regimes/xx-act/c.yaml")
    put(shelf, "a: [1\n", "regimes/xx-act/a.yaml")
    put(shelf, "\ufeff" + FACT.replace("\n", "\r\n"), "regimes/xx-act/d.yaml")
    (shelf / "regimes/xx-act/e.yaml").write_bytes(b"kind: adequacy\ntitle: \xff\xfe\n")
    found = told(shelf)
    assert [re.match(r"regimes/xx-act/(\w)\.yaml", problem)[1] for problem in found] == ["a", "b", "b", "c", "e"]  # type: ignore[index]


def test_a_sound_folder_has_no_problem_and_loads(shelf: Path) -> None:
    put(shelf, FACT)
    assert told(shelf) == []
    assert LawBook.load(shelf).regimes["xx-act"].title == "The Act"


@pytest.mark.parametrize("break_", ["cite:", "checked_on:", "from:", "to:", "title:"])
def test_what_the_book_refuses_lint_shows(tmp_path: Path, break_: str) -> None:
    """The two never disagree: a copy of the whole book with one line gone from one file."""
    copy = tmp_path / "data"
    shutil.copytree(DATA, copy)
    file = copy / "regimes" / "eu-gdpr" / "adequacy" / "br.yaml"
    file.write_text("".join(line for line in file.read_text("utf-8").splitlines(True) if not line.startswith(break_)), encoding="utf-8")
    with pytest.raises(LawError):
        LawBook.load(copy)
    (found,) = lint(copy, TODAY).problems
    assert found.where
    assert found.where.file == str(file)


def test_a_folder_that_is_not_there_or_empty_is_refused(tmp_path: Path) -> None:
    with pytest.raises(QuestionError, match="there is no folder"):
        lint(tmp_path / "none")
    with pytest.raises(QuestionError, match="holds no law files"):
        lint(tmp_path)


def test_on_the_command_line(shelf: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(shelf.parent)
    put(shelf, FACT)
    assert run(["law", "--lint", "book"]) == 0
    assert capfd.readouterr().out == "no problem: 3 files and 2 sound facts in book\n"
    put(shelf, FACT.replace("cite: Decision 2020/1/EU\n", ""))
    assert run(["law", "--lint", "book"]) == 2
    out = capfd.readouterr().out.splitlines()
    assert out[0].startswith("book/regimes/xx-act/adequacy.yaml:1:1: xx-act/adequacy: uncited: `cite` is missing; say ")
    assert out[1] == "1 problem in 3 files and 1 sound fact in book"
    assert run(["law", "--lint", "book", "--format", "json"]) == 2
    read = json.loads(capfd.readouterr().out)
    assert (read["format"], len(read["problems"]), read["problems"][0]["line"]) == ("datamap-law-lint/1", 1, 1)
    assert run(["law", "--lint"]) == 0
    assert "no problem: " in capfd.readouterr().out
    assert run(["law", "--lint", "nowhere"]) == 2
    assert "there is no folder nowhere" in capfd.readouterr().err
    assert run(["law", "eu-gdpr", "--lint", "book"]) == 2
    assert "--lint looks at a whole folder" in capfd.readouterr().err
