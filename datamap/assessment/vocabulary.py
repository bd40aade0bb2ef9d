"""Words of a map that only the law book knows: regimes, attributes, kinds of agreement, mechanisms."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from difflib import get_close_matches

from datamap.errors import Problem
from datamap.law import LawBook
from datamap.model import DataMap, Path

ADEQUACY = frozenset({"adequacy", "adequacy_onward"})


def problems(m: DataMap, law: LawBook) -> list[Problem]:
    """Every word that the law book does not know, and every waiver on an id that shifts."""
    return [*_entities(m, law), *_agreements(m, law), *_policies(m, law), *_waivers(m)]


def _unknown(path: Path, what: str, word: str, known: Collection[str]) -> Iterator[Problem]:
    if word not in known:
        choices = sorted(known)
        near = get_close_matches(word, choices, n=2, cutoff=0.5)
        yield Problem(
            path,
            f"the law book knows no {what} {word!r}",
            f"did you mean {' or '.join(near)}?" if near else f"it knows {', '.join(choices[:12])}",
        )


def _entities(m: DataMap, law: LawBook) -> Iterator[Problem]:
    for entity in m.entities.values():
        at: Path = ("entities", entity.id)
        for key in ("subject_to", "not_subject_to"):
            for index, name in enumerate(getattr(entity, key)):
                if name not in law.regimes and name not in law.attributes:
                    yield from _unknown((*at, key, index), "regime", name, {*law.regimes, *law.announced})
        for index, attribute in enumerate(entity.attributes):
            yield from _unknown((*at, "attributes", index), "attribute", attribute.is_, law.attributes)


def _agreements(m: DataMap, law: LawBook) -> Iterator[Problem]:
    for agreement in m.agreements.values():
        yield from _unknown(("agreements", agreement.id, "kind"), "kind of agreement", agreement.kind, law.agreements)
        for index, addendum in enumerate(agreement.addenda):
            yield from _unknown(("agreements", agreement.id, "addenda", index), "addendum", addendum, {"uk", "swiss"})


def _policies(m: DataMap, law: LawBook) -> Iterator[Problem]:
    for index, policy in enumerate(m.policies):
        for name in policy.require.mechanism if policy.require else ():
            yield from _unknown(("policies", index, "require", "mechanism"), "mechanism", name, ADEQUACY.union(law.agreements))


def _waivers(m: DataMap) -> Iterator[Problem]:
    if not m.waivers:
        return
    numbered = m.estate.numbered
    for index, waiver in enumerate(m.waivers):
        subject = waiver.finding.partition("@")[2].partition("/")[0]
        if "@" not in waiver.finding and "*" not in waiver.finding:
            yield Problem(
                ("waivers", index, "finding"), f"{waiver.finding!r} is no id of a finding", "copy it from a report: rule@subject/regime"
            )
        elif subject in numbered:
            yield Problem(
                ("waivers", index, "finding"),
                f"{subject!r} is a numbered id, which shifts when the map changes",
                "give that transfer an id of its own, and name it here",
            )
