"""Whether an instrument is valid as a mechanism for a leg: each check yields the flaws that it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from datamap import geo
from datamap.assessment.attributes import attribute
from datamap.assessment.conditions import Flaw, conditions
from datamap.assessment.instruments import EXPORTERS, IMPORTERS, Instrument
from datamap.assessment.measures import assessed
from datamap.assessment.scene import Movement, Scene
from datamap.assessment.terms import first_day, last_day
from datamap.findings import Ask
from datamap.law import Mechanism, Regime
from datamap.model import Approval


@dataclass(frozen=True, slots=True)
class Trial:
    """One instrument tried as one mechanism for one leg."""

    scene: Scene
    regime: Regime
    movement: Movement
    instrument: Instrument
    mechanism: Mechanism
    category: str
    people: str | None

    @property
    def module(self) -> int | None:
        """The agreed module that fits the two roles."""
        roles = (self.movement.exporter.group, self.movement.importer.group)
        fitting = [n for n, m in self.mechanism.modules.items() if (m.exporter, m.importer) == roles]
        return next((n for n in fitting if n in self.instrument.modules), None)


def _invalid(trial: Trial) -> Iterator[Flaw]:
    if trial.instrument.base.invalid:
        yield Flaw(f"{trial.instrument.id} never covers: {trial.instrument.base.invalid}")


def _parties(trial: Trial) -> Iterator[Flaw]:
    instrument, on = trial.instrument, trial.scene.on
    filing = trial.mechanism.form == "filing"
    if filing and not instrument.base.everyone:
        return
    if not instrument.base.everyone:
        ask = Ask(f"who are the parties to `{instrument.id}`?", ("agreements", instrument.id))
        yield Flaw(f"nobody says who the parties to {instrument.id} are", asks=(ask,))
        return
    for party, side in ((trial.movement.exporter, EXPORTERS), (trial.movement.importer, IMPORTERS)):
        if instrument.joins(party.id, side, on) or (filing and side == "importers"):
            continue
        who = trial.scene.name(party.node)
        if instrument.joins(party.id, side):
            yield Flaw(f"{who} is no party to {instrument.id} on {on}", "lapsed_mechanism", fix="have it join, or sign a new agreement")
        else:
            yield Flaw(f"{who} is no party to {instrument.id} on the side of the {side}")


def _signature(trial: Trial) -> Iterator[Flaw]:
    base, law, on = trial.instrument.base, trial.mechanism, trial.scene.on
    last = base.until or last_day(law, base.signed)
    if last and last < on:
        yield Flaw(f"{base.id} ran out on {last}", "lapsed_mechanism", fix="renew it")
    if law.from_ and on < law.from_:
        yield Flaw(f"{law.title} counts only from {law.from_}")
    if law.until and law.until < on:
        ended = f" ({law.ended_by})" if law.ended_by else ""
        yield Flaw(f"{law.title} counted only until {law.until}{ended}", "lapsed_mechanism", fix="sign the clauses that are in force")
    if base.signed is None:
        if not _approved(trial):
            ask = Ask(f"when was `{base.id}` signed?", ("agreements", base.id))
            yield Flaw(f"nobody says when {base.id} was signed", asks=(ask,))
        return
    if base.signed > on:
        yield Flaw(f"{base.id} was signed only on {base.signed}")
    elif law.signed_until and base.signed > law.signed_until:
        yield Flaw(
            f"{base.id} was signed on {base.signed}, but {law.title} could be signed only until {law.signed_until}",
            "lapsed_mechanism",
            fix="sign the clauses that are in force",
        )
    elif law.signed_from and base.signed < law.signed_from:
        yield Flaw(
            f"{base.id} was signed on {base.signed}, before {law.title} could be used from {law.signed_from}",
            "lapsed_mechanism",
            fix="sign the clauses again",
        )


def _wait(trial: Trial) -> Iterator[Flaw]:
    law, base, place = trial.mechanism, trial.instrument.base, trial.movement.importer.place
    first = first_day(law, base.signed)
    if first is None or first <= trial.scene.on or any(trial.scene.zone_holds(place, one) for one in law.at_once):
        return
    says = f"{base.id} of {base.signed} counts only from {first}: {law.waits} working days pass first for {geo.name(place or 'unknown')}"
    yield Flaw(says, "incomplete_mechanism", fix=f"wait until {first}")


def _change(trial: Trial) -> Iterator[Flaw]:
    changed, limit = trial.instrument.base.changed, trial.mechanism.unchanged_after
    if changed and limit and limit <= changed <= trial.scene.on:
        says = f"the processing under {trial.instrument.id} changed on {changed}; {trial.mechanism.title} lives on only without a change"
        yield Flaw(says, "lapsed_mechanism", fix="sign the clauses that are in force")


def _completeness(trial: Trial) -> Iterator[Flaw]:
    if not trial.instrument.complete:
        yield Flaw(
            f"the annexes of {trial.instrument.id} are not complete",
            "incomplete_mechanism",
            fix="fill in the annexes: parties, data, purposes, measures",
        )


def _addendum(trial: Trial) -> Iterator[Flaw]:
    needed, since = trial.mechanism.needs_addendum, trial.mechanism.addendum_from
    if needed and needed not in trial.instrument.addenda:
        yield Flaw(
            f"{trial.instrument.id} lacks the {needed} addendum, without which {trial.regime.id} does not accept it",
            "incomplete_mechanism",
            fix=f"sign the {needed} addendum",
        )
    elif needed and since and trial.scene.on < since:
        yield Flaw(f"the {needed} addendum counts only from {since}", "incomplete_mechanism")


def _given(trial: Trial) -> list[tuple[Approval, str | None]]:
    """Every approval of the instrument, with the place of the authority where that is known."""
    return [(a, trial.scene.law.seat(a.by)) for agreement in trial.instrument.all for a in agreement.approved]


def _fitting_approvals(trial: Trial) -> list[Approval]:
    """The approvals by an authority that the mechanism asks for."""
    return [a for a, home in _given(trial) if home and any(_competent(trial, home, place) for place in trial.mechanism.approval)]


def _competent(trial: Trial, home: str, place: str) -> bool:
    """Whether an authority is one of a place or zone; in the regime's own zone also where a treaty keeps it inside for a time."""
    inside = place == trial.regime.zone and trial.scene.law.inside(trial.regime, home, trial.scene.on)
    return home == place or bool(inside) or bool(trial.scene.zone_holds(home, place))


def _approved(trial: Trial) -> bool:
    """Whether a competent authority had approved it by the day: it then exists, whenever it was signed."""
    return any(a.on and a.on <= trial.scene.on for a in _fitting_approvals(trial))


def _approval(trial: Trial) -> Iterator[Flaw]:
    base, on = trial.instrument.base, trial.scene.on
    if not trial.mechanism.approval or _approved(trial):
        return
    given, fitting = _given(trial), _fitting_approvals(trial)
    undated = [a for a in fitting if a.on is None]
    strangers = [a for a, home in given if home is None and (a.on is None or a.on <= on)]
    if undated or strangers:
        what = (
            f"on which day {undated[0].by} approved" if undated else f"which authority {strangers[0].by!r} is, and whether it could approve"
        )
        yield Flaw(f"it is open {what} {base.id}", asks=(Ask(f"{what} `{base.id}`?", ("agreements", base.id)),))
    else:
        yield Flaw(
            f"no competent authority had approved {base.id} by {on}",
            "incomplete_mechanism",
            fix="obtain the approval, or use a mechanism that needs none",
        )


def _roles(trial: Trial) -> Iterator[Flaw]:
    law, base = trial.mechanism, trial.instrument.base
    if law.for_ and base.for_ != law.for_:
        if base.for_ is None:
            yield Flaw(
                f"nobody says whether {base.id} are rules for controllers or processors",
                asks=(Ask(f"is `{base.id}` for controllers or for processors?", ("agreements", base.id)),),
            )
        else:
            yield Flaw(f"{base.id} are rules for a {base.for_}")
        return
    pairs = [*law.modules.values(), *law.roles]
    if not pairs:
        return
    sender, receiver = trial.movement.exporter, trial.movement.importer
    missing = [p for p in (sender, receiver) if p.group is None]
    possible = [pair for pair in pairs if sender.group in (None, pair.exporter) and receiver.group in (None, pair.importer)]
    if not possible:
        yield Flaw(f"{law.title} does not serve a {sender.group} that exports to a {receiver.group}", "wrong_module", fix=_fitting(trial))
        return
    if law.modules and not trial.instrument.modules:
        yield Flaw(
            f"nobody says which modules {base.id} has", asks=(Ask(f"which modules does `{base.id}` have?", ("agreements", base.id)),)
        )
        return
    if law.modules and not any(law.modules.get(n) in possible for n in trial.instrument.modules):
        agreed = ", ".join(map(str, sorted(trial.instrument.modules)))
        ends = f"a {sender.group or 'party of unknown role'} that exports to a {receiver.group or 'party of unknown role'}"
        yield Flaw(f"{base.id} has module {agreed}, which does not serve {ends}", "wrong_module", fix=_fitting(trial))
        return
    for party in missing:
        node = party.id or party.node
        yield Flaw(
            f"the role of {trial.scene.name(node)} is unknown",
            asks=(Ask(f"is `{node}` a controller or a processor?", ("entities", node) if party.entity else ("systems", node)),),
        )


def _fitting(trial: Trial) -> str:
    roles = (trial.movement.exporter.group, trial.movement.importer.group)
    module = next((n for n, m in trial.mechanism.modules.items() if (m.exporter, m.importer) == roles), None)
    return f"agree on module {module}" if module else "sign clauses made for these two roles"


def _importer_bound(trial: Trial) -> Iterator[Flaw]:
    importer = trial.movement.importer.entity
    if trial.mechanism.importer_unbound and importer and trial.regime.id in importer.subject_to:
        says = f"{trial.mechanism.title} was not made for an importer that {trial.regime.id} itself binds, and nothing else was"
        yield Flaw(
            says,
            asks=(
                Ask(
                    f"does {trial.regime.id} bind `{importer.id}` for this data, and what do the parties rely on?",
                    ("entities", importer.id, "subject_to"),
                ),
            ),
        )


def _scope(trial: Trial) -> Iterator[Flaw]:
    base = trial.instrument.base
    if base.data_categories and not any(trial.scene.taxonomy.covers(key, trial.category) for key in base.data_categories):
        yield Flaw(f"{base.id} does not extend to {trial.category}")
    if base.data_subjects and trial.people not in base.data_subjects:
        yield Flaw(f"{base.id} does not extend to {trial.people or 'people whom nobody named'}")


def _public(trial: Trial) -> Iterator[Flaw]:
    if not trial.mechanism.public_bodies:
        return
    for party in (trial.movement.exporter, trial.movement.importer):
        public = party.kind in ("public_body", "eu_institution", "international_organisation") or party.role == "public_authority"
        if not public and not attribute(trial.scene, party.entity, "public-sector").holds:
            yield Flaw(f"{trial.scene.name(party.node)} is not declared to be a public body")


def _law(trial: Trial) -> Iterator[Flaw]:
    yield from conditions(trial.scene, trial.regime, trial.movement, trial.mechanism, trial.category)


def _needed_assessment(trial: Trial) -> Iterator[Flaw]:
    if trial.mechanism.needs_assessment and not assessed(trial.scene, trial.movement, trial.instrument):
        says = f"{trial.mechanism.title} counts only with an impact assessment, and {trial.instrument.id} records none"
        yield Flaw(
            says, "incomplete_mechanism", fix=f"assess the transfer, and record it as `impact_assessment` under `{trial.instrument.id}`"
        )


CHECKS: tuple[Callable[[Trial], Iterator[Flaw]], ...] = (
    _invalid,
    _parties,
    _signature,
    _wait,
    _change,
    _completeness,
    _addendum,
    _approval,
    _roles,
    _importer_bound,
    _scope,
    _public,
    _law,
    _needed_assessment,
)
