"""What a change to a map does: parts, flows, answers and findings that appear, go, or change. Order and comments are nothing."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from datamap.answers import gist
from datamap.checking.renaming import renamed, renames
from datamap.checking.spine import check
from datamap.differences import Detail, Difference, FindingChange, FlowChange, PartChange
from datamap.findings import Finding, Level, Report, Shift, Status
from datamap.flow import Flow, Network
from datamap.formats import loads
from datamap.formats.writing import tree
from datamap.model import DataMap

SECTIONS = {
    "data_subjects": "data subjects",
    "entities": "entity",
    "systems": "system",
    "agreements": "agreement",
    "transfers": "transfer",
    "policies": "policy",
    "waivers": "waiver",
    "zones": "zone",
    "data_categories": "data category",
    "sources": "source",
}


def diff(old: DataMap, new: DataMap, on: date | str | None = None, *, regimes: Sequence[str] | None = None) -> Difference:
    """What the change from one map to another does, both judged on one day.

    Args:
        on: the day; without it the new map's own `on`, else the old one's.
        regimes: ids of the regimes to judge by; without it all that a map meets.

    Raises:
        QuestionError: there is no date to judge by.
    """
    day = new.day(on or new.on or old.on)
    was, now = tree(old), tree(new)
    names = renames(was, now)
    translated = renamed(was, names)
    if translated != was:
        old = loads(json.dumps(translated), "json", "the old map")
    before, after = check(old, day, regimes=regimes), check(new, day, regimes=regimes)
    return Difference(
        old=before.map_name,
        new=after.map_name,
        on=day,
        was=before.verdict,
        verdict=after.verdict,
        parts=tuple(_parts(translated, now, names)),
        flows=tuple(_flows(old, new, day)),
        answers=tuple(_answers(before, after)),
        findings=tuple(_findings(before, after)),
        nodes={**before.nodes, **after.nodes},
        arrows={**before.arrows, **after.arrows},
    )


def _parts(was: dict[str, Any], now: dict[str, Any], names: Mapping[str, Mapping[str, str]]) -> Iterator[PartChange]:
    head = {key: _text(was.get(key)) for key in ("name", "on", "defaults")}
    changed = _details(head, {key: _text(now.get(key)) for key in head})
    if changed:
        yield PartChange("changes", "map", now.get("name") or "map", details=changed)
    for section, kind in SECTIONS.items():
        old, new = _keyed(was, section), _keyed(now, section)
        back = {to: from_ for from_, to in names.get(section, {}).items()}
        for name in dict.fromkeys((*new, *old)):
            if name in new and name in old:
                details = _details(old[name], new[name])
                if name in back:
                    yield PartChange("renamed", kind, name, back[name], details)
                elif details:
                    yield PartChange("changes", kind, name, details=details)
            else:
                yield PartChange("appears" if name in new else "goes", kind, name)


def _keyed(whole: dict[str, Any], section: str) -> dict[str, dict[str, str]]:
    """The items of a section by id, each as the text of its fields; what has no id is known by all that it says."""
    items = whole.get(section, {})
    if isinstance(items, dict):
        return {name: _fields(item) for name, item in items.items()}
    found: dict[str, dict[str, str]] = {}
    for item in items:
        name = base = item.get("id") or item.get("finding") or f"{_text(item['from'])}..{_text(item['to'])}"
        number = 1
        while name in found:
            number += 1
            name = f"{base}..{number}"
        found[name] = _fields(item)
    return found


def _fields(item: Any) -> dict[str, str]:
    if not isinstance(item, dict):
        return {"": _text(item)}
    return {key: _text(value) for key, value in item.items() if key != "id"}


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return ", ".join(sorted(value))
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)


def _details(was: Mapping[str, str], now: Mapping[str, str]) -> tuple[Detail, ...]:
    return tuple(Detail(key, was.get(key, ""), now.get(key, "")) for key in dict.fromkeys((*now, *was)) if was.get(key) != now.get(key))


Key = tuple[str, str | None, str]


def _flows(old: DataMap, new: DataMap, day: date) -> Iterator[FlowChange]:
    was, now = (_by_key(Network.of(m, day).flows()) for m in (old, new))
    for key in dict.fromkeys((*now, *was)):
        if key not in was:
            yield FlowChange("appears", *key, now[key].path)
        elif key not in now:
            yield FlowChange("goes", *key, was[key].path)
        elif was[key].nodes != now[key].nodes:
            yield FlowChange("changes", *key, now[key].path, was[key].path)


def _by_key(flows: Iterable[Flow]) -> dict[Key, Flow]:
    return {(flow.data_category, flow.data_subjects, flow.target): flow for flow in flows}


def _answers(before: Report, after: Report) -> Iterator[Shift]:
    was, now = (
        {(a.transfer, a.regime): a for a in report.assessments if a.verdict is not Status.NOT_RESTRICTED} for report in (before, after)
    )
    for transfer, regime in dict.fromkeys((*now, *was)):
        old, new = was.get((transfer, regime)), now.get((transfer, regime))
        if gist(old) != gist(new):
            yield Shift(transfer, regime, old, new)


def _findings(before: Report, after: Report) -> Iterator[FindingChange]:
    was, now = ({finding.id: finding for finding in report.findings} for report in (before, after))
    for name in dict.fromkeys((*now, *was)):
        if name not in was:
            yield FindingChange("appears", now[name])
        elif name not in now:
            yield FindingChange("goes", was[name])
        elif _weight(was[name]) != _weight(now[name]):
            yield FindingChange("changes", now[name], was[name])


def _weight(finding: Finding) -> object:
    return finding.level, finding.verdict, finding.waived, finding.count if finding.level is Level.ERROR else 0
