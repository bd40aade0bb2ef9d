"""The D2 text of diagrams: a golden file, its shape, and names that stay names."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from picture_maps import STATUS, ZONES, generated, generated_report
from test_picture_escaping import NAMES, wild

from datamap.rendering import markup
from datamap.rendering.lettering import clean
from datamap.rendering.palette import THEMES
from datamap.rendering.transfer_diagram import Diagram, diagram

STRING = re.compile(r'"((?:[^"\\$\n]|\\["\\$n])*)"')


def read(text: str) -> str:
    """What D2 reads in a quoted string."""
    return re.sub(r"\\(.)", lambda match: "\n" if match[1] == "n" else match[1], text)


def outside(text: str) -> str:
    """The text without its strings, which may hold anything."""
    return STRING.sub("S", text)


def test_the_d2_text(picture: Diagram, golden: Callable[[str, str], None]) -> None:
    golden("wechat.d2", picture.d2())


def test_what_a_user_wrote_stays_in_its_string() -> None:
    text = wild().d2()
    said = [read(found) for found in STRING.findall(text)]
    for key, name in NAMES.items():
        if key not in ("long", "word"):
            assert any(clean(name) in one for one in said), key
    assert set(re.sub(r"[\w\n :{};.>-]", "", outside(text))) == set()
    assert outside(text).count("{") == outside(text).count("}")


@given(st.text(max_size=80))
@settings(max_examples=100, deadline=None)
def test_any_text_is_read_back(text: str) -> None:
    quoted = markup.d2(text)
    assert STRING.fullmatch(quoted)
    assert read(quoted[1:-1]) == clean(text)


def test_every_connection_joins_two_shapes_that_exist() -> None:
    m = generated(60)
    text = outside(diagram(m, generated_report(m), zones=ZONES, status=STATUS).d2())
    shapes: set[str] = set()
    around: list[str] = []
    for line in text.partition("heading:")[2].splitlines()[1:]:
        opened = re.fullmatch(r"\s*(\w+): S \{(class: \w+\})?", line)
        if opened and opened[2]:
            shapes.add(".".join([*around, opened[1]]))
        elif opened:
            around.append(opened[1])
        elif line.strip() == "}":
            around.pop()
    ends = re.findall(r"^([\w.]+) -> ([\w.]+): S \{class: (\w+)\}$", text, re.MULTILINE)
    assert len(ends) > 20
    assert {end for one, other, _ in ends for end in (one, other)} <= shapes
    assert {sign for *_, sign in ends} <= set(re.findall(r"^  ([\w-]+): \{", text.partition("vars:")[0], re.MULTILINE))


@pytest.mark.parametrize("theme", list(THEMES))
def test_a_theme_is_seen(theme: str) -> None:
    m = generated(20)
    text = diagram(m, generated_report(m), theme=theme).d2()  # type: ignore[arg-type]
    assert f'style.fill: "{THEMES[theme].canvas}"' in text
    assert THEMES[theme].uncovered.line in text
