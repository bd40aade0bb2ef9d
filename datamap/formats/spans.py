"""Where each part of a YAML text begins and ends, so that a part can be changed and the rest left as it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml
from yaml.events import AliasEvent, MappingStartEvent, ScalarEvent, SequenceStartEvent


@dataclass
class Span:
    """A part: its first and last offset, how it is written, and its parts by key or index.

    `kind` is scalar, mapping, list or alias; `style` is the quote or sign of a scalar, `flow` or `block` of the others.
    `keys` has, for the entries of a mapping, where the key begins and ends.
    """

    start: int
    end: int
    kind: str
    style: str = ""
    parts: dict[str | int, Span] = field(default_factory=dict)
    keys: dict[str | int, tuple[int, int]] = field(default_factory=dict)


def spans(text: str) -> Span | None:
    """The span of the only document of a text; None where it holds nothing.

    Raises:
        yaml.YAMLError: the text is no YAML.
    """
    events: Iterator[Any] = iter(yaml.parse(text, Loader=getattr(yaml, "CLoader", yaml.Loader)))
    for event in events:
        if isinstance(event, yaml.DocumentStartEvent):
            return _span(next(events), events, text)
    return None


def _span(event: Any, events: Iterator[Any], text: str) -> Span:
    start, end = event.start_mark.index, event.end_mark.index
    if isinstance(event, ScalarEvent):
        if event.style in ("|", ">"):
            end = start + len(text[start:end].rstrip())  # empty lines below a block of text are not its own
        return Span(start, end, "scalar", event.style or "")
    if isinstance(event, AliasEvent):
        return Span(start, end, "alias")
    if isinstance(event, MappingStartEvent):
        return _mapping(event, events, text)
    assert isinstance(event, SequenceStartEvent)
    found = Span(start, end, "list", "flow" if event.flow_style else "block")
    for index, part in enumerate(iter(lambda: next(events), None)):
        if isinstance(part, yaml.SequenceEndEvent):
            return _closed(found, part)
        found.parts[index] = _span(part, events, text)
    raise AssertionError  # a list always ends


def _mapping(event: Any, events: Iterator[Any], text: str) -> Span:
    found = Span(event.start_mark.index, event.end_mark.index, "mapping", "flow" if event.flow_style else "block")
    while not isinstance(key := next(events), yaml.MappingEndEvent):
        span = _span(key, events, text)
        name = key.value if isinstance(key, ScalarEvent) else ""
        found.keys[name] = (span.start, span.end)
        found.parts[name] = _span(next(events), events, text)
    return _closed(found, key)


def _closed(span: Span, end: Any) -> Span:
    """A block ends with the last of its parts: what follows, comments above all, is not its own."""
    if span.style == "flow":
        span.end = end.end_mark.index
    elif span.parts:
        span.end = max(part.end for part in span.parts.values())
    return span
