"""The small shop is clean: the example of a map with nothing open."""

from __future__ import annotations

from pathlib import Path

import datamap as dm
from datamap.findings import Status, Verdict

SHOP = Path(__file__).parents[2] / "examples" / "shop" / "shop.yaml"


def test_the_shop_is_in_order() -> None:
    report = dm.load(SHOP).check()
    assert report.verdict is Verdict.OK
    assert [finding.id for finding in report.findings] == ["government_access_law@ledgerly/GB"]  # a note
    assert report.questions == ()


def test_it_has_ten_transfers_of_which_four_leave() -> None:
    m = dm.load(SHOP)
    assert len(m.transfers) == 10
    report = m.check()
    restricted = {a.transfer: (a.verdict, a.mechanism) for a in report.assessments if a.restricted}
    assert restricted == {
        "shop_server..bergpost": (Status.COVERED, "adequacy"),
        "shop_server..ledgerly": (Status.COVERED, "adequacy"),
        "shop_server..night_desk": (Status.COVERED, "adequacy"),
        "shop_server..codecove": (Status.COVERED, "scc"),
    }


def test_it_stays_in_order_only_while_its_bases_do() -> None:
    m = dm.load(SHOP)
    assert m.check(on="2024-05-12").verdict is Verdict.VIOLATED, "a day before the clauses were signed"
    dm.assert_covered(m, on="2026-03-02", regime="eu-gdpr", mechanism=["scc", "adequacy"])
    dm.assert_no_flow(m, to="mainland-china", data_categories="user")
