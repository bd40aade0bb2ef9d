"""The spine: map, law and date come together here, and every question to a map is answered.

Each name below is brought in from its file when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datamap.checking.asking import Flows, flows
    from datamap.checking.asserting import assert_confined, assert_covered, assert_no_flow
    from datamap.checking.calendar import timeline
    from datamap.checking.charting import matrix, sankey
    from datamap.checking.diffing import diff
    from datamap.checking.drawing import diagram, world
    from datamap.checking.explaining import Explanation, explain
    from datamap.checking.fixing import fix
    from datamap.checking.promising import assert_clean, assert_no_sale, assert_retained
    from datamap.checking.proving import ProofError
    from datamap.checking.spine import check, update
    from datamap.checking.supposing import suppose

_FILES = {
    "asking": ("Flows", "flows"),
    "asserting": ("assert_confined", "assert_covered", "assert_no_flow"),
    "calendar": ("timeline",),
    "charting": ("matrix", "sankey"),
    "diffing": ("diff",),
    "drawing": ("diagram", "world"),
    "explaining": ("Explanation", "explain"),
    "fixing": ("fix",),
    "promising": ("assert_clean", "assert_no_sale", "assert_retained"),
    "proving": ("ProofError",),
    "spine": ("check", "update"),
    "supposing": ("suppose",),
}
_HOME = {name: file for file, names in _FILES.items() for name in names}

__all__ = [
    "Explanation",
    "Flows",
    "ProofError",
    "assert_clean",
    "assert_confined",
    "assert_covered",
    "assert_no_flow",
    "assert_no_sale",
    "assert_retained",
    "check",
    "diagram",
    "diff",
    "explain",
    "fix",
    "flows",
    "matrix",
    "sankey",
    "suppose",
    "timeline",
    "update",
    "world",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'datamap.checking' has no attribute {name!r}")
    found = getattr(import_module(f"datamap.checking.{_HOME[name]}"), name)
    globals()[name] = found
    return found
