"""JSON text with an indent of two spaces, as `json.dumps` writes it, in less time: a report is many small parts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from json.encoder import encode_basestring
from typing import Any


def indented(value: Any, margin: str = "\n") -> str:
    """The text of a tree of mappings with text keys, lists, tuples and plain values: `json.dumps(value, ensure_ascii=False, indent=2)`.

    Raises:
        ValueError: a number is no finite one.
        TypeError: a value is none of these.
    """
    if isinstance(value, str):
        return encode_basestring(value)
    if value is None:
        return "null"
    if value is True:
        return "true"
    if value is False:
        return "false"
    if type(value) is int:
        return str(value)
    if isinstance(value, dict):
        return _mapping(value, margin)
    if isinstance(value, (list, tuple)):
        if not value:
            return "[]"
        inner = f"{margin}  "
        return f"[{inner}{f',{inner}'.join([indented(item, inner) for item in value])}{margin}]"
    return json.dumps(value, allow_nan=False)


def _mapping(value: Mapping[str, Any], margin: str) -> str:
    if not value:
        return "{}"
    inner = f"{margin}  "
    parts = [f"{encode_basestring(key)}: {indented(item, inner)}" for key, item in value.items()]
    return f"{{{inner}{f',{inner}'.join(parts)}{margin}}}"
