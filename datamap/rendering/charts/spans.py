"""What a timeline says, as lanes: how long each answer stood, for the transfers of which the same was said all along."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from datamap.chronicle import Cause, Standing, Timeline
from datamap.findings import Verdict
from datamap.rendering.lettering import clean
from datamap.rendering.palette import Sign
from datamap.rendering.signs import SIGNS, mechanism_name

_DAY = timedelta(days=1)
_VERDICTS = {Verdict.OK: Sign.COVERED, Verdict.UNKNOWN: Sign.UNKNOWN, Verdict.VIOLATED: Sign.UNCOVERED}


@dataclass(frozen=True, slots=True)
class Span:
    """From one day to another, both included, one answer: a sign and words. `sign` None: not restricted, or no transfer that day."""

    first: date
    last: date
    sign: Sign | None
    words: str
    causes: tuple[Cause, ...] = ()


@dataclass(frozen=True, slots=True)
class Lane:
    """Transfers (by id) of which a regime says the same on every day. `regime` is empty for the verdict on the whole map."""

    regime: str
    title: str
    more: int
    transfers: tuple[str, ...]
    spans: tuple[Span, ...]


def lanes(timeline: Timeline) -> tuple[Lane, ...]:
    """The verdict first, then by regime; in each, lanes that change first, those that were worst before others."""
    histories: dict[tuple[str, str], dict[date, tuple[Standing | None, tuple[Cause, ...]]]] = defaultdict(dict)
    for key, standing in timeline.standings.items():
        histories[key][timeline.start] = (standing, ())
    for turn in timeline.turns:
        for change in turn.changes:
            key = (change.transfer, change.regime)
            histories[key].setdefault(timeline.start, (change.before, ()))
            histories[key][turn.on] = (change.after, change.causes)
    alike: dict[tuple[str, tuple[Span, ...]], list[str]] = defaultdict(list)
    for (transfer, regime), history in histories.items():
        alike[regime, _spans(history, timeline.end)].append(transfer)
    found = [Lane(regime, _hop(timeline, ids[0]), len(ids) - 1, tuple(ids), spans) for (regime, spans), ids in alike.items()]
    order = {regime: place for place, regime in enumerate(dict.fromkeys(lane.regime for lane in found))}
    return (_whole(timeline), *sorted(found, key=lambda lane: (order[lane.regime], len(lane.spans) == 1, -_worst(lane))))


def _worst(lane: Lane) -> int:
    return max((span.sign.rank for span in lane.spans if span.sign), default=-1)


def _spans(history: Mapping[date, tuple[Standing | None, tuple[Cause, ...]]], end: date) -> tuple[Span, ...]:
    days = sorted(history)
    lasts = [*(day - _DAY for day in days[1:]), end]
    spans = (Span(day, last, *_said(history[day][0]), history[day][1]) for day, last in zip(days, lasts, strict=True))
    return _explained(_joined(spans))


def _explained(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """The spans, with the word for those in which there is no transfer: it has not begun, or has ended."""
    found = list(spans)
    for index, span in enumerate(spans):
        after = spans[index + 1].causes if index + 1 < len(spans) else ()
        if span.sign is None and any(cause.kind == "transfer" and cause.event == "ends" for cause in span.causes):
            found[index] = replace(span, words="ended")
        elif span.sign is None and any(cause.kind == "transfer" and cause.event == "begins" for cause in after):
            found[index] = replace(span, words="not yet")
    return tuple(found)


def _joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Neighbours that say the same as one span; those of no day left out."""
    found: list[Span] = []
    for span in spans:
        if span.last < span.first:
            continue
        if found and (found[-1].sign, found[-1].words) == (span.sign, span.words):
            found[-1] = Span(found[-1].first, span.last, span.sign, span.words, found[-1].causes)
        else:
            found.append(span)
    return tuple(found)


def _said(standing: Standing | None) -> tuple[Sign | None, str]:
    if standing is None:
        return None, "not restricted"
    sign = SIGNS[standing.verdict]
    words = {Sign.UNKNOWN: "unknown", Sign.UNCOVERED: "no mechanism"}.get(sign, "")
    return sign, words or mechanism_name(standing.mechanism or "covered")


def _whole(timeline: Timeline) -> Lane:
    """The verdict on the whole map."""
    days = [timeline.start, *(turn.on for turn in timeline.turns)]
    verdicts = [timeline.opening, *(turn.verdict for turn in timeline.turns)]
    lasts = [*(day - _DAY for day in days[1:]), timeline.end]
    spans = [Span(day, last, _VERDICTS[v], v.value) for day, last, v in zip(days, lasts, verdicts, strict=True)]
    return Lane("", "The whole map", 0, (), _joined(spans))


def _hop(timeline: Timeline, transfer: str) -> str:
    arrow = timeline.arrows.get(transfer)
    if arrow is None:
        return clean(transfer)
    ends = [clean(timeline.nodes[node].name if node in timeline.nodes else node) for node in (arrow.from_, arrow.to)]
    return " → ".join(ends)


def rows_of(timeline: Timeline, found: Sequence[Lane]) -> tuple[tuple[str, ...], ...]:
    """Every span of every lane as a row of words."""
    rows = []
    for lane in found:
        names = "; ".join(f"{_hop(timeline, transfer)} ({clean(transfer)})" for transfer in lane.transfers) or lane.title
        for span in lane.spans:
            mark = f"{span.sign.mark} " if span.sign and span.sign.mark else ""
            why = "; ".join(dict.fromkeys(told(cause) for cause in span.causes))
            days = (span.first.isoformat(), span.last.isoformat())
            rows.append((clean(lane.regime) or "all", names, *days, f"{mark}{span.words}", why))
    return tuple(rows)


def told(cause: Cause) -> str:
    """What begins, changes or ends, with its citation."""
    cite = f" [{clean(cause.cite)}]" if cause.cite else ""
    return f"{cause.event}: {clean(cause.says)}{cite}"
