"""The law book shows itself: the book, a regime, a fact, and what a look-up finds."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

import datamap as dm
from datamap.errors import LawError, PlaceError, QuestionError
from datamap.law import Adequacy
from datamap.rendering import fact_html

BOOK = dm.LawBook.default()


def shown(value: Any) -> tuple[str, str]:
    """The text and the HTML by which a value shows itself."""
    bundle = value._repr_mimebundle_()
    assert set(bundle) == {"text/plain", "text/html"}
    return bundle["text/plain"], bundle["text/html"]


def test_the_book_lists_its_regimes() -> None:
    text, page = shown(BOOK)
    for name in BOOK.regimes:
        assert name in text
        assert f"<code>{name}</code>" in page
    assert BOOK.version in page


def test_a_regime_lists_its_facts() -> None:
    regime = BOOK.regime("eu-gdpr")
    text, page = shown(regime)
    assert text == f"EU General Data Protection Regulation (eu-gdpr), zone EEA: {len(regime.facts)} facts"
    assert page.count("<tr>") == len(regime.facts) + 1
    assert "Destinations accepted" in page
    assert '<a href="https://' in page


def test_a_look_up_answers_for_a_place_on_a_day() -> None:
    found = BOOK.look_up("eu-gdpr", place="CA", on="2020-11-20")
    assert found.answers[0].startswith("A decision accepts Canada on 2020-11-20")
    assert any(isinstance(fact, Adequacy) for fact in found.facts)
    text, page = shown(found)
    assert "2002/2/EC" in text
    assert "2002/2/EC" in page
    assert "<li>A decision accepts Canada" in page
    assert str(found) == text


def test_a_day_holds_what_is_in_force_in_every_regime() -> None:
    found = BOOK.on("2020-11-20")
    assert found.on == date(2020, 11, 20)
    assert {fact.regime for fact in found.facts} > {"eu-gdpr", "ch-fadp", "access"}
    assert all(fact.valid(date(2020, 11, 20)) for fact in found.facts)
    assert len({(fact.id, fact.from_) for fact in found.facts}) == len(found.facts)
    assert BOOK.look_up(on=date(2020, 11, 20)).facts == found.facts


def test_wrong_questions_are_refused() -> None:
    with pytest.raises(LawError, match="did you mean"):
        BOOK.look_up("eu-gdprr")
    with pytest.raises(PlaceError):
        BOOK.look_up(place="Hong Kong")
    with pytest.raises(QuestionError, match="is no date"):
        BOOK.on("yesterday")


@pytest.mark.parametrize("backend", ["pandas", "polars", "pyarrow"])
def test_a_look_up_becomes_a_data_frame(backend: str) -> None:
    pytest.importorskip(backend)
    found = BOOK.look_up("eu-gdpr", on="2020-11-20")
    assert found.to_frame(backend).shape == (len(found.facts), 11)


def test_a_fact_tells_all_that_it_says() -> None:
    fact = BOOK.look_up("eu-gdpr", place="CA", on="2020-11-20").facts[0]
    text, page = shown(fact)
    assert text == f"{fact.title} [{fact.cite}]"
    assert fact.id in page
    assert fact.checked_on.isoformat() in page


def test_what_a_law_file_says_is_text() -> None:
    nasty = "<script>alert(1)</script>"
    fact = BOOK.regime("eu-gdpr").of(Adequacy)[0].model_copy(update={"title": nasty, "note": nasty, "source": f"https://x.example/{nasty}"})
    assert "<script" not in fact_html(fact)
    assert "&lt;script&gt;" in fact_html(fact)
