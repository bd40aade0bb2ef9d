"""The report as an HTML fragment: complete, escaped, folded when long."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser

from datamap.findings import Question, Report
from datamap.rendering import report_html

VOID = {"br"}


class Outline(HTMLParser):
    """Which elements a fragment holds, whether they nest, and the text between them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def test_every_element_is_closed_where_it_was_opened(wechat: Report, clean: Report) -> None:
    for report in (wechat, clean):
        assert Outline(report_html(report)).open == []


def test_it_says_what_the_text_says(wechat: Report) -> None:
    text = Outline(report_html(wechat)).text
    for part in (
        "Violated: 2 errors on 2020-11-20 under eu-gdpr; 1 answer unknown (1 finding waived).",
        "EEA users → Tencent International Service Europe BV → Hong Kong servers",
        "GDPR Art. 44; GDPR Art. 46",
        "wechat.yaml:31:3",
        "uncovered_transfer@tis_europe..hong_kong/eu-gdpr",
        "waived until 2027-03-31",
        "Who operates `crm`?",
        "Decision 2004/915/EC (from memory)",
        "not legal advice",
    ):
        assert part in text


def test_markup_in_names_is_text(wechat: Report) -> None:
    nasty = "<script>alert(1)</script><img src=x onerror=\"y\"> & 'q'\x1b[2J"
    hostile = replace(
        wechat,
        map_name=nasty,
        map_file=nasty,
        findings=tuple(replace(f, message=nasty, fix=nasty, id=nasty, cites=(nasty,)) for f in wechat.findings),
        questions=(Question(nasty, ()),),
        notes=(nasty,),
    )
    outline = Outline(report_html(hostile))
    assert {tag for tag, _ in outline.seen} <= {
        *("div", "style", "p", "strong", "br", "span", "details", "summary", "table", "thead", "tbody"),
        *("tr", "th", "td", "em", "code", "ul", "li"),
    }
    assert all(set(attributes) <= {"class", "open", "scope", "data-sort", "tabindex"} for _, attributes in outline.seen)
    assert outline.text.count("<script>alert(1)</script>") >= 8
    assert "\x1b" not in outline.text


def test_long_parts_are_folded(wechat: Report) -> None:
    many = replace(wechat, questions=tuple(Question(f"q{n}", ()) for n in range(40)))
    assert "<details open><summary>Open questions (2)</summary>" in report_html(wechat)
    assert "<details><summary>Open questions (40)</summary>" in report_html(many)


def test_the_steps_behind_a_finding_can_be_unfolded(wechat: Report) -> None:
    assert "<summary>Why</summary><ul><li>Hong Kong lies outside the EEA [GDPR Art. 44]</li>" in report_html(wechat)


def test_a_report_shows_itself_in_a_notebook(wechat: Report) -> None:
    bundle = wechat._repr_mimebundle_()
    assert bundle["text/html"] == report_html(wechat, script=True)
    assert wechat.to_html() == report_html(wechat)
    assert bundle["text/plain"].startswith("Violated")
