"""The network answers what the slow reference answers, on random maps, and every chain that it gives is a real one."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, given, settings
from maps import DAY, KEYS, PEOPLE, maps
from reference import Reference, covers, listed

from datamap.flow import Network

EXAMPLES = int(os.environ.get("DATAMAP_EXAMPLES", "80"))
many = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))


@many
@given(maps())
def test_what_is_held_carried_and_unexplained(m):
    network, slow = Network.of(m, DAY), Reference(m, DAY)
    assert [leg.id for leg in network.legs] == [leg.id for leg in slow.legs]
    for node in slow.nodes:
        assert network.held(node) == slow.held(node), node
    for leg in slow.legs:
        assert {(c.category, c.people, c.explained) for c in network.carried(leg.id)} == slow.told(leg), leg.id
    assert set(network.unexplained) == slow.unexplained()


def check_chain(slow, flow, datum, legs, start):
    """Each step really passes the datum, the steps join, and the chain begins where the datum starts."""
    by_id = {leg.id: leg for leg in legs}
    nodes = list(flow.nodes)
    at = nodes.pop(0)
    assert datum in start[at]
    for name in flow.path:
        leg = by_id[name]
        if at != leg.from_:
            assert slow.operator[at] == leg.from_ == nodes.pop(0)
        assert leg.passes(datum)
        at = nodes.pop(0)
        assert at == leg.to
    if nodes:
        assert nodes == [slow.operator[at]]


@many
@given(maps())
def test_flows_are_shortest_and_real(m):
    network, slow = Network.of(m, DAY), Reference(m, DAY)
    for node in slow.nodes:
        expected = set()
        for datum in set().union(*(listed(slow.carried(leg)) for leg in slow.into(node))):
            sure = slow.arriving(slow.sure_legs, slow.sure_start, node, datum)
            expected.add((*datum, sure is not None, sure or slow.arriving(slow.legs, slow.start, node, datum)))
        flows = network.flows(to=node)
        assert {(f.data_category, f.data_subjects, f.certain, len(f.path)) for f in flows} == expected
        assert len(flows) == len(expected)
        for flow in flows:
            legs, start = (slow.sure_legs, slow.sure_start) if flow.certain else (slow.legs, slow.start)
            check_chain(slow, flow, (flow.data_category, flow.data_subjects), legs, start)
            assert flow.target == node


@many
@given(maps())
def test_witnesses_are_shortest_and_real(m):
    network, slow = Network.of(m, DAY), Reference(m, DAY)
    for node in slow.nodes:
        for key in slow.keys:
            for who in (None, *PEOPLE):
                flow = network.witness(node, key, who)
                if (key, who) not in slow.held_data[node]:
                    below = any(covers(key, other) and who == whose for other, whose in slow.held_data[node])
                    assert (flow is not None) == below
                    continue
                sure = slow.distances(slow.sure_legs, slow.sure_start, (key, who)).get(node)
                assert flow.certain == (sure is not None)
                assert flow.data_category == key
                far = slow.distances(slow.legs, slow.start, (key, who))[node]
                assert len(flow.path) == (far if sure is None else sure)
                legs, start = (slow.sure_legs, slow.sure_start) if flow.certain else (slow.legs, slow.start)
                check_chain(slow, flow, (key, who), legs, start)


@many
@given(maps())
def test_flows_that_begin_at_a_node(m):
    network, slow = Network.of(m, DAY), Reference(m, DAY)
    for begin in slow.nodes:
        start = {node: slow.held_data[node] if node == begin else set() for node in slow.nodes}
        held = slow.spread(slow.legs, start)
        for node in slow.nodes:
            brought = [listed({datum for datum in held[leg.from_] if leg.passes(datum)}) for leg in slow.into(node)]
            flows = network.flows(from_=begin, to=node)
            assert {(f.data_category, f.data_subjects) for f in flows} == set().union(*brought)
            for flow in flows:
                datum = (flow.data_category, flow.data_subjects)
                assert flow.origin == begin
                if not flow.certain:
                    assert len(flow.path) == slow.arriving(slow.legs, start, node, datum)
                check_chain(slow, flow, datum, slow.legs, start)


@many
@given(maps())
def test_a_question_about_a_key_is_answered_as_narrowly(m):
    network, slow = Network.of(m, DAY), Reference(m, DAY)
    for node in slow.nodes:
        came = set().union(*(slow.carried(leg) for leg in slow.into(node)))
        for key in KEYS:
            nearest = max((k for k in slow.keys if covers(k, key)), key=len, default=None)
            expected = {(key, who) for k, who in came if k == nearest}
            for leg in slow.into(node):
                carried = slow.carried(leg)
                whole = {who for k, who in carried if k == nearest}
                expected |= listed({(k, who) for k, who in carried if covers(key, k) and who not in whole})
            flows = network.flows(to=node, category=key)
            assert {(f.data_category, f.data_subjects) for f in flows} == expected
