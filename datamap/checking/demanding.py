"""What may be demanded of the flows that a question finds: that there are none, that they stay within places, that they are covered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from datamap.checking.asking import Flows, flows, named, zone
from datamap.checking.asserting import Words, assert_covered, assert_no_flow, require_moving
from datamap.checking.proving import SHOWN, Proof, ProofError, head
from datamap.checking.spine import scene
from datamap.errors import QuestionError
from datamap.findings import Verdict
from datamap.flow import Flow
from datamap.model import DataMap
from datamap.rules.reach import holds, spots

EVERYTHING = ("user", "system")


@dataclass(frozen=True)
class Asked:
    """A question about flows, so that it can be put again in full."""

    map: DataMap
    on: date
    from_: str | None
    to: str | None
    data_categories: Words
    data_subjects: Words

    def flows(self, to: str | None = None) -> Flows:
        """All that the question finds, or to one node."""
        narrow = {"from_": self.from_, "data_categories": self.data_categories, "data_subjects": self.data_subjects}
        return flows(self.map, to=to or self.to, on=self.on, **narrow)  # type: ignore[arg-type]

    def __str__(self) -> str:
        what = ", ".join((self.data_categories,) if isinstance(self.data_categories, str) else self.data_categories or ("data",))
        return f"{what}{f' from {self.from_}' if self.from_ else ''}{f' to {self.to}' if self.to else ''}"


def none(asked: Asked, allow_empty: bool) -> None:
    """Nothing of it flows there, and nothing may."""
    categories = asked.data_categories or EVERYTHING
    if asked.from_ is None and asked.to is not None:
        assert_no_flow(
            asked.map, to=asked.to, data_categories=categories, data_subjects=asked.data_subjects, on=asked.on, allow_empty=allow_empty
        )
        return
    here = scene(asked.map, asked.on)
    proof = Proof(here)
    require_moving(
        proof.case, named(here, categories, "data category"), named(here, asked.data_subjects, "group of data subjects"), allow_empty
    )
    found = [(flow, sure and flow.certain) for node, sure in _ends(proof, asked) for flow in asked.flows(node)]
    _refuse(proof, found, f"there must be no flow of {asked}")


def _ends(proof: Proof, asked: Asked) -> Iterator[tuple[str | None, bool]]:
    """The nodes that the question means, and those that it may mean as nobody says where they are."""
    m = proof.here.map
    if asked.to is None or (not asked.to.startswith("place:") and asked.to in {*m.data_subjects, *m.entities, *m.systems}):
        yield asked.to, True
        return
    place = zone(proof.here, asked.to.removeprefix("place:"))
    for node in (*m.data_subjects, *m.entities, *m.systems):
        answers = [(holds(proof.case, s.place, place), s.sure) for s in spots(proof.case, node, False) if s.by != "control"]
        if any(answer is not False for answer, _ in answers):
            yield node, (True, True) in answers


def within(asked: Asked, places: Sequence[str], allow_empty: bool) -> None:
    """Every node that the flows come to is in one of the places."""
    here = scene(asked.map, asked.on)
    proof = Proof(here)
    zones = [zone(here, name) for name in places]
    if not zones:
        raise QuestionError("name the places within which the flows must stay")
    every = asked.flows()
    _require(every, asked, allow_empty)
    found = [(flow, answer is False and flow.certain) for flow in every if (answer := _inside(proof, flow, zones)) is not True]
    _refuse(proof, found, f"flows of {asked} must stay within {', '.join(places)}")


def _inside(proof: Proof, flow: Flow, zones: Sequence[str]) -> bool | None:
    """Whether all stops of a flow lie within; None where nobody can tell of one, and none is outside."""
    worst: bool | None = True
    for leg in flow.path:
        movement = proof.here.movements[leg].leg
        for spot in spots(proof.case, movement.to, movement.kind == "remote_access"):
            if spot.by == "control":
                continue
            answers = [holds(proof.case, spot.place, zone) for zone in zones]
            if True in answers:
                continue
            if None not in answers and spot.sure:
                return False
            worst = None
    return worst


def covered(asked: Asked, regime: Words, mechanism: Words, allow_empty: bool) -> None:
    """Every restricted transfer on the flows is covered."""
    every = asked.flows()
    _require(every, asked, allow_empty)
    legs = tuple(dict.fromkeys(leg for flow in every for leg in flow.path))
    if legs:
        assert_covered(asked.map, on=asked.on, regime=regime, mechanism=mechanism, transfers=legs, allow_empty=allow_empty)


def _require(every: Flows, asked: Asked, allowed: bool) -> None:
    if not every and not allowed:
        raise QuestionError(f"empty assertion: there is no flow of {asked} on {asked.on}; say allow_empty=True if that is meant")


def _refuse(proof: Proof, found: Sequence[tuple[Flow, bool]], promise: str) -> None:
    if not found:
        return
    certain = [flow for flow, sure in found if sure]
    told = list(dict.fromkeys(certain or (flow for flow, _ in found)))
    lines = [head(promise, proof.here, bool(certain))]
    for flow in told[:SHOWN]:
        lines.append(f"  {flow.data_category} of {flow.data_subjects or 'people not named'}:")
        lines += proof.hops(flow.path, (flow.data_category,))
    if len(told) > SHOWN:
        lines.append(f"  and {len(told) - SHOWN} more")
    raise ProofError("\n".join(lines), Verdict.VIOLATED if certain else Verdict.UNKNOWN)
