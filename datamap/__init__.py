"""Where does this personal data really go, and is every border it crosses covered by law on that day?

    import datamap as dm

    m = dm.load("map.yaml")
    report = m.check(on="2020-11-20")
    dm.assert_no_flow(m, to="mainland-china", data_categories="user")

Importing this package loads nothing else: each name below is brought in from its room when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datamap.checking import (
        Explanation,
        Flows,
        ProofError,
        assert_clean,
        assert_confined,
        assert_covered,
        assert_no_flow,
        assert_no_sale,
        assert_retained,
    )
    from datamap.chronicle import Timeline
    from datamap.errors import DatamapError, LawError, MapError, PlaceError, Problem, QuestionError, RenderError, Where
    from datamap.findings import Assessment, Finding, Level, Question, Report, Status, Verdict
    from datamap.formats import Editor, dumps, edit, from_frames, load, loads, schema
    from datamap.law import LawBook
    from datamap.model import (
        Agreement,
        Approval,
        Attribute,
        Category,
        Confine,
        DataMap,
        DataSubjects,
        Defaults,
        Duration,
        Entity,
        Forbid,
        FrozenMap,
        ImpactAssessment,
        Leg,
        LimitAccess,
        NoSale,
        Owner,
        Party,
        Policy,
        Require,
        Retain,
        Retention,
        Source,
        System,
        Taxonomy,
        Transfer,
        Volume,
        Waiver,
    )
    from datamap.rendering import Chart, Diagram

_ROOMS = {
    "checking": (
        *("Explanation", "Flows", "ProofError", "assert_clean", "assert_confined", "assert_covered", "assert_no_flow", "assert_no_sale"),
        "assert_retained",
    ),
    "chronicle": ("Timeline",),
    "errors": ("DatamapError", "LawError", "MapError", "PlaceError", "Problem", "QuestionError", "RenderError", "Where"),
    "findings": ("Assessment", "Finding", "Level", "Question", "Report", "Status", "Verdict"),
    "formats": ("Editor", "dumps", "edit", "from_frames", "load", "loads", "schema"),
    "law": ("LawBook",),
    "rendering": ("Chart", "Diagram"),
    "model": (
        *("Agreement", "Approval", "Attribute", "Category", "Confine", "DataMap", "DataSubjects", "Defaults", "Duration"),
        *("Entity", "Forbid", "FrozenMap", "ImpactAssessment", "Leg", "LimitAccess", "NoSale", "Owner", "Party", "Policy"),
        *("Require", "Retain", "Retention", "Source", "System", "Taxonomy", "Transfer", "Volume", "Waiver"),
    ),
}
_HOME = {name: room for room, names in _ROOMS.items() for name in names}

__all__ = [
    "Agreement",
    "Approval",
    "Assessment",
    "Attribute",
    "Category",
    "Chart",
    "Confine",
    "DataMap",
    "DataSubjects",
    "DatamapError",
    "Defaults",
    "Diagram",
    "Duration",
    "Editor",
    "Entity",
    "Explanation",
    "Finding",
    "Flows",
    "Forbid",
    "FrozenMap",
    "ImpactAssessment",
    "LawBook",
    "LawError",
    "Leg",
    "Level",
    "LimitAccess",
    "MapError",
    "NoSale",
    "Owner",
    "Party",
    "PlaceError",
    "Policy",
    "Problem",
    "ProofError",
    "Question",
    "QuestionError",
    "RenderError",
    "Report",
    "Require",
    "Retain",
    "Retention",
    "Source",
    "Status",
    "System",
    "Taxonomy",
    "Timeline",
    "Transfer",
    "Verdict",
    "Volume",
    "Waiver",
    "Where",
    "__version__",
    "assert_clean",
    "assert_confined",
    "assert_covered",
    "assert_no_flow",
    "assert_no_sale",
    "assert_retained",
    "dumps",
    "edit",
    "from_frames",
    "load",
    "loads",
    "schema",
]


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from importlib.metadata import version

        found: Any = version("datamap")
    elif name in _HOME:
        found = getattr(import_module(f"datamap.{_HOME[name]}"), name)
    else:
        raise AttributeError(f"module 'datamap' has no attribute {name!r}")
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
