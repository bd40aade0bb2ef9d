"""Files under `law/data/` → facts. A malformed, uncited or overlapping fact is refused with its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from datamap.errors import LawError
from datamap.law.fact import Fact
from datamap.law.facts import KINDS

Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read(file: Path, root: Path) -> tuple[Fact, ...]:
    """Every state of every subject in one file, in order of time.

    A file is one subject with its `states`, or a list of subjects under `facts`; what stands at the top is inherited.

    Raises:
        LawError: with the file, the fact and what to do.
    """
    try:
        tree = yaml.load(file.read_text(encoding="utf-8"), Loader=Loader)
    except (yaml.YAMLError, ValueError) as error:
        raise LawError(f"{file}: not readable as YAML: {error}") from None
    if not isinstance(tree, Mapping):
        raise LawError(f"{file}: expected a mapping with `kind`, `title`, `cite`, …")
    stem = file.relative_to(root).with_suffix("").as_posix()
    try:
        return tuple(fact for states in _subjects(tree, stem) for fact in _ordered(states, file))
    except (KeyError, TypeError, AttributeError):
        raise LawError(f"{file}: `facts` is a list of mappings, each with an `id`; `states` is a list of mappings") from None


def _subjects(tree: Mapping[str, Any], stem: str) -> Iterator[list[Mapping[str, Any]]]:
    inherited = {key: value for key, value in tree.items() if key not in ("facts", "states")}
    if "facts" not in tree:
        yield [{**inherited, **state, "id": stem} for state in tree.get("states", [{}])]
        return
    for item in tree["facts"]:
        own = {key: value for key, value in item.items() if key not in ("id", "states")}
        yield [{**inherited, **own, **state, "id": f"{stem}/{item['id']}"} for state in item.get("states", [{}])]


def _ordered(states: list[Mapping[str, Any]], file: Path) -> tuple[Fact, ...]:
    facts = tuple(sorted((_fact(state, file) for state in states), key=lambda fact: fact.from_ or date.min))
    for earlier, later in pairwise(facts):
        if earlier.until is None or (later.from_ or date.min) <= earlier.until:
            overlap = f"the states from {earlier.from_} and from {later.from_} overlap"
            raise LawError(f"{file}: {later.id}: {overlap}; give the earlier one an `until`")
    return facts


def _fact(state: Mapping[str, Any], file: Path) -> Fact:
    kind = KINDS.get(str(state.get("kind")))
    if kind is None:
        raise LawError(f"{file}: {state.get('id')}: unknown kind {state.get('kind')!r}; it is one of {', '.join(KINDS)}")
    try:
        return kind.model_validate(state)
    except ValidationError as error:
        wrong = "; ".join(f"`{'.'.join(map(str, e['loc']))}`: {e['msg']}" for e in error.errors())
        raise LawError(f"{file}: {state.get('id')}: {wrong}") from None
