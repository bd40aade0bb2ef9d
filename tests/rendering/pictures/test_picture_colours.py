"""Palettes: every text can be read on its ground, and a sign is told by more than colour."""

from __future__ import annotations

import pytest

from datamap.rendering.palette import STROKES, THEMES, Sign


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_the_measure() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("name", list(THEMES))
def test_every_text_can_be_read(name: str) -> None:
    theme = THEMES[name]
    grounds = (theme.canvas, theme.zone, theme.frame, theme.box, theme.people, theme.shut, theme.shut_box, theme.legend)
    pairs = [(letters, ground) for letters in (theme.text, theme.muted) for ground in grounds]
    pairs += [(theme.on_code, theme.code)]
    pairs += [(theme.forbidden.line, ground) for ground in (theme.shut, theme.shut_box)]
    for sign in Sign:
        ink = theme.ink(sign)
        pairs += [
            (ink.line, ink.chip),
            (ink.on, ink.line),
            *((ink.line, ground) for ground in (theme.canvas, theme.zone, theme.frame, theme.box)),
        ]
    low = {pair: round(contrast(*pair), 2) for pair in pairs if contrast(*pair) < 4.5}
    assert not low


@pytest.mark.parametrize("name", list(THEMES))
def test_each_colour_serves_one_purpose(name: str) -> None:
    colours = {purpose: colour for purpose, colour in THEMES[name].colours().items() if not (name == "print" and purpose == "canvas")}
    assert len(set(colours.values())) == len(colours)
    assert all(colour == colour.lower() and len(colour) == 7 for colour in colours.values())


def test_a_sign_is_told_without_colour() -> None:
    assert len({(STROKES[sign].width, STROKES[sign].style, sign.mark) for sign in Sign}) == len(Sign)
    assert STROKES[Sign.UNCOVERED].width > STROKES[Sign.COVERED].width > STROKES[Sign.FREE].width
