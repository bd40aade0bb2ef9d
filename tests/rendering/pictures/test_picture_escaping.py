"""Whatever a user wrote is shown as written, in every format, and never read as markup."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from picture_maps import ZONES, assessment, finding, report

from datamap.findings import Alternative, Question, Reason, Status
from datamap.model import DataMap, Entity, Transfer
from datamap.rendering import markup
from datamap.rendering.lettering import clean, width, wrap
from datamap.rendering.transfer_diagram import Diagram, diagram

NAMES = {
    "html": "<b>&amp;\"'</b><script>alert(1)</script>",
    "dot": 'a -> b [label="x"]; } \\N \\G \\" <',
    "lines": "first\nsecond\tthird\r\n\x00\x1b[31mred\x7f\x9b",
    "emoji": "Crème Brûlée 🍮👩‍💻 Ltd",
    "arabic": "شركة الاتصالات الدولية",
    "chinese": "深圳市腾讯计算机系统有限公司",
    "long": "Name " * 40,
    "word": "Donaudampfschifffahrtsgesellschaftskapitän" * 5,
    "override": "\u202egnp.exe\u202c\u2066\ufeff",
    "mermaid": 'end"]; click b0 "javascript:alert(1)" %%{init}%% #quot; | `x` {{y}}',
    "entity": "&#60;b&#62; &lt;i&gt;",
    "surrogate": "half \ud83d pair",
}


def wild() -> Diagram:
    """A map whose every free text is hostile."""
    entities = [
        Entity.model_construct(**{**Entity(id=key, location="NL" if index % 2 else "SG", role="controller").__dict__, "name": name})
        for index, (key, name) in enumerate(NAMES.items())
    ]
    ids = list(NAMES)
    moves = [
        Transfer(from_=tail, to=head, data_categories="user.contact", purpose='"><script>alert(2)</script>') for tail, head in pairwise(ids)
    ]
    m = DataMap(entities=[Entity(id=key, location="NL") for key in NAMES], transfers=moves)
    m = m.model_copy(update={"name": '<i>Wild</i> & "quoted" \x1b]0;title\x07', "entities": {entity.id: entity for entity in entities}})
    evil = '</script><img src=x onerror="alert(3)">'
    judged = report(
        m,
        (
            assessment(
                "html..dot", Status.UNCOVERED, exporter="html", reasons=(Reason(evil, cite=evil),), alternatives=(Alternative(evil, evil),)
            ),
        ),
        (
            finding(
                "uncovered_transfer", "DM101", "html..dot", evil, fix=evil, cites=(evil,), transfers=("html..dot",), path=("html..dot",)
            ),
        ),
        (Question(evil, ("dot..lines",)),),
    )
    return diagram(m, judged, zones=ZONES, status={"SG": evil})


@pytest.mark.usefixtures("drawn")
def test_svg_shows_names_as_written() -> None:
    root = ElementTree.fromstring(wild().svg())
    shown = "".join("".join(element.itertext()) for element in root.iter("{http://www.w3.org/2000/svg}text"))
    for key, name in NAMES.items():
        if key not in ("long", "word"):
            assert clean(name).replace(" ", "") in shown.replace(" ", ""), key
    assert not [element.tag for element in root.iter() if element.tag.rpartition("}")[2] in ("script", "img", "b", "i")]


def test_dot_text_is_clean() -> None:
    text = wild().dot
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", text)
    labels = re.findall(r"label=<(<table.*?</table>)>", text)
    assert "<b>&lt;b&gt;" in "".join(labels)
    for label in labels:
        assert {element.tag for element in ElementTree.fromstring(label).iter()} <= {"table", "tr", "td", "font", "b"}


class Page(HTMLParser):
    """The tags of a page, with their attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


@pytest.mark.parametrize("with_renderer", [True, False])
def test_the_page_runs_nothing_that_a_user_wrote(with_renderer: bool, request: pytest.FixtureRequest) -> None:
    request.getfixturevalue("drawn" if with_renderer else "bare")
    page = Page()
    page.feed(wild().html())
    assert not [tag for tag, _ in page.tags if tag in ("img", "i", "iframe", "object", "link")]
    assert not [name for _, attributes in page.tags for name in attributes if name.startswith("on")]
    plain = [attributes for tag, attributes in page.tags if tag == "script" and "type" not in attributes]
    assert len(plain) == (1 if with_renderer else 2)


def test_mermaid_labels_hold_no_markup() -> None:
    text = wild().mermaid()
    for label in re.findall(r'"((?:[^"\\]|\\.)*)"', text.partition("flowchart")[2]):
        assert set(re.sub(r"<br/>|</?b>|#\d+;", "", label)) & set('<>"[]{}|`%&;#') == set(), label
    assert "click" not in {line.split()[0] for line in text.splitlines() if line.strip()}


@given(st.text(max_size=80))
@settings(max_examples=200, deadline=None)
def test_cleaning(text: str) -> None:
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    cleaned.encode("utf-8")
    assert "\n" not in cleaned
    ElementTree.fromstring(f"<a b='{markup.html(text)}'>{markup.html(text)}</a>")
    quoted = markup.quoted(text)
    assert re.fullmatch(r'"(?:[^"\\]|\\["\\])*"', quoted)


@given(st.text(max_size=300), st.floats(40, 300), st.integers(1, 5))
@settings(max_examples=200, deadline=None)
def test_wrapping(text: str, widest: float, lines: int) -> None:
    rows = wrap(text, 14, widest, lines=lines)
    assert 1 <= len(rows) <= lines
    assert all(width(row, 14) <= widest or len(row) <= 2 for row in rows)
    if len(rows) < lines:
        assert "".join(rows).replace(" ", "") == clean(text).replace(" ", "")


def test_a_long_name_is_cut_in_the_box_and_whole_in_the_tip() -> None:
    text = wild().dot
    assert "…" in text
    assert clean(NAMES["long"]) in text
