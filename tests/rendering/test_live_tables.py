"""Tables in a notebook: static as they are, sorted and filtered where a browser runs our script, cut off where they are long."""

from __future__ import annotations

import html
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

import datamap as dm
from datamap.errors import QuestionError
from datamap.findings import Question, Report
from datamap.rendering import flows_html, report_html
from datamap.rendering.live_tables import MOST, SCRIPT, Cell, live, table

BROWSER = shutil.which("chromium") or shutil.which("google-chrome")
NASTY = "<script>alert(1)</script>\"'&"


def test_a_static_table_holds_no_script(wechat: Report) -> None:
    assert "<script" not in report_html(wechat)
    assert "<script" not in flows_html((), {}, "to nowhere")


def test_the_script_is_ours_alone(wechat: Report) -> None:
    hostile = replace(wechat, findings=tuple(replace(found, message=NASTY, fix=NASTY) for found in wechat.findings))
    shown = report_html(hostile, script=True)
    assert re.findall(r"<script>(.*?)</script>", shown, re.DOTALL) == [SCRIPT]
    assert html.escape(NASTY) in shown
    assert not re.search(r"(src|href|on\w+)=", shown)


def test_cells_are_html_and_say_by_what_they_are_sorted() -> None:
    made = table(("A <b>",), [[Cell("<i>x</i>", '"1"')], ["<i>y</i>"]], caption="T & T")
    assert '<th scope="col">A &lt;b&gt;</th>' in made
    assert "<caption>T &amp; T</caption>" in made
    assert '<td data-sort="&quot;1&quot;"><i>x</i></td>' in made
    assert "<td><i>y</i></td>" in made


def test_long_tables_are_cut_off_in_a_notebook_only(wechat: Report) -> None:
    many = replace(wechat, questions=tuple(Question(f"what is fact {n}", ()) for n in range(MOST + 5)))
    assert "and 5 more; to_frame() has them all" in report_html(many, script=True)
    assert f"What is fact {MOST + 4}" in report_html(many)


@pytest.mark.skipif(BROWSER is None, reason="no Chromium to run the script in")
def test_a_reader_sorts_and_filters(tmp_path: Path) -> None:
    rows = [[f"<b>{name}</b>", Cell(f"{number:,}", str(number))] for name, number in (("ten", 10), ("nine", 9), ("many", 1200), ("two", 2))]
    acts = """
    const said = () => [...document.querySelectorAll("tbody tr:not([hidden]) b")].map(cell => cell.textContent).join(" ");
    const log = [said()];
    const heads = document.querySelectorAll("th button");
    heads[1].click(); log.push(said() + " " + document.querySelectorAll("th")[1].getAttribute("aria-sort"));
    heads[1].click(); log.push(said());
    heads[0].click(); log.push(said());
    const find = document.querySelector("input[type=search]");
    find.value = "N 1"; find.dispatchEvent(new Event("input"));
    log.push(said() + " (" + document.querySelector("[role=status]").textContent + ")");
    log.push(document.querySelectorAll("input").length);
    document.title = log.join(" | ");
    """
    twice = live(table(("name", "number"), rows)) + f"<script>{SCRIPT}</script>"
    page = tmp_path / "page.html"
    page.write_text(f"<!DOCTYPE html><meta charset=utf-8>{twice}<script>{acts}</script>", "utf-8")
    command = [str(BROWSER), "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path}", "--dump-dom", page.as_uri()]
    shown = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout
    assert re.search(r"<title>(.*?)</title>", shown, re.DOTALL)[1].split(" | ") == [  # type: ignore[index]
        "ten nine many two",
        "two nine ten many ascending",
        "many ten nine two",
        "many nine ten two",
        "many ten (2 of 4)",
        "1",
    ]


@pytest.mark.parametrize("backend", ["pandas", "polars", "pyarrow"])
def test_answers_become_data_frames(wechat: Report, clean: Report, backend: str) -> None:
    pytest.importorskip(backend)
    found = wechat.to_frame(backend)
    assert type(found).__module__.startswith(backend)
    assert found.shape == (len(wechat.findings), 20)
    assert list(found["code"].to_list() if backend != "pyarrow" else found["code"].to_pylist()) == [f.code for f in wechat.findings]
    assert wechat.to_frame(backend, of="assessments").shape == (len(wechat.assessments), 16)
    assert wechat.to_frame(backend, of="questions").shape == (2, 5)
    assert clean.to_frame(backend).shape == (0, 20)
    m = dm.load(Path(__file__).parents[2] / "examples" / "shop" / "shop.yaml")
    assert m.flows().to_frame(backend).shape == (len(m.flows()), 7)
    assert m.matrix().to_frame(backend).shape[1] == 5
    assert m.timeline("2024-01-01", "2025-01-01", regimes=["eu-gdpr"]).to_frame(backend).shape[1] == 6


def test_a_backend_that_does_not_exist_is_refused(wechat: Report) -> None:
    with pytest.raises(QuestionError, match="no backend 'excel' for data frames; use one of pandas, polars, pyarrow"):
        wechat.to_frame("excel")
    with pytest.raises(QuestionError, match="use one of findings, assessments, questions"):
        wechat.to_frame("pyarrow", of="moods")
