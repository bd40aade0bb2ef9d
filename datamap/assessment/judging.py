"""One regime over a whole map: every leg is judged, and data that leaves bound is followed until nothing changes."""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass, field, replace

from datamap.assessment.arrivals import Arrivals
from datamap.assessment.attributes import hr
from datamap.assessment.binding import Binding, Bound
from datamap.assessment.bindings import Bindings
from datamap.assessment.coverage import Judged, Known, Portion, capped, judged
from datamap.assessment.onward import Carrier
from datamap.assessment.parties import Party
from datamap.assessment.restriction import Restriction, restriction
from datamap.assessment.scene import Movement, Scene
from datamap.findings import Ask, Part, Reason, Status
from datamap.flow import Carried
from datamap.law import Barred, Regime

Key = tuple[str, str | None, str | None, Carrier | None]
Cap = tuple[Reason, tuple[Ask, ...]]
Shared = tuple[str, str, bool, str | None, Reason | None, str | bool, bool]
OPEN: Cap = (Reason("an earlier leg, on which this one depends, is itself open"), ())
UNBOUND = Binding(Bound.NO, Reason("the regime binds the exporter for nothing that the leg carries"))


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


@dataclass(slots=True, eq=False)
class _Sight:
    """A leg as a regime has it before it: what it said of the leg, and whether it is to be looked at again.

    `bound` is False where the regime certainly binds the exporter for nothing that the leg carries; then the leg is looked at
    only once it is `awake`, something bound having arrived at its start. `rows` are None before the first look.
    """

    movement: Movement
    bound: bool
    places: tuple[str | None, ...]
    awake: bool = False
    queued: bool = True
    rows: list[_Row] | None = None
    parts: dict[Key, Part] = field(default_factory=dict)


class Judge:
    """What `regime` says of every leg of a scene.

    `parts` maps a leg's id to its parts, each by category, people, place and carrier; legs that the regime does not touch are
    absent. What is said alike of several groups of people is one part, which names the first: the key tells whose it is.
    """

    def __init__(self, scene: Scene, regime: Regime) -> None:
        self.scene, self.regime = scene, regime
        self.parts: dict[str, dict[Key, Part]] = {}
        self._bindings = Bindings(scene, regime)
        self._others: dict[str, Bindings] = {}
        self._plain: dict[Shared, Judged] = {}
        self._said: dict[tuple[Shared, Cap | bool | None], Judged] = {}
        self._memory: defaultdict[str, Known] = defaultdict(Known)
        self._settled: dict[tuple[str, str | None], bool] = {}
        self.importers: dict[str, bool] = {}
        conduct = regime.conduct(scene.on)
        self._conduct, self._follows = conduct, conduct is not None and conduct.follows
        self._asks_where_people_are = _asks_where_people_are(regime, scene)
        self._geometry: dict[tuple[str, str | None], Restriction] = {}
        self._follow()

    def _follow(self) -> None:
        scene, bound = self.scene, self._bindings.met()
        self._arrivals = Arrivals(scene)
        if not bound:
            return
        sights = {
            name: _Sight(movement, name in bound, scene.places(movement.leg.to) or (None,))
            for name, movement in scene.movements.items()
            if self._follows or name in bound
        }
        going = {node: [sights[name] for name in names] for node, names in scene.passing_on.items()} if self._follows else {}
        waiting = deque(sights.values())
        while waiting:
            sight = waiting.popleft()
            sight.queued = False
            if (sight.bound or sight.awake) and self._look(sight):
                for after in going.get(sight.movement.leg.to, ()):
                    after.awake = True
                    if not after.queued:
                        after.queued = True
                        waiting.append(after)
        self.parts = {name: sight.parts for name, sight in sights.items() if sight.parts}

    def _look(self, sight: _Sight) -> bool:
        """Judge a leg with what is known by now; True where bound data newly arrives where it ends."""
        news = False
        if sight.rows is not None:
            for row in sight.rows:
                if row.new:
                    news |= self._arriving(sight, row)
            return news
        sight.rows, movement = [], sight.movement
        for carried in self.scene.network.carried(movement.leg.id):
            bound = self._bindings.of(movement, carried.people) if sight.bound else UNBOUND
            if bound.bound is Bound.YES:
                news |= self._judge(sight, carried, bound, None, None)
                continue
            if bound.bound is not Bound.NO:
                news |= self._judge(sight, carried, bound, None, (bound.reason, bound.asks))
            sight.rows.append(row := _Row(carried, bound, self._arrivals.at(movement.leg.from_, carried)))
            news |= self._arriving(sight, row)
        return news

    def _arriving(self, sight: _Sight, row: _Row) -> bool:
        """Judge data that the regime does not bind through its exporter, by everything that carried it here."""
        carried, start, news = row.carried, sight.movement.leg.from_, False
        carriers = sorted(row.carriers, key=_order)
        if carriers and row.seen == 0 and not carried.explained:
            self._forget(sight, carried)
        row.seen = len(carriers)
        for carrier in carriers:
            news |= self._judge(sight, carried, row.bound, carrier, None if carrier.sure else OPEN)
        if not carriers and not carried.explained and sight.awake:
            others = self._arrivals.elsewhere(start)
            if len(others) > row.others:
                row.others = len(others)
                says = f"nothing says where {self.scene.name(start)} has {carried.category} from; it holds other bound data"
                ask = Ask(f"from where does `{start}` have the data in `{sight.movement.leg.id}`?", self._path(sight.movement))
                cap = Reason(says), (ask,)
                for carrier in sorted(others, key=_order):
                    news |= self._judge(sight, carried, row.bound, carrier, cap)
        return news

    def _forget(self, sight: _Sight, carried: Carried) -> None:
        """Drop what was said of data as of unknown origin: it turns out to have arrived bound itself."""
        for key in [key for key in sight.parts if key[:2] == (carried.category, carried.people) and key[3] is not None]:
            del sight.parts[key]

    def _path(self, movement: Movement) -> tuple[str | int, ...]:
        return ("transfers", movement.leg.written) if movement.leg.written is not None else ()

    def _judge(self, sight: _Sight, carried: Carried, bound: Binding, carrier: Carrier | None, cap: Cap | None) -> bool:
        """Judge data for every place where it may arrive, unless that is done; True where it newly arrives bound."""
        parts, news = sight.parts, False
        for place in sight.places:
            key = (carried.category, carried.people, place, carrier)
            if key not in parts:
                judged = self._part(sight.movement, carried, place, bound, carrier, cap)
                parts[key] = judged.part
                if self._follows:
                    news |= self._arrives(sight, carried, carrier, judged, cap is None)
        return news

    def _part(
        self, movement: Movement, carried: Carried, place: str | None, bound: Binding, carrier: Carrier | None, cap: Cap | None
    ) -> Judged:
        """What is said of one group of people; where no more is read of them than whether they are workers, as of any other."""
        shared = self._shared(movement, carried, place, bound, carrier)
        if shared is None:
            return self._capped(self._judged(movement, carried, place, bound, carrier), movement, carrier, cap)
        key = (shared, cap is OPEN or cap)
        found = self._said.get(key)
        if found is None:
            plain = self._plain.get(shared)
            if plain is None:
                plain = self._plain[shared] = self._judged(movement, carried, place, bound, carrier)
            found = self._said[key] = self._capped(plain, movement, carrier, cap)
        return found

    def _shared(self, movement: Movement, carried: Carried, place: str | None, bound: Binding, carrier: Carrier | None) -> Shared | None:
        """All that an answer for a leg depends on, where it does not depend on who the people are."""
        named = movement.instruments and any(agreement.data_subjects for i in movement.instruments for agreement in i.all)
        if named or self._asks_where_people_are:
            return None
        staff = hr(self.scene, carried.category, carried.people)
        if carrier is None:
            return movement.leg.id, carried.category, staff, place, bound.reason, False, False
        if carrier.decision is None or not carrier.ruled:
            return movement.leg.id, carried.category, staff, place, None, True, False
        other = self.scene.law.regimes.get(carrier.ruled.regime or "")
        if other and _asks_where_people_are(other, self.scene):
            return None
        answering = other is not None and self._elsewhere(other).of(movement, carried.people).bound is Bound.YES
        return movement.leg.id, carried.category, staff, place, None, carrier.decision.id, answering

    def _judged(self, movement: Movement, carried: Carried, place: str | None, bound: Binding, carrier: Carrier | None) -> Judged:
        placed = _placed(movement, place)
        portion = Portion(
            self.scene,
            self.regime,
            self._conduct,
            placed,
            carried.category,
            carried.people,
            place,
            bound,
            self._restriction(movement, place),
            carrier,
            lambda name: self._direct_part(name, placed, carried, place),
            self._memory[self.regime.id],
        )
        return judged(portion)

    def _direct_part(self, name: str, movement: Movement, carried: Carried, place: str | None) -> Part | None:
        """What another regime, to which a decision hands the next leg, says of it where it binds the exporter itself."""
        scene, regime = self.scene, self.scene.law.regimes[name]
        bound = self._elsewhere(regime).of(movement, carried.people)
        if bound.bound is not Bound.YES:
            return None
        geometry = restriction(scene, regime, movement, place)
        memory = self._memory[name]
        conduct = regime.conduct(scene.on)
        portion = Portion(
            scene, regime, conduct, movement, carried.category, carried.people, place, bound, geometry, None, lambda other: None, memory
        )
        return judged(portion).part

    def _elsewhere(self, regime: Regime) -> Bindings:
        """Whom another regime binds."""
        found = self._others.get(regime.id)
        if found is None:
            found = self._others[regime.id] = Bindings(self.scene, regime)
        return found

    def _capped(self, found: Judged, movement: Movement, carrier: Carrier | None, cap: Cap | None) -> Judged:
        """The same, at best unknown where it rests on something that is open."""
        restricted = found.part.restricted
        if cap:
            open_ = None if carrier is None and restricted is not False else restricted
            return Judged(capped(found.part, *cap, open_), found.decision)
        if movement.leg.transfer.evidence == "inferred":
            why = Reason("the transfer is inferred, not declared or observed")
            return Judged(capped(found.part, why, self._confirm(movement), None if restricted is not False else False))
        return found

    def _confirm(self, movement: Movement) -> tuple[Ask, ...]:
        return (Ask(f"does the transfer `{movement.leg.id}` take place?", self._path(movement)),)

    def _restriction(self, movement: Movement, place: str | None) -> Restriction:
        key = (movement.leg.id, place)
        if key not in self._geometry:
            self._geometry[key] = restriction(self.scene, self.regime, movement, place)
        return self._geometry[key]

    def _arrives(self, sight: _Sight, carried: Carried, carrier: Carrier | None, judged: Judged, sure: bool) -> bool:
        """Record that the data is bound where the leg ends; True where that is news. Not `sure`: it only may be bound at all."""
        leg = sight.movement.leg
        out = self._out(sight.movement, carrier, judged)
        if out is not None and out.sure and not sure:
            out = Carrier(out.decision, sure=False)
        if out is None or not self._arrivals.add(leg.to, carried, out):
            return False
        if leg.to in self.scene.stock(leg.from_):
            sight.awake = True
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


def _asks_where_people_are(regime: Regime, scene: Scene) -> bool:
    return any(law.people_inside for law in regime.of(Barred, scene.on))


def _order(carrier: Carrier) -> tuple[str, bool]:
    return carrier.decision.id if carrier.decision else "", carrier.sure


def _placed(movement: Movement, place: str | None) -> Movement:
    """The same leg, where a presumed operator of a system is in the place for which the leg is judged."""
    if movement.importer.entity or movement.importer.people:
        return movement
    return replace(movement, importer=replace(movement.importer, place=place))
