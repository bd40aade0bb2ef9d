"""A report that is brought up to date after an edit is the report on the edited map."""

from unittest.mock import patch

import pytest

from datamap.assessment.estates import verdicts
from datamap.checking import check, spine
from datamap.model import amending
from datamap.model.estate import Estate
from datamap.model.views import lazy
from tests.checking.rich_maps import forbidden, rich_map
from tests.model.test_with_transfers import edit


def large(seed):
    """A random map as columns, and what it is asked with."""
    m = rich_map(seed)
    return lazy(Estate.of_map(m)), forbidden(seed)


def same(one, other):
    """Two reports say the same, part by part."""
    assert one.verdict is other.verdict
    assert one.findings == other.findings
    assert one.assessments == other.assessments
    assert one.questions == other.questions
    assert one.to_json() == other.to_json()


@pytest.mark.parametrize("start", range(0, 30, 10))
def test_random_edits(start):
    kept = judged = 0
    split = verdicts.pieces

    def counting(judge, numbers, promised):
        nonlocal judged
        judged += len(numbers)
        return split(judge, numbers, promised)

    with patch.object(spine, "LARGE", -1), patch.object(amending, "LARGE", -1):
        for seed in range(start, start + 10):
            m, forbid = large(seed)
            report = check(m, forbid=forbid)
            for turn in range(3):
                new, without = edit(m, seed * 7 + turn)
                m = m.with_transfers(*new[:1], without=without[: turn % 2])
                anew = check(m, forbid=forbid)
                with patch.object(verdicts, "pieces", counting):
                    report = report.update(m)
                kept += sum(len(one.legs) for one in report.answers)
                same(report, anew)
    assert judged < kept
