"""Each sentence of the contract on flow, as an example."""

from __future__ import annotations

from datetime import date

import pytest

from datamap.flow import Carried, Flow, Network
from datamap.model import DataMap, DataSubjects, Entity, System, Transfer

DAY = date(2024, 5, 1)


def network(*transfers, systems=(), people=("users",)):
    """A map of what its transfers name: people, the systems given, and entities for all else."""
    written = [
        Transfer(**{"from_": start, "to": end, "data_categories": keys, **more}) for start, end, keys, more in (_four(t) for t in transfers)
    ]
    known = {*people, *(system.id for system in systems)}
    names = (
        {end for transfer in written for end in (*transfer.from_, *transfer.to)} | {s.operator for s in systems} | {s.host for s in systems}
    )
    entities = [Entity(id=name, location="NL") for name in sorted(names - known - {None})]
    return Network.of(
        DataMap(data_subjects=[DataSubjects(id=p) for p in people], entities=entities, systems=list(systems), transfers=written), DAY
    )


def _four(transfer):
    return transfer if len(transfer) == 4 else (*transfer, {})


def told(carried):
    return {(c.category, c.people) for c in carried}


USERS_CONTACT = ("users", "shop", "user.contact")


def test_a_transfer_passes_on_what_its_source_holds_of_what_it_names():
    n = network(("users", "shop", ["user.contact", "user.name"]), ("shop", "host", "user.contact"))
    assert n.held("host") == {("user.contact", "users")}


def test_a_key_stands_for_all_below_it():
    n = network(("users", "shop", ["user.contact.email", "user.name"]), ("shop", "host", "user"))
    assert n.held("host") == {("user.contact.email", "users"), ("user.name", "users")}
    assert n.unexplained == ()


def test_a_key_does_not_stand_for_its_namesakes():
    n = network(("users", "shop", "user.device.cookie_id"), ("shop", "host", "user.device.cookie"))
    assert n.carried("shop..host") == (Carried("user.device.cookie", None, explained=False),)


def test_naming_a_child_of_what_is_held_passes_the_child():
    n = network(("users", "shop", "user"), ("shop", "host", "user.contact.email"))
    assert n.held("host") == {("user.contact.email", "users")}
    assert n.unexplained == ()


def test_drops_removes_a_category_and_all_below_it():
    n = network(("users", "shop", ["user.contact.email", "user.name"]), ("shop", "host", "user", {"drops": "user.contact"}))
    assert n.held("host") == {("user.name", "users")}


def test_dropping_a_child_of_what_is_held_leaves_the_rest():
    n = network(
        ("users", "shop", "user.contact"),
        ("shop", "host", "user.contact", {"drops": "user.contact.email"}),
        ("host", "far", "user.contact"),
    )
    assert n.held("far") == {("user.contact", "users")}
    assert n.flows(to="far", category="user.contact.email") == ()
    assert n.witness("far", "user.contact.email", "users") is None
    assert n.witness("far", "user.contact.phone_number", "users").path == ("users..shop", "shop..host", "host..far")


def test_what_was_dropped_on_the_way_does_not_explain_itself_further_on():
    n = network(
        ("users", "shop", "user.contact"),
        ("shop", "host", "user.contact", {"drops": "user.contact.email"}),
        ("host", "far", "user.contact.email"),
    )
    assert n.carried("host..far") == (Carried("user.contact.email", None, explained=False),)


def test_anonymised_data_is_personal_data_no_longer():
    n = network(USERS_CONTACT, ("shop", "host", "user.contact", {"anonymised": True}), ("host", "far", "user.contact"))
    assert n.carried("shop..host") == ()
    assert n.held("host") == {("user.contact", None)}
    assert n.unexplained == (("host..far", "user.contact", None),)


def test_a_transfer_is_about_the_people_it_names():
    n = network(
        USERS_CONTACT,
        ("staff", "shop", "user.contact"),
        ("shop", "host", "user.contact", {"data_subjects": ["staff"]}),
        people=("users", "staff"),
    )
    assert n.held("host") == {("user.contact", "staff")}


def test_a_transfer_that_names_nobody_is_about_all_whose_data_its_source_holds():
    n = network(USERS_CONTACT, ("staff", "shop", "user.contact"), ("shop", "host", "user.contact"), people=("users", "staff"))
    assert n.held("host") == {("user.contact", "staff"), ("user.contact", "users")}


def test_a_transfer_from_people_is_about_them():
    n = network(USERS_CONTACT, ("shop", "staff", "user.contact"), ("staff", "host", "user"), people=("users", "staff"))
    assert n.held("staff") == {("user.contact", "users"), ("user", "staff")}
    assert n.held("host") == {("user", "staff")}


def test_people_may_hand_on_what_they_have_of_others():
    n = network(
        USERS_CONTACT, ("shop", "staff", "user.contact"), ("staff", "host", "user", {"data_subjects": "users"}), people=("users", "staff")
    )
    assert n.held("host") == {("user.contact", "users")}


def test_what_a_transfer_names_is_held_at_its_source_with_a_note():
    n = network(("shop", "host", "user.contact"))
    assert n.held("shop") == n.held("host") == {("user.contact", None)}
    assert n.unexplained == (("shop..host", "user.contact", None),)
    assert n.carried("shop..host") == (Carried("user.contact", None, explained=False),)


def test_what_is_unexplained_once_explains_what_follows():
    n = network(("shop", "host", "user.contact"), ("host", "far", "user.contact.email"))
    assert n.unexplained == (("shop..host", "user.contact", None),)
    assert n.carried("host..far") == (Carried("user.contact.email", None, explained=True),)


def test_data_of_other_people_does_not_explain_those_that_are_named():
    n = network(USERS_CONTACT, ("shop", "host", "user.contact", {"data_subjects": "staff"}), people=("users", "staff"))
    assert n.unexplained == (("shop..host", "user.contact", "staff"),)
    assert n.held("host") == {("user.contact", "staff")}


def test_a_circle_that_nothing_feeds_explains_nothing():
    n = network(("one", "two", "user.contact"), ("two", "one", "user.contact"), ("two", "far", "user.contact"))
    assert n.unexplained == (("one..two", "user.contact", None), ("two..one", "user.contact", None), ("two..far", "user.contact", None))


def test_what_hangs_on_an_unfed_circle_is_explained_by_it():
    n = network(("one", "two", "user"), ("two", "one", "user"), ("two", "far", "user"), ("far", "end", "user"))
    assert [leg for leg, _, _ in n.unexplained] == ["one..two", "two..one", "two..far"]


def test_a_circle_that_people_feed_is_explained():
    n = network(("users", "one", "user.contact"), ("one", "two", "user.contact"), ("two", "one", "user.contact"))
    assert n.unexplained == ()


def test_a_copy_to_itself_explains_nothing():
    assert network(("one", "one", "user.contact")).unexplained == (("one..one", "user.contact", None),)


def test_an_operator_has_what_its_systems_hold():
    n = network(
        ("users", "disk", "user.contact"), ("acme", "far", "user.contact"), systems=[System(id="disk", location="HK", operator="acme")]
    )
    assert n.held("acme") == {("user.contact", "users")}
    assert n.unexplained == ()
    (flow,) = n.flows(to="far")
    assert (flow.path, flow.nodes) == (("users..disk", "acme..far"), ("users", "disk", "acme", "far"))


def test_a_system_has_not_what_its_operator_holds():
    n = network(
        ("users", "acme", "user.contact"), ("disk", "far", "user.contact"), systems=[System(id="disk", location="HK", operator="acme")]
    )
    assert n.held("disk") == {("user.contact", None)}
    assert n.unexplained == (("disk..far", "user.contact", None),)


def test_unexplained_data_in_a_system_explains_what_its_operator_sends():
    n = network(
        ("disk", "near", "user.contact"), ("acme", "far", "user.contact"), systems=[System(id="disk", location="HK", operator="acme")]
    )
    assert n.unexplained == (("disk..near", "user.contact", None),)
    assert n.witness("far", "user.contact", None).nodes == ("disk", "acme", "far")


def test_a_host_has_what_the_system_holds_and_no_more():
    disk = System(id="disk", location="HK", operator="acme", host="cloud")
    n = network(("users", "disk", "user.contact"), systems=[disk])
    assert n.held("cloud") == {("user.contact", "users")}
    assert n.unexplained == ()
    empty = network(("users", "acme", "user.contact"), systems=[disk])
    assert empty.carried("disk..cloud") == ()
    assert empty.unexplained == ()


@pytest.mark.parametrize(
    ("starts", "ends", "there"),
    [(None, None, True), ("2024-05-01", "2024-05-01", True), ("2024-05-02", None, False), (None, "2024-04-30", False)],
)
def test_a_transfer_exists_between_its_days(starts, ends, there):
    n = network((*USERS_CONTACT, {"starts": starts and date.fromisoformat(starts), "ends": ends and date.fromisoformat(ends)}))
    assert bool(n.legs) is bool(n.held("shop")) is there


def test_a_flow_is_the_shortest_chain_and_of_those_the_first_written():
    n = network(
        ("users", "a", "user"), ("users", "b", "user"), ("a", "c", "user"), ("b", "d", "user"), ("a", "d", "user"), ("c", "d", "user")
    )
    assert n.witness("d", "user", "users") == Flow("user", "users", ("users..b", "b..d"), ("users", "b", "d"))


def test_a_chain_is_of_one_category_of_one_group_of_people():
    """The short way to `far` takes names only, and staff only."""
    n = network(
        ("users", "shop", ["user.name", "user.contact"]),
        ("staff", "shop", ["user.name", "user.contact"]),
        ("shop", "far", "user.name"),
        ("shop", "host", "user.contact", {"data_subjects": "users"}),
        ("host", "far", "user"),
        people=("users", "staff"),
    )
    assert [(f.data_category, f.data_subjects, f.path) for f in n.flows(to="far")] == [
        ("user.contact", "users", ("users..shop", "shop..host", "host..far")),
        ("user.name", "users", ("users..shop", "shop..far")),
        ("user.name", "staff", ("staff..shop", "shop..far")),
    ]


def test_what_rests_on_an_inferred_transfer_is_not_certain():
    n = network(USERS_CONTACT, ("shop", "far", "user.contact", {"evidence": "inferred"}))
    assert [(f.target, f.certain) for f in n.flows()] == [("far", False), ("shop", True)]


def test_a_longer_chain_that_is_certain_goes_before_a_shorter_one_that_is_not():
    n = network(
        USERS_CONTACT,
        ("shop", "far", "user.contact", {"evidence": "inferred"}),
        ("shop", "host", "user.contact"),
        ("host", "far", "user.contact", {"evidence": "observed"}),
    )
    (flow,) = n.flows(to="far")
    assert flow.certain
    assert flow.path == ("users..shop", "shop..host", "host..far")


def test_an_inferred_transfer_never_weakens_what_is_declared():
    """Without the guess the host passes on data of people not declared; the guess adds whose it may be."""
    n = network(USERS_CONTACT, ("shop", "host", "user.contact", {"evidence": "inferred"}), ("host", "far", "user.contact"))
    assert [(f.data_subjects, f.certain) for f in n.flows(to="far")] == [(None, True), ("users", False)]
    assert n.unexplained == (("host..far", "user.contact", None),)


def test_data_that_comes_back_to_people_is_a_flow():
    n = network(USERS_CONTACT, ("shop", "users", "user.contact"))
    assert [f.nodes for f in n.flows(to="users")] == [("users", "shop", "users")]
