"""Judging a map reads the laws that it meets, and no others."""

from __future__ import annotations

import subprocess
import sys

import pytest

CODE = """
import datamap as dm
from datamap.law import LawBook

home, abroad = {places!r}
m = dm.DataMap(
    data_subjects=[dm.DataSubjects(id="people", location=home)],
    entities=[dm.Entity(id="a", location=home, role="controller"), dm.Entity(id="b", location=abroad, role="processor")],
    transfers=[
        dm.Transfer(from_="people", to="a", data_categories="user.contact"),
        dm.Transfer(from_="a", to="b", data_categories="user.contact"),
    ],
)
m.check(on="2024-01-01")
print(",".join(sorted(name for name, regime in LawBook.default().regimes.items() if "facts" in vars(regime))))
"""


@pytest.mark.parametrize(
    ("places", "read"),
    [
        (("FR", "BO"), "eu-gdpr"),
        (("KR", "BO"), "kr-pipa"),
        (("HK", "CN"), "cn-pipl,hk-pdpo"),
        (("CA-ON", "BO"), "ca-pipeda"),
        (("US-NY", "BO"), "us-dsp,us-padfa,us-wechat-orders"),
    ],
)
def test_a_map_reads_the_laws_that_it_meets(places: tuple[str, str], read: str) -> None:
    code = CODE.format(places=places)
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()
    assert set(found.split(",")) - {"eu-2018-1725"} == set(read.split(","))
