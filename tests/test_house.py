"""The house checks itself: what lies on disk is what the lists say, and the habits of the house are kept."""

from __future__ import annotations

import ast
import inspect
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import BaseModel

import datamap as dm
from datamap import law, rules
from datamap.law.book import DATA
from datamap.rules import RULES

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "datamap"
HEADINGS = ["What it finds", "Why it matters", "What to do", "When it cannot tell"]
LONGEST = 340  # about 100 lines read best; a file that grows past 300 is usually a room that nobody has named
TOP = {"pyproject.toml", "datamap", "examples", "docs", "tests", "README.md", "LICENSE", "CHANGELOG.md"}

CODES = {
    "uncovered_transfer": ("DM101", "error"),
    "lapsed_mechanism": ("DM102", "error"),
    "wrong_module": ("DM103", "error"),
    "missing_impact_assessment": ("DM104", "error"),
    "ineffective_measures": ("DM105", "error"),
    "derogation_as_routine": ("DM106", "warning"),
    "adequacy_out_of_scope": ("DM107", "error"),
    "uncovered_onward_transfer": ("DM108", "error"),
    "unknown_transfer_status": ("DM109", "warning"),
    "incomplete_mechanism": ("DM110", "error"),
    "presumption_rebutted": ("DM111", "warning"),
    "first_copy_abroad": ("DM112", "error"),
    "reaches_forbidden_place": ("DM201", "error"),
    "foreign_control": ("DM202", "note"),
    "offshore_storage": ("DM203", "warning"),
    "government_access_law": ("DM204", "note"),
    "retention_exceeded": ("DM301", "error"),
    "sold_against_promise": ("DM302", "error"),
    "outside_confinement": ("DM303", "error"),
    "mechanism_not_as_promised": ("DM304", "error"),
    "access_beyond_promise": ("DM305", "error"),
    "unexplained_data": ("DM401", "note"),
    "expiring_basis": ("DM501", "warning"),
    "stale_law": ("DM502", "note"),
    "unused_waiver": ("DM601", "warning"),
    "expired_waiver": ("DM602", "warning"),
}


def sources() -> list[Path]:
    """Every Python file of the package."""
    return sorted(PACKAGE.rglob("*.py"))


def tracked() -> list[Path]:
    """The files that belong to the project: what git knows, or all but what tools leave behind where there is no git."""
    try:
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a checkout of git")
    return [path for name in listed.split("\0") if name and (path := ROOT / name).is_file()]


# Rules


def test_rules_on_disk_are_the_rules_in_the_list() -> None:
    on_disk = {path.stem for path in (PACKAGE / "rules").glob("*.py") if "\nRULE = " in path.read_text(encoding="utf-8")}
    assert on_disk == {rule.name for rule in RULES}


def test_codes_and_levels_are_those_that_users_were_promised() -> None:
    assert {rule.name: (rule.code, rule.level.value) for rule in RULES} == CODES
    assert len({rule.code for rule in RULES}) == len(RULES)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_is_its_own_manual_page(rule: rules.Rule) -> None:
    assert rule.manual == getattr(rules, rule.name).__doc__
    lines = rule.manual.strip().splitlines()
    assert lines[0] == rule.name.replace("_", " ").capitalize() + "."
    assert [line for line in lines if line in HEADINGS] == HEADINGS
    places = [*(lines.index(heading) for heading in HEADINGS), len(lines)]
    for heading, start, end in zip(HEADINGS, places, places[1:], strict=False):
        assert "".join(lines[start + 1 : end]).strip(), f"{rule.name}: nothing is said under {heading!r}"


# Law


def test_the_law_book_holds_together() -> None:
    book = dm.LawBook.load(DATA)
    assert len(list(book.facts())) > 300


def test_every_fact_is_cited_dated_and_honest_about_it() -> None:
    for fact in dm.LawBook.default().facts():
        assert fact.cite.strip(), fact.id
        assert fact.source == "not read" or fact.source.startswith(("http://", "https://")), f"{fact.id}: {fact.source}"
        assert fact.from_ or fact.kind in ("attribute", "guidance"), f"{fact.id}: since when?"


def test_facts_of_the_law_room_are_described() -> None:
    for name in law.__all__:
        assert inspect.getdoc(getattr(law, name)), name


# Documentation


def test_every_public_name_has_a_docstring() -> None:
    for name in dm.__all__:
        if not name.startswith("__"):
            assert inspect.getdoc(getattr(dm, name)), name


def test_every_field_of_a_map_is_described() -> None:
    from datamap import model

    for name in model.__all__:
        part = getattr(model, name)
        if inspect.isclass(part) and issubclass(part, BaseModel):
            for field, info in part.model_fields.items():
                assert info.description, f"{name}.{field}"


def test_pages_can_be_made_and_leave_nothing_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "docs"))
    from pages import every

    pages = {page.path: page.text for page in every()}
    assert {f"rules/{rule.name}.md" for rule in RULES} <= pages.keys()
    assert {f"law/{name}.md" for name in dm.LawBook.default().regimes} <= pages.keys()
    for fact in dm.LawBook.default().regimes["eu-gdpr"].of(law.Adequacy):
        assert str(fact.from_) in pages["law/eu-gdpr.md"]
    for name, field in dm.Transfer.model_fields.items():
        assert f"`{field.alias or name}`" in pages["format.md"]
    assert all(text.startswith("# ") for text in pages.values())


def test_nothing_generated_is_kept() -> None:
    assert not [path for path in tracked() if path.parent.name in ("rules", "law") and path.parents[1].name == "docs"]


# Examples


def maps() -> list[Path]:
    """Every map among the examples."""
    found = [path for path in sorted((ROOT / "examples").rglob("*")) if path.suffix in (".yaml", ".yml", ".json", ".toml")]
    assert found
    return found


@pytest.mark.parametrize("path", maps(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_example_can_be_judged(path: Path) -> None:
    m = dm.load(path)
    report = m.check(on=m.on or "2026-06-01")
    assert json.loads(report.to_json())["map"]["sha256"]
    assert report.assessments or report.findings


# Habits


def test_only_the_command_line_prints_exits_and_reads_the_clock() -> None:
    for path in sources():
        if path.relative_to(PACKAGE).parts[0] in ("cli", "__main__.py"):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            assert not _prints(node), f"{path}:{node.lineno} prints or exits"  # type: ignore[attr-defined]
            assert not _reads_the_clock(node), f"{path}:{node.lineno} reads the clock"  # type: ignore[attr-defined]
            assert not _talks(node), f"{path}:{node.lineno} uses the network"  # type: ignore[attr-defined]


def _prints(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and node.id in ("print", "input", "exit", "quit", "SystemExit")


def _reads_the_clock(node: ast.AST) -> bool:
    clock = isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in ("date", "datetime", "time")
    return clock and node.attr in ("today", "now", "utcnow", "localtime", "time")  # type: ignore[attr-defined]


def _talks(node: ast.AST) -> bool:
    names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
    names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
    return any(name.startswith(("socket", "http", "urllib.request", "requests", "ftplib")) for name in names)


def test_no_file_grows_beyond_what_reads_well() -> None:
    sizes = {path.relative_to(ROOT).as_posix(): len(path.read_text(encoding="utf-8").splitlines()) for path in sources()}
    assert not {name: size for name, size in sizes.items() if size > LONGEST}


def test_every_file_says_what_it_is_for() -> None:
    for path in sources():
        assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), path


def test_rooms_look_only_at_rooms_below() -> None:
    pytest.importorskip("importlinter")
    code = "import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command())"
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_nothing_names_a_machine_or_a_registry() -> None:
    told = ["/" + "work/", "/" + "root/", "/" + "home/", "--index" + "-url", "pypi" + ".org/simple", "local" + "host:"]
    for path in tracked():
        if path.suffix == ".js":  # a program of others, bundled as it is
            continue
        text = re.sub(rb"https?://(?!pypi|localhost)\S+", b"", path.read_bytes())
        assert not [word for word in told if word.encode() in text], path


def test_the_top_level_holds_what_it_may() -> None:
    top = {path.relative_to(ROOT).parts[0] for path in tracked()}
    assert {name for name in top if not name.startswith(".")} <= TOP
    assert top >= TOP
