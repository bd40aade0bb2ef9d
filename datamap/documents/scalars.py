"""Plain scalars by the core schema of YAML 1.2: `NO`, `on`, `yes` and dates are text, `0o17` is 15."""

from __future__ import annotations

import re

_WORDS: dict[str, bool | float | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **{sign + word: float(sign + "inf") for sign in ("", "+", "-") for word in (".inf", ".Inf", ".INF")},
    **dict.fromkeys((".nan", ".NaN", ".NAN"), float("nan")),
}
MAY_MEAN_MORE = frozenset(("", *"0123456789+-.~nNtTfF"))
"""The first letters of plain scalars that may be no text; no letter is one."""
_NUMBERS = frozenset("0123456789+-.")
_INT = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
DIGITS = 1000  # a longer whole number is refused


def resolve(text: str) -> str | int | float | bool | None:
    """What a plain (unquoted) scalar means.

    Raises:
        ValueError: a whole number of more than a thousand digits.
    """
    if text[:1] not in MAY_MEAN_MORE:
        return text
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _NUMBERS:
        return text
    if _INT.fullmatch(text):
        if len(text) > DIGITS:
            raise ValueError(f"a number of {len(text)} characters is too long")
        return int(text[2:], 8) if text.startswith("0o") else int(text, 16) if text.startswith("0x") else int(text)
    return float(text) if _FLOAT.fullmatch(text) else text
