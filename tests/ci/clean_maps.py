"""Clean maps by a seed: everything declared, every restricted transfer with a basis, every promise kept.

Each is an estate as one meets it: a controller in the EEA with its servers, processors near and far, a desk that reads
from afar. Trees, so that a test can change one fact and read the result as a file would be read.
"""

from __future__ import annotations

import json
from pathlib import Path
from random import Random
from typing import Any

import datamap as dm
from datamap import documents

Tree = dict[str, Any]

ON = "2026-03-02"
EEA = ("NL", "DE", "FR", "IE", "SE", "PL", "ES", "BE")
ADEQUATE = ("CH", "NZ", "GB", "UY", "AD", "FO")
BARE = ("PH", "VN", "ZA", "MX", "EG", "KE", "TH", "MY", "AE", "CL", "PE", "NG", "ID", "GH")
CATEGORIES = ("user.contact", "user.contact.email", "user.behavior.purchase_history", "user.financial", "user.content", "user.location")
SHOP = Path(__file__).parents[2] / "examples" / "shop" / "shop.yaml"


def shop() -> Tree:
    """The example that everybody reads first."""
    tree: Tree = documents.read(SHOP).tree
    return tree


def estate(rng: Random) -> Tree:
    """A random clean map."""
    home = rng.choice(EEA)
    held = sorted(rng.sample(CATEGORIES[:1] + CATEGORIES[2:], rng.randint(2, 4)))
    tree: Tree = {
        "datamap": 1,
        "name": "An estate",
        "on": ON,
        "data_subjects": {"people": {"location": rng.choice(("EEA", *EEA))}},
        "entities": {"owner": {"location": home, "role": "controller"}},
        "systems": {"core": {"location": rng.choice(EEA), "operator": "owner", "retention": dict.fromkeys(held, "P30D")}},
        "agreements": {},
        "transfers": [
            {"id": "collect", "from": "people", "to": "owner", "data_categories": held},
            {"id": "keep", "from": "owner", "to": "core", "kind": "storage", "data_categories": held},
        ],
        "policies": [
            {"id": "month", "retain": {"data_categories": [held[0]], "at_most": "P30D"}},
            {"id": "unsold", "no_sale": {"data_subjects": ["people"], "window": "P12M"}},
            {"id": "readers", "limit_access": {"to": ["desk"]}},
            {"id": "near", "confine": {"data_categories": [held[0]], "within": ["EEA", *ADEQUATE]}},
        ],
    }  # fmt: skip
    free = held[1:]
    _processor(tree, rng, "mailer", rng.choice(EEA), held)
    _processor(tree, rng, "books", rng.choice(ADEQUATE), held)
    _processor(tree, rng, "repairs", rng.choice(BARE), free, clauses=True)
    if rng.random() < 0.6:
        _processor(tree, rng, "pipeda", "CA", free, attributes=["ca-pipeda"])
    if rng.random() < 0.6:
        _processor(tree, rng, "framework", "US", free, attributes=["eu-us-dpf"])
    if rng.random() < 0.5:
        _processor(tree, rng, "second", rng.choice(BARE), free, clauses=True, system=True)
    _desk(tree, rng.choice((*EEA, "NZ", "CH")), held)
    return tree


def _processor(
    tree: Tree, rng: Random, name: str, place: str, held: list[str], *, clauses: bool = False, system: bool = False, attributes: Any = ()
) -> None:
    tree["entities"][name] = {"location": place, "role": "processor", **({"attributes": list(attributes)} if attributes else {})}
    carried = sorted(rng.sample(held, rng.randint(1, len(held))))
    target = name
    if system:
        target = f"{name}_server"
        tree["systems"][target] = {"location": place, "operator": name, "retention": dict.fromkeys(carried, "P7D")}
    if clauses:
        tree["agreements"][f"{name}-clauses"] = clause_set(["owner", name])
    tree["transfers"].append({"id": f"to-{name}", "from": rng.choice(("owner", "core")), "to": target, "data_categories": carried})


def clause_set(parties: list[str], module: int = 2) -> Tree:
    """Standard clauses that lack nothing."""
    return {
        "kind": "scc",
        "version": "2021/914",
        "modules": [module],
        "parties": parties,
        "signed": "2024-05-13",
        "impact_assessment": {"on": "2024-04-22", "problematic_law": False, "document": "tia.pdf"},
        "measures": ["encrypted_in_transit", "pseudonymised"],
    }


def _desk(tree: Tree, place: str, held: list[str]) -> None:
    tree["entities"]["helpers"] = {"location": place, "role": "processor"}
    tree["systems"]["desk"] = {"location": place, "operator": "helpers"}
    tree["transfers"].append({"id": "support", "from": "core", "to": "desk", "kind": "remote_access", "data_categories": held})


def read(tree: Tree) -> dm.DataMap:
    """The tree as a map, by way of text."""
    return dm.loads(json.dumps(tree), "json")
