"""One regime over a whole map: every leg is judged, and data that leaves bound is followed until nothing changes."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, replace

from datamap.assessment.arrivals import Arrivals
from datamap.assessment.attributes import hr
from datamap.assessment.binding import Binding, Bound, binding
from datamap.assessment.bindings import Bindings
from datamap.assessment.coverage import Judged, Portion, Tried, capped, judged
from datamap.assessment.onward import Carrier
from datamap.assessment.parties import Party
from datamap.assessment.restriction import Restriction, restriction
from datamap.assessment.scene import Movement, Scene
from datamap.findings import Ask, Part, Reason, Status
from datamap.flow import Carried
from datamap.law import Barred, Regime

Key = tuple[str, str | None, str | None, Carrier | None]
Cap = tuple[Reason, tuple[Ask, ...]]
Shared = tuple[str, str, bool, str | None, Reason | None, Carrier | None, Cap | None]
OPEN: Cap = (Reason("an earlier leg, on which this one depends, is itself open"), ())


@dataclass(slots=True, eq=False)
class _Row:
    """Data on a leg that the regime does not bind for certain through its exporter, and what has carried it there.

    `seen` carriers have been judged, None before the first look; and so have `others`, which brought other data only.
    """

    carried: Carried
    bound: Binding
    carriers: set[Carrier]
    seen: int | None = None
    others: int = 0

    @property
    def new(self) -> bool:
        """Whether there may be something to judge that was not there at the last look."""
        return len(self.carriers) != self.seen or not (self.carriers or self.carried.explained)


class Judge:
    """What `regime` says of every leg of a scene.

    `parts` maps a leg's id to its parts, each by category, people, place and carrier; legs that the regime does not touch are
    absent. What is said alike of several groups of people is one part, which names the first: the key tells whose it is.
    """

    def __init__(self, scene: Scene, regime: Regime) -> None:
        self.scene, self.regime = scene, regime
        self.parts: dict[str, dict[Key, Part]] = {}
        self._bindings = Bindings(scene, regime)
        self._awake: set[str] = set()
        self._rows: dict[str, list[_Row]] = {}
        self._hr: dict[tuple[str, str | None], bool] = {}
        self._said: dict[Shared, Judged] = {}
        self._tried: Tried = {}
        self._settled: dict[tuple[str, str | None], bool] = {}
        self.importers: dict[str, bool] = {}
        conduct = regime.conduct(scene.on)
        self._follows = conduct is not None and conduct.follows
        self._asks_where_people_are = any(law.people_inside for law in regime.of(Barred, scene.on))
        self._geometry: dict[tuple[str, str | None], Restriction] = {}
        self._follow()

    def _follow(self) -> None:
        self._arrivals = Arrivals(self.scene)
        movements, leaving, queued = self.scene.movements, self.scene.passing_on, set(self.scene.movements)
        waiting = deque(movements.values())
        while waiting:
            movement = waiting.popleft()
            leg = movement.leg
            queued.discard(leg.id)
            if leg.id not in self._awake and self._bindings.none(movement):
                continue
            if self._look(movement):
                after = leaving.get(leg.to, ())
                self._awake.update(after)
                again = [name for name in after if name not in queued]
                queued.update(again)
                waiting.extend(movements[name] for name in again)

    def _look(self, movement: Movement) -> bool:
        """Judge a leg with what is known by now; True where bound data newly arrives where it ends."""
        rows = self._rows.get(movement.leg.id)
        if rows is not None:
            return sum(self._arriving(movement, row) for row in rows if row.new) > 0
        rows = self._rows[movement.leg.id] = []
        news = False
        for carried in self.scene.network.carried(movement.leg.id):
            bound = self._bindings.of(movement, carried.people)
            if bound.bound is Bound.YES:
                news |= self._judge(movement, carried, bound, None, None)
                continue
            if bound.bound is not Bound.NO:
                news |= self._judge(movement, carried, bound, None, (bound.reason, bound.asks))
            rows.append(row := _Row(carried, bound, self._arrivals.at(movement.leg.from_, carried)))
            news |= self._arriving(movement, row)
        return news

    def _arriving(self, movement: Movement, row: _Row) -> bool:
        """Judge data that the regime does not bind through its exporter, by everything that carried it here."""
        carried, news = row.carried, False
        carriers = sorted(row.carriers, key=_order)
        if carriers and row.seen == 0 and not carried.explained:
            self._forget(movement, carried)
        row.seen = len(carriers)
        for carrier in carriers:
            news |= self._judge(movement, carried, row.bound, carrier, None if carrier.sure else OPEN)
        if not carriers and not carried.explained and movement.leg.id in self._awake:
            others = self._arrivals.elsewhere(movement.leg.from_)
            unseen = len(others) > row.others
            row.others = len(others)
            for carrier in sorted(others, key=_order) if unseen else ():
                says = f"nothing says where {self.scene.name(movement.leg.from_)} has {carried.category} from; it holds other bound data"
                ask = Ask(f"from where does `{movement.leg.from_}` have the data in `{movement.leg.id}`?", self._path(movement))
                news |= self._judge(movement, carried, row.bound, carrier, (Reason(says), (ask,)))
        return news

    def _forget(self, movement: Movement, carried: Carried) -> None:
        """Drop what was said of data as of unknown origin: it turns out to have arrived bound itself."""
        parts = self.parts.get(movement.leg.id, {})
        for key in [key for key in parts if key[:2] == (carried.category, carried.people) and key[3] is not None]:
            del parts[key]

    def _path(self, movement: Movement) -> tuple[str | int, ...]:
        return ("transfers", movement.leg.written) if movement.leg.written is not None else ()

    def _judge(self, movement: Movement, carried: Carried, bound: Binding, carrier: Carrier | None, cap: Cap | None) -> bool:
        """Judge data for every place where it may arrive, unless that is done; True where it newly arrives bound."""
        leg, news = movement.leg, False
        parts = self.parts.setdefault(leg.id, {})
        for place in self.scene.places(leg.to) or (None,):
            key = (carried.category, carried.people, place, carrier)
            if key not in parts:
                judged = self._part(movement, carried, place, bound, carrier, cap)
                parts[key] = judged.part
                news |= self._arrives(movement, carried, carrier, judged, cap is None)
        return news

    def _part(
        self, movement: Movement, carried: Carried, place: str | None, bound: Binding, carrier: Carrier | None, cap: Cap | None
    ) -> Judged:
        """What is said of one group of people; where no more is read of them than whether they are workers, as of any other."""
        key = self._shared(movement, carried, place, bound, carrier, cap)
        found = self._said.get(key) if key else None
        if found is None:
            found = self._judged(movement, carried, place, bound, carrier, cap)
            if key:
                self._said[key] = found
        return found

    def _shared(
        self, movement: Movement, carried: Carried, place: str | None, bound: Binding, carrier: Carrier | None, cap: Cap | None
    ) -> Shared | None:
        """All that an answer for a leg depends on, where it does not depend on who the people are."""
        elsewhere = carrier and carrier.decision and carrier.decision.onward and carrier.decision.onward.regime
        named = movement.instruments and any(agreement.data_subjects for i in movement.instruments for agreement in i.all)
        if elsewhere or named or self._asks_where_people_are:
            return None
        reason = bound.reason if carrier is None else None
        staff = self._staff(carried.category, carried.people)
        return movement.leg.id, carried.category, staff, place, reason, carrier, None if cap is OPEN else cap

    def _judged(
        self, movement: Movement, carried: Carried, place: str | None, bound: Binding, carrier: Carrier | None, cap: Cap | None
    ) -> Judged:
        placed = _placed(movement, place)
        portion = Portion(
            scene=self.scene,
            regime=self.regime,
            movement=placed,
            category=carried.category,
            people=carried.people,
            place=place,
            bound=bound,
            geometry=self._restriction(movement, place),
            carrier=carrier,
            own=lambda name: direct_part(self.scene, name, placed, carried, place),
            tried=self._tried,
        )
        found = judged(portion)
        restricted = found.part.restricted
        if cap:
            open_ = None if carrier is None and restricted is not False else restricted
            return Judged(capped(found.part, *cap, open_), found.decision)
        if movement.leg.transfer.evidence == "inferred":
            why = Reason("the transfer is inferred, not declared or observed")
            return Judged(capped(found.part, why, self._confirm(movement), None if restricted is not False else False))
        return found

    def _staff(self, category: str, people: str | None) -> bool:
        asked = (category, people)
        if asked not in self._hr:
            self._hr[asked] = hr(self.scene, category, people)
        return self._hr[asked]

    def _confirm(self, movement: Movement) -> tuple[Ask, ...]:
        return (Ask(f"does the transfer `{movement.leg.id}` take place?", self._path(movement)),)

    def _restriction(self, movement: Movement, place: str | None) -> Restriction:
        key = (movement.leg.id, place)
        if key not in self._geometry:
            self._geometry[key] = restriction(self.scene, self.regime, movement, place)
        return self._geometry[key]

    def _arrives(self, movement: Movement, carried: Carried, carrier: Carrier | None, judged: Judged, sure: bool) -> bool:
        """Record that the data is bound where the leg ends; True where that is news. Not `sure`: it only may be bound at all."""
        out = self._out(movement, carrier, judged)
        if out is not None and not sure:
            out = replace(out, sure=False)
        if out is None:
            return False
        if not self._arrivals.add(movement.leg.to, carried, out):
            return False
        if movement.leg.to in self.scene.stock(movement.leg.from_):
            self._awake.add(movement.leg.id)
        return True

    def _out(self, movement: Movement, carrier: Carrier | None, judged: Judged) -> Carrier | None:
        importer, found = movement.importer, judged.part
        if not self._follows or self._settles(importer):
            return None
        if found.restricted is False:
            return carrier if movement.exporter.same(importer) else None
        sure = found.restricted is True and (carrier is None or carrier.sure) and movement.leg.transfer.evidence != "inferred"
        if found.verdict is Status.UNKNOWN and judged.decision is not None:
            sure = False
        covered = judged.decision if found.verdict is Status.COVERED else None
        return Carrier(covered, sure)

    def _settles(self, importer: Party) -> bool:
        """Whether data is no longer out of the zone with an importer: a person, or an entity inside."""
        asked = (importer.node, importer.place)
        found = self._settled.get(asked)
        if found is None:
            inside = importer.entity and self.scene.law.inside(self.regime, importer.place, self.scene.on)
            found = importer.people or bool(inside and importer.kind != "international_organisation")
            self._settled[asked] = found
        return found


def _order(carrier: Carrier) -> tuple[str, bool]:
    return carrier.decision.id if carrier.decision else "", carrier.sure


def _placed(movement: Movement, place: str | None) -> Movement:
    """The same leg, where a presumed operator of a system is in the place for which the leg is judged."""
    if movement.importer.entity or movement.importer.people:
        return movement
    return replace(movement, importer=replace(movement.importer, place=place))


def direct_part(scene: Scene, name: str, movement: Movement, carried: Carried, place: str | None) -> Part | None:
    """What another regime, to which a decision hands the next leg, says of it where it binds the exporter itself."""
    regime = scene.law.regimes[name]
    bound = binding(scene, regime, movement, carried.people)
    if bound.bound is not Bound.YES:
        return None
    geometry = restriction(scene, regime, movement, place)
    portion = Portion(scene, regime, movement, carried.category, carried.people, place, bound, geometry, None, lambda other: None)
    return judged(portion).part
