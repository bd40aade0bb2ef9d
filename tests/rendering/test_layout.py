"""Wrapping by what is seen, and text made visible."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from datamap.rendering.layout import columns, visible, wrapped


def test_wide_letters_take_two_columns_and_marks_none() -> None:
    assert (columns("abc"), columns("微信"), columns("é"), columns("e\u0301")) == (3, 4, 1, 1)


@given(st.text())
def test_visible_text_holds_nothing_that_moves_a_cursor(text: str) -> None:
    shown = visible(text)
    assert not any(ord(letter) < 32 or 0x7F <= ord(letter) < 0xA0 for letter in shown)
    assert visible(shown) == shown


@given(st.text(alphabet="ab 微", max_size=200), st.integers(5, 40))
def test_wrapping_loses_no_word_and_keeps_the_width(text: str, width: int) -> None:
    lines = list(wrapped(text, width))
    assert " ".join(lines).split() == text.split()
    assert all(columns(line) <= width or " " not in line.strip() for line in lines)
