"""The spine: map, law and date come together here, and every question to a map is answered."""

from datamap.checking.asking import Flows, flows
from datamap.checking.asserting import assert_confined, assert_covered, assert_no_flow
from datamap.checking.calendar import timeline
from datamap.checking.drawing import diagram
from datamap.checking.explaining import Explanation, explain
from datamap.checking.spine import check
from datamap.checking.supposing import suppose

__all__ = [
    "Explanation",
    "Flows",
    "assert_confined",
    "assert_covered",
    "assert_no_flow",
    "check",
    "diagram",
    "explain",
    "flows",
    "suppose",
    "timeline",
]
