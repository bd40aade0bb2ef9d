"""Edits that break nothing: what is renamed, reordered, narrowed, papered, or near."""

from __future__ import annotations

import json
from random import Random

from clean_maps import BARE, EEA, Tree, clause_set
from mutations import Mutation, holder, legs, listed, name_of, operator, send, under_clauses


def reordered(rng: Random, tree: Tree) -> str:
    """Another order of everything."""
    rng.shuffle(tree["transfers"])
    rng.shuffle(tree["policies"])
    for section in ("entities", "systems", "agreements"):
        items = list(tree[section].items())
        rng.shuffle(items)
        tree[section] = dict(items)
    return ""


def renamed(rng: Random, tree: Tree) -> str:
    """Another id for an entity, wherever it stands."""
    old = rng.choice(sorted(tree["entities"]))
    new = json.loads(json.dumps(tree).replace(json.dumps(old), '"another.name"'))
    tree.clear()
    tree.update(new)
    return ""


def described(rng: Random, tree: Tree) -> str:
    """Names, notes, sources and purposes."""
    tree["name"] = "Another name"
    tree["sources"] = {"audit": {"title": "Audit", "date": "2026-01-01"}}
    node = tree["entities"][rng.choice(sorted(tree["entities"]))]
    node.update(name="Somebody <b>& Söhne</b>", note="seen in the register", source="audit")
    rng.choice(tree["transfers"])["purpose"] = "because"
    return ""


def near_hop(rng: Random, tree: Tree) -> str:
    """A recipient in the EEA."""
    tree["entities"]["neighbour"] = {"location": rng.choice(EEA), "role": rng.choice(("controller", "processor"))}
    return send(rng, tree, "neighbour")


def adequate_hop(rng: Random, tree: Tree) -> str:
    """A recipient where all is adequate."""
    tree["entities"]["adequate"] = {"location": rng.choice(("CH", "NZ", "GB")), "role": "processor"}
    return send(rng, tree, "adequate")


def papered_hop(rng: Random, tree: Tree) -> str | None:
    """A recipient far away, with everything that it takes, for data that may go there."""
    owner = next(iter(tree["entities"]))
    confined = [key for policy in tree["policies"] for key in listed(policy.get("confine", {}).get("data_categories", []))]
    held = [c for t in tree["transfers"] if t["to"] == owner for c in listed(t["data_categories"])]
    free = [c for c in held if not any(c.startswith(key) for key in confined)]
    if not free:
        return None
    tree["entities"]["far"] = {"location": rng.choice(BARE), "role": "processor"}
    tree["agreements"]["far-clauses"] = clause_set([owner, "far"])
    tree["transfers"].append({"id": "added", "from": owner, "to": "far", "data_categories": free})
    return "added"


def idle_stranger(rng: Random, tree: Tree) -> str:
    """Somebody far away to whom nothing goes."""
    tree["entities"]["stranger"] = {"location": rng.choice((*BARE, "CN", "RU", "unknown")), "role": "processor"}
    tree["systems"]["idle"] = {"location": "CN", "operator": "stranger"}
    return ""


def anonymised(rng: Random, tree: Tree) -> str:
    """Counts, not people."""
    tree["entities"]["stranger"] = {"location": rng.choice((*BARE, "CN")), "role": "controller"}
    return send(rng, tree, "stranger", anonymised=True)


def ended(rng: Random, tree: Tree) -> str:
    """A transfer that is over, or has not begun."""
    tree["entities"]["stranger"] = {"location": rng.choice((*BARE, "CN")), "role": "controller"}
    return send(rng, tree, "stranger", **rng.choice(({"ends": "2026-03-01"}, {"starts": "2026-03-03"})))


def crossing(rng: Random, tree: Tree) -> str:
    """A cable through somewhere."""
    rng.choice(legs(tree))["via"] = [rng.choice((*BARE, "CN", "RU"))]
    return ""


def narrower(rng: Random, tree: Tree) -> str | None:
    """Less data moves."""
    found = [
        t
        for t in legs(tree)
        if isinstance(t["data_categories"], list) and len(t["data_categories"]) > 1 and t.get("kind") == "remote_access"
    ]
    if not found:
        return None
    rng.choice(found)["data_categories"].pop()
    return ""


def dropped_leaf(rng: Random, tree: Tree) -> str:
    """A transfer to where nothing goes on is gone."""
    starts = {t["from"] for t in tree["transfers"]}
    leaves = [t for t in legs(tree) if t["to"] not in starts and t["to"] not in tree["systems"] and len(under_clauses(tree)) > 0]
    tree["transfers"].remove(rng.choice([t for t in leaves if t not in under_clauses(tree).values()] or leaves))
    return ""


def kept_shorter(rng: Random, tree: Tree) -> str:
    """A server keeps less long."""
    found = [s["retention"] for s in tree["systems"].values() if "retention" in s]
    kept = rng.choice(found)
    kept[rng.choice(sorted(kept))] = "PT1H"
    return ""


def second_paper(rng: Random, tree: Tree) -> str:
    """One agreement more than needed, or one that is worthless beside a good one."""
    found = under_clauses(tree)
    key = rng.choice(sorted(found))
    tree["agreements"]["second"] = {
        **tree["agreements"][key],
        **rng.choice(({}, {"until": "2025-01-01"}, {"version": "2010/87", "modules": []})),
    }
    return name_of(found[key])


def another_measure(rng: Random, tree: Tree) -> str:
    """More care."""
    rng.choice(legs(tree))["measures"] = ["encrypted_in_transit", "encrypted_at_rest"]
    return ""


def own_desk(rng: Random, tree: Tree) -> str:
    """The owner opens a second server at home."""
    owner = next(iter(tree["entities"]))
    held = next(t["data_categories"] for t in tree["transfers"] if t["to"] == owner)
    tree["systems"]["spare"] = {"location": rng.choice(EEA), "operator": owner, "retention": dict.fromkeys(held, "PT1H")}
    tree["transfers"].append({"id": "added", "from": owner, "to": "spare", "kind": "backup", "data_categories": held})
    return "added"


def sale_long_ago(rng: Random, tree: Tree) -> str:
    """A sale that ended before the window."""
    tree["entities"]["broker"] = {"location": rng.choice(EEA), "role": "controller"}
    return send(rng, tree, "broker", sale=True, ends="2024-12-31")


def unused_category(rng: Random, tree: Tree) -> str:
    """A word of one's own."""
    tree["data_categories"] = {"user.contact.pigeon": {"name": "Pigeon post"}}
    return ""


def another_promise(rng: Random, tree: Tree) -> str:
    """A promise that holds."""
    tree["policies"].append(
        rng.choice(
            (
                {"id": "another", "forbid": {"place": "RU"}},
                {"id": "another", "retain": {"data_categories": ["user.biometric"], "at_most": "PT1H"}},
                {"id": "another", "require": {"mechanism": ["scc", "adequacy"], "leaving": "EEA"}},
                {"id": "another", "confine": {"data_categories": ["user.biometric"], "within": ["EEA"]}},
            )
        )
    )
    return ""


def same_place_finer(rng: Random, tree: Tree) -> str:
    """The same country, said more closely."""
    finer = {
        "NL": "NL-NH",
        "DE": "aws:eu-central-1",
        "FR": "FR-IDF",
        "IE": "IE-D",
        "SE": "SE-AB",
        "PL": "PL-14",
        "ES": "ES-M",
        "BE": "BE-BRU",
    }
    owner = next(iter(tree["entities"]))
    node, _ = holder(rng, tree)
    place = tree["entities"][operator(tree, node)]
    place["location"] = finer[place["location"]] if ":" not in finer[place["location"]] else "DE-HE"
    return owner


def left_later(rng: Random, tree: Tree) -> str:
    """The agreement ends, but not soon."""
    found = under_clauses(tree)
    tree["agreements"][rng.choice(sorted(found))]["until"] = "2031-01-01"
    return ""


HARMLESS: dict[str, Mutation] = {
    "reordered": reordered, "renamed": renamed, "described": described, "near_hop": near_hop, "adequate_hop": adequate_hop,
    "papered_hop": papered_hop, "idle_stranger": idle_stranger, "anonymised": anonymised, "ended": ended, "crossing": crossing,
    "narrower": narrower, "dropped_leaf": dropped_leaf, "kept_shorter": kept_shorter, "second_paper": second_paper,
    "another_measure": another_measure, "own_desk": own_desk, "sale_long_ago": sale_long_ago, "unused_category": unused_category,
    "another_promise": another_promise, "same_place_finer": same_place_finer, "left_later": left_later,
}  # fmt: skip
