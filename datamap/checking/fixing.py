"""The smallest repair of a map: which transfers to cut, which agreements to sign, and what is left then."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from datamap.checking.cutting import smallest_cut
from datamap.checking.papering import drafts, with_agreements
from datamap.checking.spine import check, scene
from datamap.errors import QuestionError
from datamap.findings import Level
from datamap.model import Agreement, DataMap, FrozenMap, ImpactAssessment, Party
from datamap.model.map import LARGE
from datamap.model.references import meant
from datamap.repairs import Draft, Repair
from datamap.rules import RULES, Case


def fix(
    m: DataMap,
    on: date | str | None = None,
    *,
    forbid: Collection[str] = (),
    weights: Mapping[str, float] | None = None,
    keep: Collection[str] = (),
) -> Repair:
    """The cheapest transfers to cut so that data stays out of every forbidden place, and the fewest agreements for the rest.

    Args:
        on: the day; without it the map's own.
        forbid: further places that data must not reach.
        weights: what ending a transfer costs, by id; else 1, and for one from people more than all others together.
        keep: ids of transfers that must not be cut.

    Raises:
        QuestionError: there is no date, or no such transfer on it, or the map has more than 20,000 transfers.
    """
    if len(m.transfers) > LARGE:
        says = f"a repair is searched in maps of up to {LARGE:,} transfers, and this one has {len(m.transfers):,}"
        raise QuestionError(f"{says}; see which causes `datamap check` counts the most transfers for, and mend those")
    here = scene(m, on)
    for name in (*(weights or {}), *keep):
        if name not in here.movements:
            raise QuestionError(f"there is no transfer {name!r} on {here.on}; {meant(name, list(here.movements), 'see `datamap check`')}")
    case = Case(here, (), tuple(forbid), rules={rule.name: rule for rule in RULES})
    before = check(m, here.on, forbid=forbid)
    cut = smallest_cut(case, weights, keep)
    without = without_legs(m, here.on, {*cut.transfers, *cut.dry}) if cut.transfers else m
    papers, left = drafts(without, here.on)
    mended = with_agreements(without, {draft.id: signed(draft, here.on) for draft in papers}, here.on) if papers else without
    after = check(mended, here.on, forbid=forbid)
    errors = tuple(f.id for f in after.findings if f.level is Level.ERROR and f.waived is None)
    return Repair(here.on, before.verdict, after.verdict, cut, papers, left, errors)


def without_legs(m: DataMap, on: date, gone: Collection[str]) -> DataMap:
    """The map without some transfers of the day: each pair of ends stands alone, under the id that it has.

    A system loses its host where the implied transfer to it is one of them.
    """
    legs = [leg for leg in m.legs if leg.written is not None and not (leg.id in gone and leg.transfer.on(on))]
    single = [leg.transfer.model_copy(update={"id": leg.id, "from_": (leg.from_,), "to": (leg.to,), "kind": leg.kind}) for leg in legs]
    hosted = {leg.from_ for leg in m.legs if leg.written is None and leg.id in gone}
    systems = {name: system.model_copy(update={"host": None}) if name in hosted else system for name, system in m.systems.items()}
    copy = m.model_copy(update={"transfers": tuple(single), "systems": FrozenMap(systems)})
    copy.__dict__.pop("legs", None)
    return copy


def signed(draft: Draft, on: date) -> Agreement:
    """A draft as it counts once it is signed, assessed and complete."""
    return Agreement(
        id=draft.id,
        kind=draft.kind,
        version=draft.version,
        modules=draft.modules,
        addenda=draft.addenda,
        parties=tuple(Party(entity=party) for party in draft.parties),
        signed=on,
        measures=draft.measures,
        impact_assessment=ImpactAssessment(on=on, problematic_law=False, document="to be made"),
    )
