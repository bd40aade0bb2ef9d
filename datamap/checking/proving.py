"""The proof in the message of an assertion: each chain hop by hop, with what moves, what the law says, where it is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from datamap.assessment import Scene, assess
from datamap.findings import Assessment, Finding, Status, Verdict
from datamap.rules import RULES, Case

SHOWN = 20
"""The most findings that one message proves; it says how many more there are."""


class ProofError(AssertionError):
    """What an assertion raises: `verdict` tells violated from unknown, `findings` are the values behind the message."""

    def __init__(self, message: str, verdict: Verdict = Verdict.VIOLATED, findings: Sequence[Finding] = ()) -> None:
        super().__init__(message)
        self.verdict, self.findings = verdict, tuple(findings)

    def __reduce__(self) -> tuple[type[ProofError], tuple[str, Verdict, tuple[Finding, ...]]]:
        return (type(self), (str(self), self.verdict, self.findings))


class Proof:
    """Proofs on one map and day. What the regimes say is asked only when a proof is written."""

    def __init__(self, here: Scene) -> None:
        self.here = here
        self.case = Case(here, (), rules={rule.name: rule for rule in RULES})

    @cached_property
    def _judged(self) -> dict[str, list[Assessment]]:
        found: dict[str, list[Assessment]] = {}
        for assessment in assess(self.here):
            found.setdefault(assessment.transfer, []).append(assessment)
        return found

    def require_none(self, findings: Iterable[Finding], promise: str) -> None:
        """Raise with the proof of each finding, unless there is none. Violations hide what is only unknown."""
        every = list(findings)
        if not every:
            return
        certain = [f for f in every if f.verdict is Verdict.VIOLATED]
        told = certain or every
        lines = [head(promise, self.here, bool(certain))]
        for finding in told[:SHOWN]:
            lines += self._finding(finding)
        if len(told) > SHOWN:
            lines.append(f"  and {len(told) - SHOWN} more")
        raise ProofError("\n".join(lines), Verdict.VIOLATED if certain else Verdict.UNKNOWN, told)

    def _finding(self, finding: Finding) -> Iterator[str]:
        yield f"  {finding.message} [{finding.code} {finding.rule}]"
        yield from self.hops(finding.path, finding.data_categories)
        for cite in finding.cites:
            yield f"    law: {cite}"
        if finding.where:
            yield f"    at {finding.where}"
        if finding.fix:
            yield f"    fix: {finding.fix}"

    def hops(self, path: Sequence[str], categories: Sequence[str] = ()) -> Iterator[str]:
        """Each transfer of a chain on a line: its ends with their places, what it is, its id, its place in the file."""
        for number, leg in enumerate(path, 1):
            movement = self.here.movements.get(leg)
            if movement is None:
                yield f"    {number}. {leg}, which does not exist on {self.here.on}"
                continue
            at = self.case.where(self.case.leg_path(leg))
            what = ", ".join(self._passing(leg, categories)) or ", ".join(movement.leg.transfer.data_categories)
            kind = movement.leg.kind.replace("_", " ")
            ends = f"{self.placed(movement.leg.from_)} → {self.placed(movement.leg.to)}"
            yield f"    {number}. {ends}: {kind} of {what} (`{leg}`{f', {at}' if at else ''})"
            yield from (f"       {line}" for line in self._law(leg))

    def _passing(self, leg: str, categories: Sequence[str]) -> list[str]:
        covers = self.here.taxonomy.covers
        carried = dict.fromkeys(c.category for c in self.here.network.carried(leg))
        return [c for c in carried if not categories or any(covers(key, c) or covers(c, key) for key in categories)]

    def placed(self, node: str) -> str:
        """A node by its name, with the places where it is or may be."""
        group = self.here.map.data_subjects.get(node)
        places = [group.location] if group else [place or "place unknown" for place in self.here.places(node)]
        return f"{self.here.name(node)} ({' or '.join(places)})"

    def _law(self, leg: str) -> Iterator[str]:
        for a in self._judged.get(leg, ()):
            if a.verdict is Status.NOT_RESTRICTED:
                continue
            basis = f" by {a.mechanism}" if a.mechanism else ""
            why = f", {a.reasons[-1].says}" if a.reasons else ""
            cite = next((f" [{reason.cite}]" for reason in reversed(a.reasons) if reason.cite), "")
            yield f"{a.regime}: {a.verdict.value}{basis}{why}{cite}"


def head(promise: str, here: Scene, certain: bool) -> str:
    """The first line of a message: what was promised, on which day, and whether it is broken or nobody knows."""
    return f"{promise} on {here.on}: {'violated' if certain else 'unknown, which does not pass'}"
