"""Edits that change what is said of transfers which they do not name, and what an edited map and its report can still do."""

import gc
import pickle
import weakref
from unittest.mock import patch

import pytest

import datamap as dm
from datamap.checking import check, spine
from datamap.model import amending
from datamap.model.estate import Estate
from datamap.model.views import lazy
from tests.checking.rich_maps import rich_map
from tests.checking.test_update import same

DATA = {"data_categories": "user.contact", "data_subjects": ["eu"]}


@pytest.fixture(autouse=True)
def all_are_large():
    """Every map is judged by classes."""
    with patch.object(spine, "LARGE", -1), patch.object(amending, "LARGE", -1):
        yield


def columns(m):
    """A map as columns."""
    return lazy(Estate.of_map(m))


def verdicts(report, regime="eu-gdpr"):
    """What a regime says of each transfer."""
    return {row["transfer"]: row["verdict"] for row in report.to_arrow().to_pylist() if row["regime"] == regime}


def test_who_collects_matters_to_whoever_gives_access_for_one_of_several():
    abroad = [dm.Entity(id=name, location="US", role="controller") for name in "abcd"]
    desks = [dm.Entity(id=name, location="NL", role="processor") for name in "pq"]
    readers = [dm.Entity(id=name, location="IN", role="controller") for name in "xy"]
    m = columns(
        dm.DataMap(
            on="2024-01-01",
            data_subjects=[dm.DataSubjects(id="eu", location="EEA")],
            entities=[*abroad, *desks, *readers],
            transfers=[
                *(dm.Transfer(from_=start, to=end, **DATA) for start, end in ("ap", "bp", "cq", "dq")),
                dm.Transfer(from_="eu", to="y", data_categories="user.financial"),
                dm.Transfer(id="zq", from_="q", to="y", kind="remote_access", **DATA),
                dm.Transfer(id="zp", from_="p", to="x", kind="remote_access", **DATA),
            ],
        )
    )
    report = check(m)
    assert not {"zp", "zq"} & verdicts(report).keys()
    edited = m.with_transfers(dm.Transfer(from_="eu", to="a", data_categories="user.financial"))
    found = report.update(edited)
    assert verdicts(found)["zp"] == "unknown"
    assert "zq" not in verdicts(found)
    same(found, check(edited))
    alone = m.with_transfers(without="zq")
    edited = alone.with_transfers(dm.Transfer(from_="eu", to="a", data_categories="user.financial"))
    same(check(alone).update(edited), check(edited))


def test_one_law_alone_whose_decision_hands_data_on_to_a_law_for_controllers():
    m = dm.DataMap(
        on="2024-01-01",
        data_subjects=[dm.DataSubjects(id="eu", location="EEA")],
        entities=[
            dm.Entity(id="shop", location="NL", role="controller"),
            dm.Entity(id="desk", location="NZ", role="processor"),
            dm.Entity(id="host", location="HK", role="controller"),
        ],
        transfers=[dm.Transfer(from_=start, to=end, **DATA) for start, end in (("eu", "shop"), ("shop", "desk"), ("desk", "host"))],
    )
    m = columns(m)
    report = check(m, regimes=["eu-gdpr"])
    assert verdicts(report) == verdicts(check(m))
    edited = m.with_transfers(dm.Transfer(from_="shop", to="host", **DATA), without="eu..shop")
    same(report.update(edited), check(edited, regimes=["eu-gdpr"]))


def test_a_map_of_which_nothing_took_place_on_the_day():
    m = rich_map(5)
    none = columns(m.model_copy(update={"transfers": tuple(t.model_copy(update={"ends": None, "starts": m.on.replace(year=2090)})
                                                           for t in m.transfers), "systems": {}}))  # fmt: skip
    ends = list(m.entities)
    edited = none.with_transfers(dm.Transfer(from_=ends[0], to=ends[-1], data_categories="user.contact"))
    same(check(none).update(edited), check(edited))


def test_a_report_on_an_older_map_and_one_on_another():
    m = columns(rich_map(3))
    report, other = check(m), check(columns(rich_map(3)))
    for turn in range(3):
        m = m.with_transfers(m.transfers[0].model_copy(update={"id": f"new-{turn}"}), without=m.legs[0].id if not turn else ())
    anew = check(m)
    same(report.update(m), anew)
    same(other.update(m), anew)
    same(anew.update(m), anew)


def test_many_edits_leave_nothing_behind():
    m = columns(rich_map(3))
    report, one = check(m), m.transfers[0]
    gone = [weakref.ref(part) for part in (m.estate, report.answers[0].judge, report.answers[0].judge.scene.tide)]
    for turn in range(1200):
        m = m.with_transfers(one.model_copy(update={"id": f"new-{turn % 3}", "note": str(turn)}))
    report = report.update(m)
    same(report, check(m))
    assert [t.note for t in m.transfers][-3:] == ["1197", "1198", "1199"]
    gc.collect()
    assert [part() for part in gone] == [None] * 3


def test_an_edited_map_can_be_pickled():
    m = columns(rich_map(3))
    report = check(m)
    edited = m.with_transfers(m.transfers[0].model_copy(update={"id": "new"}))
    again = pickle.loads(pickle.dumps(edited))
    assert again == edited
    same(report.update(again), check(edited))


def test_a_category_that_nobody_names_any_more_leaves_no_trace():
    m = columns(
        dm.DataMap(
            on="2024-01-01",
            data_subjects=[dm.DataSubjects(id="eu", location="EEA")],
            entities=[dm.Entity(id="shop", location="NL", role="controller"), dm.Entity(id="host", location="HK", role="processor")],
            agreements=[{"id": "signed", "kind": "scc", "version": "2021/914", "modules": [2], "signed": "2023-01-01",
                         "parties": ["shop", "host"], "data_categories": ["user.contact"]}],
            transfers=[
                dm.Transfer(from_="eu", to="shop", data_categories=["user.contact", "user.content"]),
                dm.Transfer(from_="shop", to="host", data_categories=["user.contact", "user.content"]),
                dm.Transfer(id="clicks", from_="eu", to="shop", data_categories="user.behavior"),
            ],
        )
    ).with_transfers(without="clicks")  # fmt: skip
    anew = dm.DataMap(**{name: getattr(m, name) for name in dm.DataMap.model_fields})
    assert check(m).to_json() == check(columns(anew)).to_json()
