"""The spine: map, law and date come together here, and every question to a map is answered."""

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
from datamap.checking.spine import check
from datamap.checking.supposing import suppose

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
    "world",
]
