"""What may have been meant by a text that names no place."""

from __future__ import annotations


def suggest(text: str) -> tuple[str, ...]:
    return ()


def why(text: str, zones: bool, helped: bool) -> str:
    return f"there is no place {text!r}"
