"""The report as text: what a data protection officer reads, in which order, and how safely."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from datamap.findings import Arrow, Level, Node, Question, Report, Verdict
from datamap.rendering import report_text
from datamap.rendering.layout import columns
from datamap.rendering.wording import NOT_ADVICE, chain


def block(text: str, start: str) -> str:
    """The paragraph of a report that starts with `start`."""
    return next(part for part in text.split("\n\n") if part.lstrip().startswith(start))


def test_the_verdict_comes_first_in_one_sentence(wechat: Report) -> None:
    first = report_text(wechat).splitlines()[0]
    assert first == "Violated: 2 errors on 2020-11-20 under eu-gdpr; 1 answer unknown (1 finding waived)."


def test_an_unknown_run_says_how_many_questions_are_open(wechat: Report) -> None:
    open_ = replace(wechat, verdict=Verdict.UNKNOWN, findings=tuple(f for f in wechat.findings if f.verdict is Verdict.UNKNOWN))
    first = report_text(open_, width=140).splitlines()[0]
    assert first == "Unknown: 1 answer cannot be told on 2020-11-20 under eu-gdpr, 2 questions open; nothing declared is violated."


def test_a_clean_run_says_that_each_transfer_has_a_basis(clean: Report) -> None:
    assert report_text(clean).startswith("OK: 1 restricted transfer, each with a basis, on 2024-01-02 under eu-gdpr.")


def test_parts_stand_in_the_order_in_which_they_are_read(wechat: Report) -> None:
    text = report_text(wechat)
    marks = [
        "Violated",
        "\n2 errors\n",
        "\nCovered, and by what",
        "questions open",
        "answer unknown until then",
        "\nAssumed",
        "not legal advice",
    ]
    places = [text.index(mark) for mark in marks]
    assert places == sorted(places)


def test_a_finding_shows_its_whole_proof(wechat: Report) -> None:
    found = block(report_text(wechat), "1. ")
    assert "Nothing covers the transfer from Tencent International Service Europe BV to Hong Kong servers." in found
    assert "chain   EEA users → Tencent International Service Europe BV → Hong Kong servers\n" in found
    assert "why     Hong Kong lies outside the EEA [GDPR Art. 44]\n" in found
    assert "adequacy does not carry it: no decision names Hong Kong" in found
    assert "law     GDPR Art. 44; GDPR Art. 46\n" in found
    assert "fix     Sign standard contractual clauses" in found
    assert "where   wechat.yaml:31:3\n" in found
    assert "id      uncovered_transfer@tis_europe..hong_kong/eu-gdpr (DM101)" in found


def test_reading_from_afar_is_named_in_the_chain(wechat: Report) -> None:
    assert "Hong Kong servers, read by → Support desk" in report_text(wechat, width=200)


def test_a_waived_finding_stays_marked_with_who_and_why(wechat: Report) -> None:
    found = block(report_text(wechat), "2. ")
    assert "waived  until 2027-03-31 by dpo@example.com, PRIV-7: the desk closes in spring" in found
    assert "groups  14 transfers" in found


def test_what_is_unknown_is_short_and_keeps_its_reason_and_id(wechat: Report) -> None:
    unknown = block(report_text(wechat), "1 answer unknown until then")
    assert "3. Whether the transfer to Ontario servers is covered cannot be told." in unknown
    assert "why     Canada is adequate for recipients under PIPEDA [Decision 2002/2/EC]" in unknown
    assert "unknown_transfer_status@tis_europe..ontario/eu-gdpr (DM109)" in unknown


def test_the_same_doubt_under_several_laws_is_told_once(wechat: Report) -> None:
    doubt = replace(wechat.findings[0], message="A → B (eu-gdpr) cannot be judged")
    swiss = replace(doubt, regime="ch-fadp", id="other-id", message="A → B (ch-fadp) cannot be judged")
    unknown = block(report_text(replace(wechat, findings=(doubt, swiss))), "2 answers unknown until then")
    assert unknown.count("cannot be judged") == 1
    assert "1. A → B (eu-gdpr, ch-fadp) cannot be judged" in unknown
    assert doubt.id in unknown
    assert "other-id" in unknown


def test_data_that_goes_on_from_the_operator_says_so(wechat: Report) -> None:
    onward = Arrow("onward", "power", "desk", "disclosure", ("user.contact",))
    hosts = {**wechat.nodes, "power": Node("power", "Oriental Power", "entity", "HK")}
    moved = replace(wechat, nodes=hosts, arrows={**wechat.arrows, "onward": onward})
    assert chain(moved, ("signup", "tis_europe..hong_kong", "onward")).endswith("Hong Kong servers, run by Oriental Power → Support desk")
    assert chain(moved, ("signup", "desk-reads")).endswith("BV; Hong Kong servers, read by → Support desk")
    assert chain(moved, ("nobody-knows", "signup")) == "nobody-knows; EEA users → Tencent International Service Europe BV"


def test_coverage_is_grouped_by_basis_with_its_citation(wechat: Report) -> None:
    text = report_text(wechat)
    adequacy = text[text.index("adequacy under eu-gdpr: 1 transfer\n") :].splitlines()
    assert adequacy[1] == "    for     Tencent International Service Europe BV → Ontario servers"
    assert adequacy[2] == "    by      Decision 2002/2/EC"
    assert "scc (scc-eu-sg) under eu-gdpr" in text


def test_law_from_memory_is_marked(wechat: Report) -> None:
    text = report_text(wechat)
    assert "by      Decision 2004/915/EC (from memory)" in text
    assert "not read in its source: Decision 2004/915/EC (eu-gdpr/mechanism/scc-2004-915)" in text


def test_the_question_that_settles_most_comes_first(wechat: Report) -> None:
    asked = block(report_text(wechat), "2 questions open")
    assert asked.index("1. Who operates `crm`? Settles 14 transfers; wechat.yaml:31:3") < asked.index("2. Is Oriental Power")


def test_long_lists_of_questions_are_cut_with_a_count(wechat: Report) -> None:
    many = replace(wechat, questions=tuple(Question(f"Who runs s{n}?", ("t",)) for n in range(40)))
    text = report_text(many)
    assert "40 questions open" in text
    assert "and 28 more" in text


def test_no_legal_advice_is_said_once(wechat: Report, clean: Report) -> None:
    for report in (wechat, clean):
        assert report_text(report, width=200).count(NOT_ADVICE) == 1
        assert report_text(report, width=200).rstrip().endswith(NOT_ADVICE)


@pytest.mark.parametrize(
    ("limit", "left"), [(0, "3 more findings not listed (2 errors and 1 warning)"), (2, "1 more finding not listed (1 warning)")]
)
def test_a_limit_says_what_it_left_out(wechat: Report, limit: int, left: str) -> None:
    text = report_text(wechat, limit=limit)
    assert left in text
    assert text.count(" (DM") == limit
    assert text.startswith("Violated: 2 errors on")


def test_a_limit_that_cuts_nothing_says_nothing(wechat: Report) -> None:
    assert report_text(wechat, limit=3) == report_text(wechat)


def test_where_the_date_came_from_is_said(clean: Report) -> None:
    assert "judged on 2024-01-02, today," in report_text(clean, dated="today")


@pytest.mark.parametrize("width", [60, 80, 100, 140])
def test_no_line_is_wider_than_asked(wechat: Report, width: int) -> None:
    too_wide = [line for line in report_text(wechat, width=width).splitlines() if columns(line) > width]
    assert [line for line in too_wide if "@" not in line] == []


def test_without_colour_there_is_no_escape(wechat: Report) -> None:
    assert "\x1b" not in report_text(wechat)


def test_colour_changes_nothing_but_colour(wechat: Report) -> None:
    import re

    coloured = report_text(wechat, colour=True)
    assert "\x1b[1;31mViolated" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == report_text(wechat)


@pytest.mark.parametrize(
    ("nasty", "shown"),
    [
        ("\x1b[2J\x1b]0;owned\x07", "\\x1b[2J\\x1b]0;owned\\x07"),
        ("ab\rcd\nef", "ab cd ef"),
        ("x\u202egnp.exe", "x\\u202egnp.exe"),
        ("\x9b31m", "\\x9b31m"),
        ("محادثات 💬 聊天", "محادثات 💬 聊天"),
    ],
)
def test_names_cannot_command_the_terminal(wechat: Report, nasty: str, shown: str) -> None:
    node = Node("hong_kong", nasty, "system", "HK")
    hostile = replace(
        wechat,
        map_name=nasty,
        nodes={**wechat.nodes, "hong_kong": node},
        findings=tuple(replace(f, message=f"{nasty} is reached", fix=nasty) for f in wechat.findings),
        questions=(Question(nasty, ()),),
        notes=(nasty,),
    )
    text = report_text(hostile, width=200)
    assert text.count(shown) >= 7
    assert not any((ord(letter) < 32 and letter != "\n") or 0x7F <= ord(letter) < 0xA0 or letter == "\u202e" for letter in text)


def test_the_same_report_gives_the_same_text(wechat: Report) -> None:
    assert report_text(wechat) == report_text(replace(wechat))


def test_findings_go_by_severity_then_violated_before_unknown(wechat: Report) -> None:
    first, *_ = wechat.findings
    shuffled = replace(wechat, findings=(replace(first, level=Level.NOTE, id="n"), *wechat.findings))
    ids = [line.split()[1] for line in report_text(shuffled).splitlines() if line.startswith("    id ")]
    assert ids == [
        "uncovered_transfer@tis_europe..hong_kong/eu-gdpr",
        "reaches_forbidden_place@desk-reads/no-mainland/CN",
        "unknown_transfer_status@tis_europe..ontario/eu-gdpr",
        "n",
    ]


def test_a_report_of_an_empty_map_reads_well() -> None:
    empty = Report("empty", None, None, date(2024, 1, 1), "1", date(2024, 1, 1), Verdict.OK, (), (), ())
    assert report_text(empty).startswith("OK: no restricted transfer on 2024-01-01.\nempty, judged on 2024-01-01")
