"""The days on which an answer changes, as a slider with words: what begins or ends, and what that does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from datamap.chronicle import Cause, FindingChange, Standing, Turn
from datamap.findings import Level
from datamap.rendering.markup import html
from datamap.rendering.page.days import Day, Days
from datamap.rendering.page.record import headline
from datamap.rendering.signs import SIGNS, regime_name
from datamap.rendering.wording import count, status_word

_SHOWN = 4


def time_bar(days: Days) -> str:
    """The slider and the words of each day; one line where no other day is shown."""
    if len(days.all) == 1:
        return f'<section id="time" class="still" aria-label="Over time"><p>{html(days.note)}</p></section>' if days.note else ""
    own = days.all.index(days.own)
    ticks = "".join(_tick(day, day is days.own, number) for number, day in enumerate(days.all))
    whys = "".join(_why(days, day, number != own) for number, day in enumerate(days.all))
    note = f'<p class="quiet">{html(days.note)}</p>' if days.note else ""
    slider = (
        f'<input type="range" id="day" min="0" max="{len(days.all) - 1}" step="1" value="{own}" aria-label="Day of the law" '
        f'aria-valuetext="{html(_spoken(days.own))}">'
    )
    return (
        '<section id="time" aria-labelledby="time-title"><h2 id="time-title">Over time</h2>'
        '<button id="earlier" type="button" aria-label="Earlier change">‹</button>'
        f'<div class="scale">{slider}<ol aria-hidden="true">{ticks}</ol></div>'
        '<button id="later" type="button" aria-label="Later change">›</button>'
        f'<div id="why" aria-live="polite" tabindex="0" role="group" aria-label="What changes">{whys}</div>{note}</section>'
    )


def _tick(day: Day, own: bool, number: int) -> str:
    said = headline(day)
    scheduled = " scheduled" if day.stage.turn and day.stage.turn.scheduled else ""
    when = day.stage.turn.on.isoformat() if day.stage.turn else "before"
    mine = f'<span class="own">map’s day {said["on"]}</span>' if own else ""
    mark = said["verdict"].partition(" ")[0]
    chosen = " chosen" if own else ""
    return (
        f'<li class="tick{scheduled}{chosen}" data-day="{number}" data-spoken="{html(_spoken(day))}">'
        f'<span class="when"><b data-sign="{said["sign"]}">{mark}</b> <span class="date">{when}</span></span>{mine}</li>'
    )


def _spoken(day: Day) -> str:
    """The day as a slider is read aloud."""
    return f"{_span(day)}: {headline(day)['verdict'].lstrip('√×? ')}"


def _span(day: Day) -> str:
    """The stretch of time that a day stands for."""
    until = day.stage.until
    if day.stage.turn is None:
        return f"Until {until.isoformat()}" if until else "At any time"
    return f"From {day.stage.turn.on.isoformat()}" + (f" to {until.isoformat()}" if until else " on")


def _why(days: Days, day: Day, hidden: bool) -> str:
    turn, report = day.stage.turn, day.report
    judged = f"judged on {report.on.isoformat()}{', the map’s own day' if day is days.own else ''}" if report else ""
    head = f"<b>{html(_span(day))}</b><br>{html(judged)}"
    if turn is None:
        return f'<div class="why"{" hidden" if hidden else ""}><p>{head}</p><div><p>Before the first change shown.</p></div></div>'
    known = "<br>scheduled, as known when the law book was checked" if turn.scheduled else ""
    causes = "".join(f"<li>{_cause(cause)}</li>" for cause in turn.causes[:_SHOWN])
    causes += f"<li>and {len(turn.causes) - _SHOWN:,} more</li>" if len(turn.causes) > _SHOWN else ""
    effects = list(_effects(turn))
    said = "; ".join(effects[:_SHOWN]) + (f"; and {len(effects) - _SHOWN:,} more" if len(effects) > _SHOWN else "")
    return (
        f'<div class="why"{" hidden" if hidden else ""}><p>{head}{known}{_changed(days, turn)}</p><div><ul>{causes}</ul>'
        f'<p class="effect"><b>Then</b> {html(said)}.</p></div></div>'
    )


def _changed(days: Days, turn: Turn) -> str:
    """A button that shows the transfers whose answer changes."""
    changed = (*(change.transfer for change in turn.changes), *(name for change in turn.findings for name in change.finding.transfers))
    at = dict.fromkeys(place for place in map(days.place, changed) if place is not None)
    places = " ".join(map(str, at))
    return f'<br><button type="button" data-at="{places}">Show {count(len(at), "transfer")} that changed</button>' if at else ""


def _cause(cause: Cause) -> str:
    cite = f" <cite>{html(cause.cite)}{'; from memory' if cause.confidence == 'from-memory' else ''}</cite>" if cause.cite else ""
    where = f" <code>{html(str(cause.where))}</code>" if cause.where else ""
    return f"<b>{cause.event}</b> {html(cause.says)}{cite}{where}"


def _effects(turn: Turn) -> Iterator[str]:
    """What a day changes, alike changes counted."""
    shifts = Counter((change.regime, _standing(change.before), _standing(change.after)) for change in turn.changes)
    for (regime, before, after), number in shifts.items():
        yield f"{regime_name(regime)}: {count(number, 'transfer')} {before} → {after}"
    yield from _found(turn.findings)


def _standing(standing: Standing | None) -> str:
    if standing is None:
        return "not restricted"
    mark = SIGNS[standing.verdict].mark
    by = f" by {standing.mechanism.replace('_', ' ')}" if standing.mechanism else ""
    return f"{mark} {status_word(standing.verdict)}{by}".strip()


def _found(changes: Iterable[FindingChange]) -> Iterator[str]:
    words = {"appears": "appears", "goes": "goes", "changes": "changes"}
    counted = Counter((change.event, change.finding.level, change.finding.rule) for change in changes)
    for (event, level, rule), number in counted.items():
        many = f" ({number})" if number > 1 else ""
        yield f"{'note' if level is Level.NOTE else level.value} “{rule.replace('_', ' ')}”{many} {words[event]}"
