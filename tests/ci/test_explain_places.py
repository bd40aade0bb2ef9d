"""`datamap explain` for two places, and for a finding on a transfer that has ended."""

from __future__ import annotations

from pathlib import Path

import pytest

import datamap as dm
from datamap.checking import explain

WECHAT = Path(__file__).parents[2] / "examples" / "wechat" / "shenzhen-desk.yaml"


def test_all_between_two_places_with_its_law() -> None:
    text = explain(dm.load(WECHAT), "NL..HK").text()
    assert text.startswith("NL → HK on 2020-11-20: 1 transfer\n")
    assert "europe-to-hong-kong" in text
    assert "eu-gdpr has no adequacy decision for Hong Kong" in text
    assert "[Regulation (EU) 2016/679" in text


def test_zones_and_nodes_serve_too_and_nothing_is_said_plainly() -> None:
    m = dm.load(WECHAT)
    assert "desk-reads-hong-kong" in explain(m, "HK..mainland-china").text()
    assert explain(m, "NL..BR").text() == "NL → BR on 2020-11-20: no transfer\n"
    assert explain(m, "europe-to-hong-kong").text().startswith("europe-to-hong-kong: ")
    for wrong in ("NL..Atlantis", "nowhere", "uncovered_transfer@x..y/eu-gdpr"):
        with pytest.raises(dm.QuestionError):
            explain(m, wrong)


def test_a_sale_that_has_ended_is_explained() -> None:
    m = dm.loads("""
datamap: 1
on: 2020-11-20
data_subjects: {users: {location: NL}}
entities: {shop: {location: NL, role: controller}, broker: {location: DE, role: controller}}
transfers:
  - {from: users, to: shop, data_categories: user.contact}
  - {id: sold, from: shop, to: broker, data_categories: user.contact, data_subjects: users, sale: true, ends: 2020-06-01}
policies: [{id: unsold, no_sale: {data_subjects: users}}]
""")
    (finding,) = [f for f in m.check().findings if f.rule == "sold_against_promise"]
    assert explain(m, finding.id).text().startswith("error DM302 sold_against_promise")
