"""The cheapest set of transfers whose end keeps data out of the places where it must not be.

Data travels in steps: a step is a transfer that carries a category of some people. Ending a transfer ends all its steps,
so the answer is the cheapest set that meets every chain of steps into a forbidden place. Chains are found one at a time:
while one is left, it is added to those that must be met.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from datamap.findings import Verdict
from datamap.model import Confine, Forbid
from datamap.repairs import Cut
from datamap.rules import Case, outside_confinement, reaches_forbidden_place
from datamap.rules.reach import arrivals, holds

PATIENCE = 5_000
"""Branches that the search looks at before it takes the best answer so far."""
CHAINS = 500
"""Chains that are met one by one; beyond that all chains are met at once, which may cost more than it must."""


@dataclass(frozen=True, slots=True)
class Step:
    """A transfer that carries a category of some people."""

    leg: str
    category: str
    people: str | None


def smallest_cut(case: Case, weights: Mapping[str, float] | None = None, keep: Collection[str] = ()) -> Cut:
    """The cheapest cut on one map and day; those in `keep` stay.

    A transfer costs 1 unless `weights` says otherwise, and one from people more than all others together: to collect
    nothing is the last resort.
    """
    return _Search(case, weights or {}, frozenset(keep)).cut()


class _Search:
    def __init__(self, case: Case, weights: Mapping[str, float], keep: frozenset[str]) -> None:
        self.case, self.weights, self.keep = case, weights, keep
        self.here = case.scene
        self._from_end: dict[str, int] = {}

    def cut(self) -> Cut:
        """The answer."""
        targets, direct = self._wrong()
        stuck = set[str]()
        chains = [frozenset({leg}) for leg in sorted(direct) if self._cuttable(leg)]
        self._from_end = dict.fromkeys(direct, 0)
        chosen, proven = frozenset[str](), True
        while True:
            chosen, found = self._cheapest(chains)
            proven = proven and found
            more = self._chains(targets, chosen)
            if not more:
                break
            for chain in more:
                self._mark(chain)
                free = frozenset(self._free(chain))
                if free:
                    chains.append(free)
                else:
                    stuck.add(self._end(chain[-1]))
            targets = {step for step in targets if self._end(step) not in stuck}
            if len(chains) > CHAINS or not proven:
                chosen, proven = self._all_at_once(targets) | {leg for leg in direct if self._cuttable(leg)}, False
                break
        weight = sum(self._weight(leg) for leg in chosen)
        order = [leg.id for leg in self.here.legs]
        return Cut(tuple(leg for leg in order if leg in chosen), weight, proven, self._dry(chosen), tuple(sorted(stuck)))

    def _mark(self, chain: Sequence[Step]) -> None:
        """Note how far from its end each transfer of a chain is: of equals the last is cut, as it disturbs least."""
        for far, step in enumerate(reversed(chain)):
            self._from_end[step.leg] = min(far, self._from_end.get(step.leg, far))

    def _cuttable(self, leg: str) -> bool:
        return leg not in self.keep

    def _weight(self, leg: str) -> float:
        given = self.weights.get(leg)
        return self._usual(leg) if given is None else given

    def _usual(self, leg: str) -> float:
        people = self.here.movements[leg].leg.from_ in self.here.map.data_subjects
        return len(self.here.legs) + 1.0 if people else 1.0

    def _free(self, chain: Sequence[Step]) -> list[str]:
        return [step.leg for step in chain if self._cuttable(step.leg)]

    def _end(self, step: Step) -> str:
        return self.here.movements[step.leg].leg.to

    # What is wrong, and how data gets there.

    def _wrong(self) -> tuple[set[Step], set[str]]:
        """The steps that bring data to where it must not be, and the transfers from places where it is from the start."""
        at_fault = self._at_fault()
        steps, direct = set[Step](), set[str]()
        for promise, outside in self._promises():
            for arrival in arrivals(self.case, promise.data_categories, promise.data_subjects, outside):
                if arrival.spot.node in at_fault and arrival.certain and self._breaks(promise, arrival.spot.place, arrival.spot.by):
                    if arrival.leg is None:
                        direct.add(arrival.path[-1])
                    else:
                        steps.add(Step(arrival.leg, arrival.category, arrival.people))
        return steps, direct

    def _at_fault(self) -> set[str]:
        """The nodes of which a finding that nobody waived says that data must not be there."""
        waived = [w.finding for w in self.here.map.waivers if w.until >= self.here.on]
        found = [*reaches_forbidden_place.find(self.case), *outside_confinement.find(self.case)]
        certain = [f for f in found if f.verdict is Verdict.VIOLATED and not any(f.called(name) for name in waived)]
        return {f.id.partition("@")[2].partition("/")[0] for f in certain}

    def _promises(self) -> Iterator[tuple[Forbid | Confine, str | None]]:
        for policy in self.here.map.policies:
            if policy.forbid or policy.confine:
                yield (policy.forbid or policy.confine), None  # type: ignore[misc]
        for place in dict.fromkeys((*self.here.map.defaults.forbid, *self.case.forbid)):
            yield Forbid(place=place), place

    def _breaks(self, promise: Forbid | Confine, place: str | None, by: str) -> bool:
        if isinstance(promise, Forbid):
            return by in promise.by and holds(self.case, place, promise.place) is True
        return by != "control" and all(holds(self.case, place, zone) is False for zone in promise.within)

    @cached_property
    def _steps(self) -> dict[str, list[Step]]:
        """The steps that leave each node."""
        found: dict[str, list[Step]] = {}
        for leg in self.here.legs:
            for carried in self.here.network.carried(leg.id):
                found.setdefault(leg.from_, []).append(Step(leg.id, carried.category, carried.people))
        return found

    @cached_property
    def _starts(self) -> list[Step]:
        """The steps with which data begins to travel."""
        after = {step for before in self._after.values() for step in before}
        people = self.here.map.data_subjects
        unexplained = {
            Step(leg.id, c.category, c.people) for leg in self.here.legs for c in self.here.network.carried(leg.id) if not c.explained
        }
        every = [step for steps in self._steps.values() for step in steps]
        return [s for s in every if self.here.movements[s.leg].leg.from_ in people or s in unexplained or s not in after]

    @cached_property
    def _after(self) -> dict[Step, list[Step]]:
        covers = self.here.taxonomy.covers
        found: dict[Step, list[Step]] = {}
        for steps in self._steps.values():
            for step in steps:
                ahead = [later for node in self._held_by(self._end(step)) for later in self._steps.get(node, ())]
                found[step] = [
                    later
                    for later in ahead
                    if later.people == step.people and (covers(step.category, later.category) or covers(later.category, step.category))
                ]
        return found

    def _held_by(self, node: str) -> tuple[str, ...]:
        """A node and the entity that holds what is there."""
        system = self.here.map.systems.get(node)
        return (node, system.operator) if system and system.operator else (node,)

    def _reached(self, without: Collection[str]) -> dict[Step, Step | None]:
        """Every step that data still takes, each with the one before on a shortest chain."""
        back: dict[Step, Step | None] = {step: None for step in self._starts if step.leg not in without}
        waiting = deque(back)
        while waiting:
            step = waiting.popleft()
            for later in self._after[step]:
                if later not in back and later.leg not in without:
                    back[later] = step
                    waiting.append(later)
        return back

    def _chains(self, targets: Collection[Step], without: Collection[str]) -> list[list[Step]]:
        """A chain into each node that is still reached, and that none of the cuts meets."""
        back = self._reached(without)
        last: dict[str, Step] = {}
        for step in sorted((step for step in targets if step in back), key=lambda s: (s.leg, s.category, s.people or "")):
            last.setdefault(self._end(step), step)
        return [self._walked(back, step) for step in last.values()]

    def _walked(self, back: Mapping[Step, Step | None], step: Step) -> list[Step]:
        chain = [step]
        while (before := back[chain[-1]]) is not None:
            chain.append(before)
        return chain[::-1]

    def _dry(self, cut: Collection[str]) -> tuple[str, ...]:
        """The transfers that carry something now and nothing after the cut."""
        flowing = {step.leg for step in self._reached(cut)}
        carrying = {step.leg for steps in self._steps.values() for step in steps}
        return tuple(leg.id for leg in self.here.legs if leg.id in carrying and leg.id not in flowing and leg.id not in cut)

    # The cheapest set that meets every chain.

    def _cheapest(self, chains: Sequence[frozenset[str]]) -> tuple[frozenset[str], bool]:
        """A cheapest set of transfers with one of each chain, and whether the search came to its end."""
        small = [chain for chain in set(chains) if not any(other < chain for other in chains)]
        small.sort(key=lambda chain: (len(chain), sorted(chain)))
        late = {leg: sum(1 for chain in chains if leg in chain) for chain in chains for leg in chain}
        best: list[tuple[float, frozenset[str]]] = [(float("inf"), frozenset())]
        spent = 0

        def bound(open_: Sequence[frozenset[str]]) -> float:
            met, least = set[str](), 0.0
            for chain in open_:
                if not met & chain:
                    met |= chain
                    least += min(map(self._weight, chain))
            return least

        def search(chosen: frozenset[str], cost: float, barred: frozenset[str]) -> None:
            nonlocal spent
            spent += 1
            open_ = [chain - barred for chain in small if not chain & chosen]
            if not open_:
                if cost < best[0][0]:
                    best[0] = (cost, chosen)
                return
            if spent > PATIENCE or any(not chain for chain in open_) or cost + bound(open_) >= best[0][0]:
                return
            tried = barred
            shortest = sorted(open_, key=len)[0]
            for leg in sorted(shortest, key=lambda name: (self._weight(name) / late[name], self._from_end[name], name)):
                search(chosen | {leg}, cost + self._weight(leg), tried)
                tried |= {leg}

        search(frozenset(), 0.0, frozenset())
        return best[0][1], spent <= PATIENCE

    def _all_at_once(self, targets: Collection[Step]) -> frozenset[str]:
        """A minimum cut of transfers that takes every transfer to carry all that any of its steps does: enough, not always least."""
        import networkx

        graph: networkx.DiGraph[object] = networkx.DiGraph()
        for leg in {step.leg for steps in self._steps.values() for step in steps}:
            capacity = {"capacity": self._weight(leg)} if self._cuttable(leg) else {}
            graph.add_edge((leg, "in"), (leg, "out"), **capacity)
        for step, later in self._after.items():
            graph.add_edges_from(((step.leg, "out"), (each.leg, "in")) for each in later)
        graph.add_edges_from(("from", (step.leg, "in")) for step in self._starts)
        graph.add_edges_from(((step.leg, "out"), "to") for step in targets)
        _, (near, _) = networkx.minimum_cut(graph, "from", "to")
        ends = ((leg, side) for leg, side in (node for node in near if isinstance(node, tuple)) if side == "in")
        return frozenset(leg for leg, _ in ends if (leg, "out") not in near)
