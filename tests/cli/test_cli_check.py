"""`datamap check` for real: exit codes, both streams, forms, colour, dates."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest

CLEAN = """
datamap: 1
name: clean
on: 2020-11-20
data_subjects: {users: {location: NL}}
entities: {shop: {location: NL, role: controller}, host: {location: DE, role: processor}}
transfers:
  - {from: users, to: shop, data_categories: user.contact}
  - {from: shop, to: host, data_categories: user.contact}
"""
UNCOVERED = CLEAN.replace("location: DE, role: processor", "location: SG, role: processor")
UNKNOWN = CLEAN.replace("location: DE, role: processor", "location: unknown, role: processor")
FINDING = "uncovered_transfer@shop..host/eu-gdpr"
WAIVER = f"waivers: [{{finding: {FINDING}, reason: known, by: dpo, until: 2021-01-01}}]\n"


@pytest.fixture
def write(folder: Path):
    """Writes map.yaml."""

    def write(text: str, name: str = "map.yaml") -> str:
        (folder / name).write_text(text, encoding="utf-8")
        return name

    return write


def test_a_clean_map_exits_with_0(datamap, write) -> None:
    done = datamap("check", write(CLEAN))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("OK: no restricted transfer on 2020-11-20 under eu-gdpr.")


def test_an_error_exits_with_1_and_shows_its_proof(datamap, write) -> None:
    done = datamap("check", write(UNCOVERED))
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.startswith("Violated: 1 error")
    assert "chain   users → shop → host" in done.stdout
    assert f"id      {FINDING} (DM101)" in done.stdout
    assert "where   map.yaml:9:5" in done.stdout
    assert "no adequacy decision" in " ".join(done.stdout.split())


def test_an_unknown_answer_exits_with_1_unless_told_otherwise(datamap, write) -> None:
    name = write(UNKNOWN)
    done = datamap("check", name)
    assert done.returncode == 1
    assert done.stdout.startswith("Unknown: ")
    assert "questions open" in done.stdout or "question open" in done.stdout
    assert datamap("check", name, "--fail-on", "error").returncode == 0
    assert datamap("check", name, "--fail-on", "unknown").returncode == 1
    assert datamap("check", name, "--fail-on", "warning").returncode == 1


def test_a_waived_finding_stays_and_does_not_fail_the_run(datamap, write) -> None:
    done = datamap("check", write(UNCOVERED + WAIVER))
    assert done.returncode == 0
    assert done.stdout.startswith("Violated: 1 error")
    assert "waived  until 2021-01-01 by dpo: known" in done.stdout
    read = json.loads(datamap("check", "map.yaml", "--format", "json").stdout)
    waived = [finding["waived"] for finding in read["findings"] if finding["id"] == FINDING]
    assert waived == [{"reason": "known", "by": "dpo", "until": "2021-01-01", "ticket": None}]
    assert read["verdict"] == "violated"


def test_the_command_line_date_wins_over_that_of_the_map(datamap, write) -> None:
    name = write(CLEAN)
    assert "judged on 2020-11-20, the map's own date" in datamap("check", name).stdout
    assert "judged on 2024-01-31, the date asked for" in datamap("check", name, "--on", "2024-01-31").stdout


def test_without_any_date_today_counts_and_the_report_says_so(datamap, write) -> None:
    done = datamap("check", write(CLEAN.replace("on: 2020-11-20\n", "")))
    assert f"judged on {date.today().isoformat()}, today, as neither --on nor the map names a date" in " ".join(done.stdout.split())
    assert datamap("check", "map.yaml", "--on", "today").returncode == done.returncode


def test_json_is_the_report_and_the_same_bytes_on_every_run(process, write) -> None:
    name = write(UNCOVERED)
    first, second = (process("check", name, "--format", "json", env={"PYTHONHASHSEED": seed}) for seed in ("1", "2"))
    assert first.stdout == second.stdout
    read = json.loads(first.stdout)
    assert (read["format"], read["map"]["file"], read["on"], read["verdict"]) == ("datamap-report/1", "map.yaml", "2020-11-20", "violated")
    assert first.returncode == 1


def test_text_is_the_same_bytes_on_every_run(process, write) -> None:
    name = write(UNCOVERED)
    assert len({process("check", name, env={"PYTHONHASHSEED": str(seed)}).stdout for seed in range(3)}) == 1


@pytest.mark.parametrize(
    ("form", "file", "read"),
    [
        ("json", "r.json", lambda text: json.loads(text)["format"] == "datamap-report/1"),
        ("sarif", "r.sarif", lambda text: json.loads(text)["version"] == "2.1.0"),
        ("junit", "r.xml", lambda text: ElementTree.fromstring(text.encode()).find("testsuite") is not None),
        ("markdown", "r.md", lambda text: text.startswith("### ❌ Violated")),
        ("github", "r.txt", lambda text: text.startswith("::error ")),
        ("text", "r.txt", lambda text: text.startswith("Violated: ")),
    ],
)
def test_every_form_goes_to_stdout_and_whole_to_a_file(datamap, write, folder: Path, form: str, file: str, read) -> None:
    name = write(UNCOVERED)
    shown = datamap("check", name, "--format", form)
    assert (shown.returncode, shown.stderr) == (1, "")
    assert read(shown.stdout)
    saved = datamap("check", name, "--format", form, "-o", file)
    assert (saved.returncode, saved.stdout, saved.stderr) == (1, "", "")
    assert (folder / file).read_text(encoding="utf-8") == shown.stdout
    assert sorted(path.name for path in folder.iterdir()) == sorted(["map.yaml", file])


def test_a_page_is_whole_and_escapes_what_users_wrote(datamap, write, folder: Path) -> None:
    done = datamap("check", write(UNCOVERED.replace("name: clean", "name: '<script>x</script>'")), "-o", "report.html")
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert done.returncode == 1
    assert page.startswith("<!DOCTYPE html>")
    assert page.endswith("</html>\n")
    assert "<title>&lt;script&gt;x&lt;/script&gt;</title>" in page
    assert "<script" not in page
    assert FINDING in page


def test_the_ending_of_the_file_names_the_form(datamap, write, folder: Path) -> None:
    name = write(UNCOVERED)
    datamap("check", name, "-o", "report.json")
    datamap("check", name, "-o", "report.out")
    assert (folder / "report.json").read_text(encoding="utf-8").startswith("{")
    assert (folder / "report.out").read_text(encoding="utf-8").startswith("Violated")


def test_junit_fails_exactly_what_fails_the_run(datamap, write) -> None:
    name = write(UNKNOWN)
    strict = ElementTree.fromstring(datamap("check", name, "--format", "junit").stdout.encode())
    lenient = ElementTree.fromstring(datamap("check", name, "--format", "junit", "--fail-on", "error").stdout.encode())
    assert len(list(strict.iter("failure"))) >= 1
    assert list(lenient.iter("failure")) == []


def test_a_limit_bounds_what_is_listed_and_says_so(datamap, write) -> None:
    name = write(UNCOVERED)
    text = datamap("check", name, "--limit", "0")
    assert text.returncode == 1
    assert "more finding" in text.stdout
    assert FINDING not in text.stdout
    limited = datamap("check", name, "--limit", "0", "--format", "json")
    assert json.loads(limited.stdout)["findings"] == []
    assert "left out by --limit 0" in limited.stderr
    assert limited.returncode == 1


def test_a_forbidden_place_of_the_command_line_counts(datamap, write) -> None:
    done = datamap("check", write(CLEAN), "--forbid", "DE")
    assert done.returncode == 1
    assert "reaches_forbidden_place@" in done.stdout
    assert "DE" in done.stdout


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["--forbid", "UK"], "did you mean GB?"),
        (["--regime", "eu-gdrp"], "did you mean eu-gdpr"),
        (["--on", "20.11.2020"], "write it as 2020-11-20"),
        (["--fail-on", "fatal"], "'error', 'warning', 'note', 'unknown'"),
        (["--limit", "-1"], "-1"),
    ],
)
def test_wrong_options_exit_with_2_and_a_hint(datamap, write, args: list[str], said: str) -> None:
    wrong = datamap("check", write(CLEAN), *args)
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert said in " ".join(wrong.stderr.split())


def test_a_map_on_stdin_is_yaml(process, folder: Path) -> None:
    done = process("check", "-", "--format", "json", input=UNCOVERED)
    assert done.returncode == 1
    assert json.loads(done.stdout)["findings"][0]["where"] == {"file": "<stdin>", "line": 9, "column": 5}
    broken = process("check", "-", input="datamap: 1\ntransfers: 3\n")
    assert (broken.returncode, broken.stdout) == (2, "")
    assert "<stdin>:2" in broken.stderr


def test_colour_is_forced_or_absent(process, write) -> None:
    name = write(UNCOVERED)
    plain = process("check", name)
    assert "\x1b" not in plain.stdout
    forced = process("check", name, env={"FORCE_COLOR": "1"})
    assert "\x1b[1;31mViolated" in forced.stdout
    assert re.sub(r"\x1b\[[0-9;]*m", "", forced.stdout) == plain.stdout
    assert process("check", name, env={"FORCE_COLOR": "1", "NO_COLOR": "1"}).stdout == plain.stdout


def test_a_file_never_holds_colour(process, write, folder: Path) -> None:
    process("check", write(UNCOVERED), "-o", "r.txt", env={"FORCE_COLOR": "1"})
    assert b"\x1b" not in (folder / "r.txt").read_bytes()


@pytest.mark.parametrize("form", ["text", "json", "sarif", "junit", "markdown", "github"])
def test_escapes_in_names_never_reach_the_terminal(datamap, write, form: str) -> None:
    nasty = r'"\e[2J\e]0;owned\a<script>alert(1)</script>\u202egnp"'
    named = UNCOVERED.replace("host: {location: SG", f"host: {{name: {nasty}, location: SG").replace("name: clean", f"name: {nasty}")
    done = datamap("check", write(named), "--format", form)
    assert done.returncode == 1
    assert "\x1b" not in done.stdout + done.stderr
    assert "\x07" not in done.stdout + done.stderr


def test_an_output_that_cannot_hold_the_letters_still_works(process, write) -> None:
    done = process("check", write(UNCOVERED), env={"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"})
    assert done.returncode == 1
    assert "users \\u2192 shop" in done.stdout
