"""The questions that a network answers, how its answers show themselves, and what it refuses."""

from __future__ import annotations

import pickle
from datetime import date

import networkx
import pytest

from datamap.errors import QuestionError
from datamap.flow import Flow, Network, graph
from datamap.model import DataMap, DataSubjects, Entity, System, Transfer

M = DataMap(
    name="Shop",
    on=date(2024, 5, 1),
    data_subjects=[DataSubjects(id="users", location="EEA"), DataSubjects(id="staff", location="NL", workers=True)],
    entities=[
        Entity(id="shop", name="Shop BV", location="NL", role="controller"),
        Entity(id="cloud", location="US"),
        Entity(id="desk", location="IN"),
    ],
    systems=[System(id="disk", location="aws:eu-west-1", operator="shop", host="cloud")],
    transfers=[
        Transfer(from_=("users", "staff"), to="shop", data_categories=("user.contact", "user.name"), id="signup"),
        Transfer(from_="shop", to="disk", data_categories="user"),
        Transfer(from_="disk", to="desk", data_categories="user.contact", kind="remote_access", evidence="inferred"),
        Transfer(from_="shop", to="desk", data_categories="user", starts=date(2025, 1, 1)),
    ],
)


def test_flows_are_ordered_by_node_category_and_people():
    flows = Network.of(M).flows()
    assert [(f.target, f.data_category, f.data_subjects) for f in flows] == [
        (target, category, people)
        for target, categories in (
            ("shop", ("user.contact", "user.name")),
            ("cloud", ("user.contact", "user.name")),
            ("desk", ("user.contact",)),
            ("disk", ("user.contact", "user.name")),
        )
        for category in categories
        for people in ("users", "staff")
    ]
    assert Network.of(M).flows(limit=3) == flows[:3]
    assert Network.of(M).flows(limit=0) == ()


def test_flows_by_target_category_and_people():
    network = Network.of(M)
    assert {f.target for f in network.flows(to=("desk", "cloud"))} == {"desk", "cloud"}
    assert network.flows(to=["desk", "shop"])[0].target == "desk"
    assert {f.data_subjects for f in network.flows(subjects="staff")} == {"staff"}
    assert {f.data_category for f in network.flows(to="cloud", category=["user.name"])} == {"user.name"}


def test_a_category_narrower_than_what_travels_is_told_as_asked():
    (flow,) = Network.of(M).flows(to="desk", category="user.contact.email", subjects="users")
    assert flow == Flow(
        "user.contact.email", "users", ("signup", "shop..disk", "disk..desk"), ("users", "shop", "disk", "desk"), certain=False
    )


def test_flows_from_a_node_begin_there_with_what_it_holds():
    flows = Network.of(M).flows(from_="disk", category="user.contact", subjects="users")
    assert [(f.path, f.nodes) for f in flows] == [(("disk..cloud",), ("disk", "cloud")), (("disk..desk",), ("disk", "desk"))]
    assert [f.nodes for f in Network.of(M).flows(from_="disk", to="disk", category="user.contact", subjects="users")] == [
        ("disk", "shop", "disk")
    ]


def test_a_chain_ends_with_the_transfer_asked_about():
    network = Network.of(M)
    flow = network.chain("disk..desk", "user.contact", "users")
    assert (flow.path, flow.certain) == (("signup", "shop..disk", "disk..desk"), False)
    assert network.chain("disk..cloud", "user", "staff").path == ("signup..2", "shop..disk", "disk..cloud")
    assert network.chain("disk..desk", "user.name", "users") is None


def test_a_witness_of_data_that_starts_at_a_node_is_empty():
    flow = Network.of(M).witness("users", "user.contact", "users")
    assert (flow.path, flow.nodes, flow.origin, flow.target) == ((), ("users",), "users", "users")


def test_a_witness_of_a_wider_key_is_for_something_below_it_the_certain_before_the_short():
    network = Network.of(
        DataMap(
            on=M.on,
            data_subjects=M.data_subjects,
            entities=M.entities,
            transfers=[
                Transfer(from_="users", to="shop", data_categories=("user.contact", "user.name")),
                Transfer(from_="shop", to="desk", data_categories="user.name", evidence="inferred"),
                Transfer(from_="shop", to="cloud", data_categories="user.contact"),
                Transfer(from_="cloud", to="desk", data_categories="user.contact"),
            ],
        )
    )
    flow = network.witness("desk", "user", "users")
    assert (flow.data_category, flow.certain, len(flow.path)) == ("user.contact", True, 3)
    assert network.witness("desk", "user", "staff") is None


def test_the_day_may_be_text_and_is_the_maps_own_by_default():
    assert len(Network.of(M).legs) == 5
    assert [leg.id for leg in Network.of(M, "2025-06-01").legs][-2:] == ["shop..desk", "disk..cloud"]
    with pytest.raises(QuestionError, match="date"):
        Network.of(M.model_copy(update={"on": None}))


@pytest.mark.parametrize(
    ("ask", "says"),
    [
        (lambda n: n.held("disc"), "did you mean disk"),
        (lambda n: n.flows(to="nowhere"), "name one of the map's: users"),
        (lambda n: n.flows(from_="users2"), "did you mean users"),
        (lambda n: n.flows(subjects="shop"), "no group of data subjects"),
        (lambda n: n.flows(category="user.contcat"), "did you mean user.contact"),
        (lambda n: n.witness("shop", "nonsense", None), "no data category"),
        (lambda n: n.carried("shop..desk"), "on that day"),
    ],
)
def test_what_the_map_does_not_know_is_refused(ask, says):
    with pytest.raises(QuestionError, match=says):
        ask(Network.of(M))


def test_a_map_without_transfers():
    network = Network.of(DataMap(entities=[Entity(id="shop", location="NL")]), "2024-05-01")
    assert network.held("shop") == frozenset()
    assert network.flows() == network.unexplained == network.legs == ()


def test_a_flow_shows_itself():
    flow = Network.of(M).flows(to="desk", subjects="users")[0]
    assert str(flow) == "user.contact of users: users → shop → disk → desk (rests on an inferred transfer)"
    shown = Flow("user.<b>", None, ("x",), ("<a>", "b"))._repr_mimebundle_()
    assert shown["text/plain"] == "user.<b> of people not declared: <a> → b"
    assert "<a>" not in shown["text/html"]
    assert "&lt;a&gt;" in shown["text/html"]
    assert pickle.loads(pickle.dumps(flow)) == flow


def test_the_graph_for_networkx():
    found = graph(M)
    assert isinstance(found, networkx.MultiDiGraph)
    assert found.graph == {"name": "Shop", "on": date(2024, 5, 1)}
    assert found.nodes["users"]["places"] == ("EEA",)
    assert found.nodes["disk"] | {"retention": None} == {
        "kind": "system", "name": "disk", "location": "aws:eu-west-1", "locations": (), "places": ("IE-D",),
        "operator": "shop", "host": "cloud", "retention": None, "source": None, "note": None,
    }  # fmt: skip
    assert (found.nodes["shop"]["kind"], found.nodes["shop"]["entity_kind"], found.nodes["shop"]["name"]) == (
        "entity",
        "company",
        "Shop BV",
    )
    assert sorted(found.edges(keys=True)) == [
        ("disk", "cloud", "disk..cloud"),
        ("disk", "desk", "disk..desk"),
        ("shop", "disk", "shop..disk"),
        ("staff", "shop", "signup..2"),
        ("users", "shop", "signup"),
    ]
    edge = found.edges["disk", "desk", "disk..desk"]
    assert (edge["kind"], edge["evidence"], edge["implied"]) == ("remote_access", "inferred", False)
    assert edge["carried"] == (("user.contact", "users"), ("user.contact", "staff"))
    assert networkx.has_path(found, "users", "desk")
    assert list(M.graph(on="2025-06-01").edges["shop", "desk", "shop..desk"]["data_categories"]) == ["user"]
