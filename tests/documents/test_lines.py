"""Lines, columns and excerpts that do no harm to a terminal."""

from __future__ import annotations

import pytest

from datamap.documents import Lines, parse, visible
from datamap.errors import Where


def caret(text: str, column: int) -> tuple[str, str]:
    shown, below = Lines(text, "m").excerpt(Where("m", 1, column)).split("\n")
    return shown, below


def test_the_caret_stands_below_the_column() -> None:
    assert caret("location: UK", 11) == ("    1 | location: UK", "      |           ^")


def test_wide_characters_take_two_cells_and_accents_none() -> None:
    assert caret("深圳: x", 5)[1] == "      | " + " " * 6 + "^"
    assert caret("e\u0301: x", 5)[1] == "      | " + " " * 3 + "^"
    assert caret("😀: x", 4)[1] == "      | " + " " * 4 + "^"


def test_long_lines_are_clipped_around_the_caret() -> None:
    shown, below = caret("a" * 5000 + "!" + "b" * 5000, 5001)
    assert len(shown) < 120
    assert shown.startswith("    1 | …")
    assert shown.endswith("…")
    assert shown[below.index("^")] == "!"


@pytest.mark.parametrize(
    "evil", ["\x1b[2J\x1b]0;x\x07", "\x9b31m", "\u202egnp.exe", "\u2066", "\r", "\x08", "\u2028", "\u200e", "\ufeff", "\x7f", "\x00"]
)
def test_nothing_that_moves_a_cursor_or_reorders_text_is_shown(evil: str) -> None:
    shown = visible(f"a{evil}b")
    assert shown.startswith("a")
    assert shown.endswith("b")
    assert not set(evil) & set(shown) - set("[]0;x31mgnp.exe2J")
    assert "\x1b" not in Lines(f"k: a{evil}b", "m").excerpt(Where("m", 1, 1))


def test_words_of_every_script_are_left_alone() -> None:
    for text in ("שלום", "سلام\u200cها", "深圳市", "👩\u200d💻", "naïve"):
        assert visible(text) == text


def test_a_place_that_is_the_whole_file_has_no_excerpt() -> None:
    assert Lines("a", "m").excerpt(Where("m")) == ""
    assert Lines("a", "m").excerpt(Where("m", 7, 1)) == ""


def test_the_end_of_a_text_is_where_its_last_word_ends() -> None:
    assert parse("a: 1\n").lines.where(10_000) == Where("<text>", 1, 5)
