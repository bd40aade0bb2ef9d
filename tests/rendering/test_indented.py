"""JSON with an indent: the bytes that the standard library writes."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datamap.rendering.indented import indented

leaves = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
trees = st.recursive(leaves, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4), max_leaves=30)


@given(trees)
def test_a_tree_is_written_as_by_the_standard_library(tree: object) -> None:
    assert indented(tree) == json.dumps(tree, ensure_ascii=False, indent=2)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), [float("-inf")]])
def test_what_json_has_no_number_for_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        indented(value)


def test_what_is_no_tree_is_refused() -> None:
    with pytest.raises(TypeError):
        indented({"a": {1, 2}})
