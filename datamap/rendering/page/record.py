"""What the script knows: transfers, what each regime says of them, and each day, with every text and answer once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from datamap.flow import Network
from datamap.model import Leg, Taxonomy
from datamap.rendering.frames import title_of
from datamap.rendering.lettering import clean
from datamap.rendering.page.answers import Answers
from datamap.rendering.page.cards import Cards
from datamap.rendering.page.days import Day, Days
from datamap.rendering.page.once import Once
from datamap.rendering.palette import Sign
from datamap.rendering.selection import concerned
from datamap.rendering.wording import verdict_sentence
from datamap.rendering.world.drawing import Picture

_SIGNS = list(Sign)
_VERDICTS = {"ok": Sign.COVERED, "unknown": Sign.UNKNOWN, "violated": Sign.UNCOVERED}
_CODE = ("Id", "In the file")
_CHAINS = 3


class Record:
    """Everything behind the page, as plain lists and numbers."""

    def __init__(self, days: Days, cards: Cards) -> None:
        self.days, self.cards, self.m = days, cards, days.m
        self.words: Once[str] = Once()
        self.answers = Answers(self.m, self.words)
        taxonomy = Taxonomy.of(self.m.data_categories)
        keys = dict.fromkeys(key for leg in days.legs for key in leg.transfer.data_categories)
        self.categories = sorted(((key, clean(taxonomy.name(key))) for key in keys), key=lambda pair: pair[1].casefold())
        reached = {group: concerned(days.legs, [group]) for group in self.m.data_subjects}
        self.people = [(group, clean(self.m.title(group))) for group, legs in reached.items() if legs]
        self._reached = reached
        self._taxonomy = taxonomy
        day = days.own.report.on if days.own.report else self.m.on
        self.network = Network.of(self.m, day) if day else None
        self._there = {leg.id for leg in days.own.legs}

    def tree(self) -> dict[str, Any]:
        """The whole, for JSON."""
        own = self.days.own
        pieces = {"diagram": Once(own.diagram.pieces if own.diagram else ()), "world": Once(own.world.pieces)}
        dots: Once[str] = Once()
        transfers = [self._transfer(leg) for leg in self.days.legs]
        days = [self._day(day, pieces, dots) for day in self.days.all]
        here = {"diagram": own.diagram, "world": own.world}
        first = {name: len(set(sheet.pieces)) if sheet else 0 for name, sheet in here.items()}
        new = {name: {"first": first[name], "new": once.all[first[name] :]} for name, once in pieces.items()}
        return {
            "signs": [sign.value for sign in _SIGNS],
            "marks": [sign.mark for sign in _SIGNS],
            "transfers": transfers,
            "answers": self.answers.all,
            "days": days,
            "own": self.days.all.index(own),
            "pieces": new,
            "dots": dots.all,
            "words": self.words.all,
        }

    def _transfer(self, leg: Leg) -> dict[str, Any]:
        covers, transfer = Taxonomy.covers, leg.transfer
        moved = [n for n, (key, _) in enumerate(self.categories) if any(covers(key, k) or covers(k, key) for k in transfer.data_categories)]
        about = [n for n, (group, _) in enumerate(self.people) if leg.id in self._reached[group]]
        names = dict.fromkeys(clean(self._taxonomy.name(key)) for key in transfer.data_categories)
        return {
            "id": leg.id,
            "from": self._word(self.m.title(leg.from_)),
            "to": self._word(self.m.title(leg.to)),
            "cats": moved,
            "people": about,
            "names": [self._word(name) for name in names],
            "chains": self._chains(leg),
            "facts": [
                [self._word(label), self._word(value), *([1] if label in _CODE else [])] for label, value in self._facts(leg) if value
            ],
        }

    def _chains(self, leg: Leg) -> list[list[int]]:
        """The shortest chains by which data of different people comes to a transfer on the map's own day, with it; a few."""
        if self.network is None or leg.id not in self._there:
            return []
        paths: dict[str | None, list[int]] = {}
        for carried in self.network.carried(leg.id):
            flow = self.network.chain(leg.id, carried.category, carried.people)
            if flow and carried.people not in paths:
                paths[carried.people] = self._places(flow.path)
        several = dict.fromkeys(tuple(path) for path in paths.values() if len(path) > 1)
        return [list(path) for path in several][:_CHAINS]

    def _facts(self, leg: Leg) -> Iterable[tuple[str, str]]:
        transfer = leg.transfer
        yield "From", self._party(leg.from_)
        yield "To", self._party(leg.to)
        named = [self.m.title(group) for group in transfer.data_subjects]
        yield "People", ", ".join(named or [title for group, title in self.people if leg.id in self._reached[group]])
        yield "Kind", leg.kind.replace("_", " ")
        yield "Purpose", transfer.purpose or ""
        yield (
            "In force",
            " to ".join(day.isoformat() if day else "…" for day in (transfer.starts, transfer.ends))
            if transfer.starts or transfer.ends
            else "",
        )
        yield "Id", leg.id
        place = self.m.where(("transfers", leg.written)) if leg.written is not None else None
        yield "In the file", str(place) if place else ""

    def _party(self, node: str) -> str:
        """A node by its name, where it is, and what it is."""
        area = title_of(self.days.own.seen.geography.area(node))
        m = self.m
        if node in m.data_subjects:
            return f"{m.title(node)} ({area})"
        if node in m.entities:
            role = m.entities[node].role
            return f"{m.title(node)} ({', '.join([area, *([role.replace('_', '-')] if role else [])])})"
        operator = m.systems[node].operator
        return f"{m.title(node)} ({area}, {f'run by {m.title(operator)}' if operator else 'operator not declared'})"

    def _word(self, text: str) -> int:
        return self.words.place(clean(text))

    def _day(self, day: Day, pieces: dict[str, Once[str]], dots: Once[str]) -> dict[str, Any]:
        there = {leg.id: leg for leg in day.legs}
        signs = [_SIGNS.index(day.judgement.sign(leg.id)) if leg.id in there else -1 for leg in self.days.legs]
        chips = [[self._word(str(chip)) for chip in day.judgement.chips(leg)] if leg.id in there else [] for leg in self.days.legs]
        said = (sorted(day.judgement.assessments(leg.id), key=lambda one: -one.verdict.rank) for leg in self.days.legs)
        answers = [self.answers.places(several) for several in said]
        sheets = (("diagram", day.diagram), ("world", day.world))
        drawn = {name: [*sheet.box, *sheet.move, pieces[name].places(sheet.pieces)] for name, sheet in sheets if sheet}
        return {
            **headline(day),
            "signs": signs,
            "chips": chips,
            "answers": answers,
            "findings": self.cards.findings_of(day),
            "questions": self.cards.questions_of(day),
            "lines": {clean(line.id): [self._places(line.transfers), line.tail, line.head] for line in day.drawing.lines},
            "arcs": [self._arcs(shown) for shown in day.maps],
            "home": self._home(day),
            "strays": [self._places(leg.id for leg in stray.legs) for stray in day.picture.strays],
            **drawn,
            **({} if day.diagram else {"dot": dots.places(day.dot.split("\n"))}),
        }

    def _arcs(self, shown: Picture) -> list[list[Any]]:
        """The arcs of a map as they are numbered: their transfers, and the places of their spots."""
        spots = {spot.key: place for place, spot in enumerate(shown.spots)}
        drawn = (arc for arc in shown.arcs if arc.tail != arc.head)
        return [[self._places(leg.id for leg in arc.legs), spots[arc.tail], spots[arc.head]] for arc in drawn]

    def _home(self, day: Day) -> dict[str, list[str]]:
        """The box and the spots (map:place) of each node that a finding is about."""
        subjects = {finding.id.partition("@")[2].partition("/")[0] for finding in (day.report.findings if day.report else ())}
        found: dict[str, list[str]] = {node: [] for node in sorted(subjects)}
        for box in day.drawing.boxes:
            for node in subjects.intersection(box.nodes):
                found[node].append(box.id)
        for number, shown in enumerate(day.maps):
            for place, spot in enumerate(shown.spots):
                for node in subjects.intersection(spot.nodes):
                    found[node].append(f"{number}:{place}")
        return {node: homes for node, homes in found.items() if homes}

    def _places(self, transfers: Iterable[str]) -> list[int]:
        return [place for place in map(self.days.place, transfers) if place is not None]


def headline(day: Day) -> dict[str, Any]:
    """What a day says above everything: when it was judged, the verdict, and one sentence."""
    report, drawing = day.report, day.drawing
    what = " · ".join(drawing.subtitle)
    if report is None:
        return {"on": "", "sign": Sign.FREE.value, "verdict": "not judged", "says": "This map was not judged.", "what": what}
    sign = _VERDICTS[report.verdict.value]
    verdict = f"{sign.mark} {report.verdict.value}"
    says = " ".join([verdict_sentence(report), *report.notes])
    return {"on": report.on.isoformat(), "sign": sign.value, "verdict": verdict, "says": says, "what": what}
