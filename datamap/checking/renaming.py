"""Which parts of a map are the same under another id: told by what they say and by what is around them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

Tree = dict[str, Any]
NODES = ("data_subjects", "entities", "systems")
ENOUGH = 0.6
"""How alike two parts must be, from 0 to 1, to count as one."""


def renames(old: Tree, new: Tree) -> dict[str, dict[str, str]]:
    """For each section the old ids that have a new one. Only a pair that suits each other best, and no other as well, counts."""
    found: dict[str, dict[str, str]] = {}
    for section in NODES:
        found[section] = _paired(_nodes(old, section), _nodes(new, section))
    nodes = {was: now for section in NODES for was, now in found[section].items()}
    old = renamed(old, {"nodes": nodes})
    found["agreements"] = _paired(_records(old.get("agreements", {})), _records(new.get("agreements", {})))
    old = renamed(old, {"agreements": found["agreements"]})
    for section in ("transfers", "policies"):
        found[section] = _paired(_records(_by_id(old, section)), _records(_by_id(new, section)))
    return found


def _by_id(tree: Tree, section: str) -> dict[str, Tree]:
    return {item["id"]: {k: v for k, v in item.items() if k != "id"} for item in tree.get(section, ()) if "id" in item}


def _records(items: Mapping[str, Any]) -> dict[str, frozenset[str]]:
    return {name: frozenset(_facts(item or {}, "")) for name, item in items.items()}


def _nodes(tree: Tree, section: str) -> dict[str, frozenset[str]]:
    """What is said of each node, and each end of a transfer at it."""
    said = {name: set(_facts(item or {}, "")) for name, item in tree.get(section, {}).items()}
    for transfer in tree.get("transfers", ()):
        for end, other in (("from", "to"), ("to", "from")):
            for name in _listed(transfer[end]):
                if name in said:
                    moved = sorted(_listed(transfer["data_categories"]))
                    said[name].add(f"{end}|{transfer.get('kind')}|{moved}|{sorted(_listed(transfer[other]))}")
    return {name: frozenset(facts) for name, facts in said.items()}


def _facts(item: Any, at: str) -> Iterator[str]:
    if isinstance(item, dict):
        for key, value in item.items():
            yield from _facts(value, f"{at}.{key}")
    elif isinstance(item, list):
        for value in item:
            yield from _facts(value, at)
    else:
        yield f"{at}={item}"


def _paired(old: Mapping[str, frozenset[str]], new: Mapping[str, frozenset[str]]) -> dict[str, str]:
    gone, come = [name for name in old if name not in new], [name for name in new if name not in old]
    alike = {(a, b): _alike(old[a], new[b]) for a in gone for b in come}
    pairs = {}
    for (a, b), score in alike.items():
        rivals = [other for (c, d), other in alike.items() if (c == a) != (d == b)]
        if score >= ENOUGH and all(score > rival for rival in rivals):
            pairs[a] = b
    return pairs


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one | other else 0.0


def _listed(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value or ())


def renamed(tree: Tree, found: Mapping[str, Mapping[str, str]]) -> Tree:
    """The tree with new ids wherever the old ones stand: as keys, and as references."""
    nodes = {**{was: now for section in NODES for was, now in found.get(section, {}).items()}, **found.get("nodes", {})}
    agreements, transfers, policies = (found.get(name, {}) for name in ("agreements", "transfers", "policies"))
    new = dict(tree)
    for section in NODES:
        if section in tree:
            new[section] = {nodes.get(name, name): _references(item, nodes, agreements) for name, item in tree[section].items()}
    if "agreements" in tree:
        new["agreements"] = {agreements.get(n, n): _references(item, nodes, agreements) for n, item in tree["agreements"].items()}
    for section, own in (("transfers", transfers), ("policies", policies)):
        if section in tree:
            items = [_references(item, nodes, agreements) for item in tree[section]]
            new[section] = [{**item, "id": own.get(item["id"], item["id"])} if "id" in item else item for item in items]
    return new


_TO_NODES = frozenset(
    ("from", "to", "on_behalf_of", "data_subjects", "parent", "entity", "operator", "host", "parties", "exporters", "importers")
)
_TO_AGREEMENTS = frozenset(("agreements", "supplements"))


def _references(item: Any, nodes: Mapping[str, str], agreements: Mapping[str, str], key: str = "") -> Any:
    if isinstance(item, dict):
        return {name: _references(value, nodes, agreements, name) for name, value in item.items()}
    if isinstance(item, list):
        return [_references(value, nodes, agreements, key) for value in item]
    if isinstance(item, str):
        return nodes.get(item, item) if key in _TO_NODES else agreements.get(item, item) if key in _TO_AGREEMENTS else item
    return item
