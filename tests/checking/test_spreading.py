"""A fault that comes to concern more transfers is worse, though it goes by the same id."""

import datamap as dm
from datamap.checking import diff

ONE = """datamap: 1
on: 2024-01-10
entities: {shop: {location: NL, role: controller}, host: {location: SG, role: processor}}
agreements: {old: {kind: scc, version: 2010/87, parties: [shop, host], signed: 2022-01-01}}
transfers:
  - {from: shop, to: host, data_categories: user.contact}
"""
MORE = "  - {id: copy, from: shop, to: host, kind: backup, data_categories: user.contact}\n"
FAULT = "lapsed_mechanism@old/eu-gdpr/SG"


def test_a_difference_adds_a_fault_that_spreads_and_not_one_that_shrinks():
    one, more = dm.loads(ONE), dm.loads(ONE + MORE)
    assert FAULT in {finding.id for finding in diff(one, more).added}
    assert FAULT not in {finding.id for finding in diff(more, one).added}
