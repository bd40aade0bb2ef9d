"""Flow as the contract words it, slowly: plain sets and networkx, sharing no code with `datamap.flow`.

A datum is a pair of category and people. A node that holds a key holds all that is below it, so what nodes hold are sets
of data that are closed downward over the keys that the day's transfers name or drop.
"""

from __future__ import annotations

import networkx as nx


def covers(upper, lower):
    return upper == lower or lower.startswith(upper + ".")


def listed(data):
    """The data that no wider datum of the set covers."""
    return {(k, who) for k, who in data if not any(k != wider and covers(wider, k) and who == other for wider, other in data)}


class Leg:
    def __init__(self, m, leg):
        transfer = leg.transfer
        self.id, self.from_, self.to = leg.id, leg.from_, leg.to
        self.names, self.drops = transfer.data_categories, transfer.drops
        self.anonymised, self.inferred = transfer.anonymised, transfer.evidence == "inferred"
        self.people = set(transfer.data_subjects) or ({leg.from_} if leg.from_ in m.data_subjects else set())
        self.implied = leg.written is None

    def passes(self, datum):
        key, who = datum
        if self.anonymised or (self.people and who not in self.people):
            return False
        return any(covers(name, key) for name in self.names) and not any(covers(drop, key) for drop in self.drops)


class Reference:
    """Everything about a map on a day that `Network` also answers."""

    def __init__(self, m, day):
        self.m = m
        in_time = [leg for leg in m.legs if (leg.transfer.starts or day) <= day <= (leg.transfer.ends or day)]
        self.legs = [Leg(m, leg) for leg in in_time]
        self.nodes = [*m.data_subjects, *m.entities, *m.systems]
        self.operator = {name: system.operator for name, system in m.systems.items() if system.operator}
        self.keys = {key for leg in self.legs for key in (*leg.names, *leg.drops)}
        sure = [leg for leg in self.legs if not leg.inferred]
        self.sure_start, lost = self.settle(sure, self.own(sure), set())
        self.start, self.lost = self.settle(self.legs, join(self.sure_start, self.own(self.legs)), lost)
        self.sure_legs = sure
        self.sure_held, self.held_data = self.spread(sure, self.sure_start), self.spread(self.legs, self.start)

    def below(self, key):
        return {other for other in self.keys if covers(key, other)}

    def own(self, legs):
        """People hold of themselves what legs take from them."""
        start = {node: set() for node in self.nodes}
        for leg in legs:
            if leg.from_ in leg.people:
                start[leg.from_] |= {(key, leg.from_) for name in leg.names for key in self.below(name)}
        return start

    def spread(self, legs, start):
        """What each node holds in the end; an operator also what its systems hold."""
        held = {node: set(data) for node, data in start.items()}
        changed = True
        while changed:
            before = sum(map(len, held.values()))
            for leg in legs:
                held[leg.to] |= {datum for datum in held[leg.from_] if leg.passes(datum)}
            for system, operator in self.operator.items():
                held[operator] |= held[system]
            changed = sum(map(len, held.values())) > before
        return held

    def arrivals(self, legs, start):
        """What transfers, or systems at a node's disposal, bring to it. What an operator puts into its own system is not brought to it."""
        held = self.spread(legs, start)
        came = {node: set() for node in self.nodes}
        for system, operator in self.operator.items():
            came[operator] |= start[system]
        for leg in legs:
            for node in self.ends(leg):
                came[node] |= {datum for datum in held[leg.from_] if leg.passes(datum)}
        return came

    def ends(self, leg):
        operator = self.operator.get(leg.to)
        return [leg.to] if operator in (None, leg.from_) else [leg.to, operator]

    def claims(self, legs):
        found = set()
        for leg in legs:
            if not leg.implied:
                found |= {(leg.from_, name, who) for name in leg.names for who in leg.people or {"anybody"} if who != leg.from_}
        return found

    def given(self, claim):
        _, name, who = claim
        return {(key, None if who == "anybody" else who) for key in self.below(name)}

    @staticmethod
    def wants(claim, datum):
        _, name, who = claim
        return covers(name, datum[0]) and who in ("anybody", datum[1])

    def explained(self, claim, came):
        return any(self.wants(claim, datum) for datum in came[claim[0]])

    def settle(self, legs, start, known):
        """What starts where, and which claims nothing explains."""
        lost = set(known)
        while True:
            came = self.arrivals(legs, start)
            left = {claim for claim in self.claims(legs) - lost if not self.explained(claim, came)}
            if not left:
                return start, lost
            graph = nx.DiGraph()
            graph.add_nodes_from(left)
            for claim in left:
                alone = {node: set() for node in self.nodes}
                alone[claim[0]] = self.given(claim)
                reached = self.arrivals(legs, alone)
                graph.add_edges_from((claim, other) for other in left if self.explained(other, reached))
            groups = nx.condensation(graph)
            first = {claim for group in groups if groups.in_degree(group) == 0 for claim in groups.nodes[group]["members"]}
            start = {node: set(data) for node, data in start.items()}
            for claim in first:
                start[claim[0]] |= self.given(claim)
            lost |= first

    # What a network answers.

    def carried(self, leg):
        return {datum for datum in self.held_data[leg.from_] if leg.passes(datum)}

    def told(self, leg):
        lost = {datum for claim in self.lost if claim[0] == leg.from_ for datum in self.given(claim)}
        return {(key, who, (key, who) not in lost) for key, who in listed(self.carried(leg))}

    def into(self, node):
        return [leg for leg in self.legs if node in self.ends(leg)]

    def held(self, node):
        sets = [self.start[node]] + [self.start[system] for system, operator in self.operator.items() if operator == node]
        return set().union(*map(listed, sets), *(listed(self.carried(leg)) for leg in self.into(node)))

    def unexplained(self):
        return {
            (leg.id, name, None if who == "anybody" else who)
            for leg in self.legs
            if not leg.implied
            for name in leg.names
            for who in leg.people or {"anybody"}
            if (leg.from_, name, who) in self.lost
        }

    def distances(self, legs, start, datum):
        """The fewest transfers by which a datum comes to each node; a step from a system to its operator is none."""
        graph = nx.MultiDiGraph()
        graph.add_nodes_from(self.nodes)
        graph.add_weighted_edges_from((system, operator, 0) for system, operator in self.operator.items())
        graph.add_weighted_edges_from((leg.from_, leg.to, 1) for leg in legs if leg.passes(datum))
        origins = {node for node in self.nodes if datum in start[node]}
        return nx.multi_source_dijkstra_path_length(graph, origins) if origins else {}

    def arriving(self, legs, start, node, datum):
        """The fewest transfers, at least one, by which a datum comes to a node; None where none brings it."""
        far = self.distances(legs, start, datum)
        steps = [far[leg.from_] + 1 for leg in self.into(node) if leg in legs and leg.passes(datum) and leg.from_ in far]
        return min(steps, default=None)


def join(one, other):
    return {node: one[node] | other[node] for node in one}
