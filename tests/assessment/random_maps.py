"""Maps drawn at random that use most of what a map can say: systems, operators, roles, branches, agreements, dates."""

from __future__ import annotations

import random
from typing import Any

from datamap.model import DataMap

PLACES = (
    "NL", "DE", "GB", "US", "SG", "HK", "CN-GD", "IN", "BR", "CA-ON", "JP", "CH", "KR", "IE", "RU", "unknown", "aws:us-east-1",
    "aws:eu-west-1",
)  # fmt: skip
KEYS = (
    "user", "user.contact", "user.contact.email", "user.health_and_medical", "user.location", "user.content", "user.account",
    "user.workplace",
)  # fmt: skip
DAYS = ("2019-05-01", "2020-11-20", "2022-06-01", "2024-06-01")
HOMES = ("EEA", "US", "NL", "GB", "KR", "unknown", "mainland-china")
KINDS = ("disclosure", "storage", "remote_access", "backup", "transit")


def random_map(seed: int, most: int = 14) -> DataMap:
    """The map of a seed, of up to 7 entities, 4 systems and `most` transfers."""
    dice = random.Random(seed)
    people = {name: {"location": dice.choice(HOMES)} for name in ("p1", "p2")[: dice.randint(0, 2)]}
    entities: dict[str, dict[str, Any]] = {}
    for number in range(dice.randint(2, 7)):
        entities[f"e{number}"] = _entity(dice, number)
    systems = {f"s{number}": _system(dice, tuple(entities)) for number in range(dice.randint(0, 4))}
    agreements = {f"a{number}": _agreement(dice, tuple(entities)) for number in range(dice.randint(0, 4))}
    nodes = (*people, *people, *entities, *systems, *systems)
    transfers = [_transfer(dice, n, nodes, tuple(people), tuple(entities), tuple(agreements)) for n in range(dice.randint(1, most))]
    said = {"data_subjects": people, "entities": entities, "systems": systems, "agreements": agreements, "transfers": transfers}
    return DataMap.model_validate({"on": dice.choice(DAYS), **said})


def _entity(dice: random.Random, number: int) -> dict[str, Any]:
    made: dict[str, Any] = {"location": dice.choice([place for place in PLACES if ":" not in place])}
    maybe = {
        "role": (0.85, dice.choice(["controller", "processor", "sub_processor", "joint_controller", "recipient"])),
        "subject_to": (0.1, ["eu-gdpr"]),
        "not_subject_to": (0.1, ["eu-gdpr"]),
        "branches": (0.12, [dice.choice(["NL", "US", "SG", "FR"])]),
        "kind": (0.1, dice.choice(["public_body", "eu_institution", "international_organisation"])),
        "attributes": (0.2, [dice.choice(["ca-pipeda", "eu-us-dpf", "us-fisa-702", {"is": "us-fisa-702", "holds": False}])]),
    }
    made |= _some(dice, maybe)
    if number and dice.random() < 0.15:
        made["parent"] = f"e{dice.randrange(number)}"
    return made


def _some(dice: random.Random, maybe: dict[str, tuple[float, Any]]) -> dict[str, Any]:
    return {key: value for key, (chance, value) in maybe.items() if dice.random() < chance}


def _system(dice: random.Random, entities: tuple[str, ...]) -> dict[str, Any]:
    place = {"locations": ["BR", "DE"]} if dice.random() < 0.1 else {"location": dice.choice(PLACES)}
    return {**place, **_some(dice, {"operator": (0.6, dice.choice(entities)), "host": (0.2, dice.choice(entities))})}


def _agreement(dice: random.Random, entities: tuple[str, ...]) -> dict[str, Any]:
    kind = dice.choice(["scc", "contract", "bcr", "idta", "derogation"])
    made: dict[str, Any] = {"kind": kind, "parties": dice.sample(entities, min(len(entities), dice.randint(2, 3)))}
    if kind == "scc":
        made["version"] = dice.choice(["2021/914", "2010/87", "2004/915"])
        if made["version"] == "2021/914":
            made["modules"] = [dice.randint(1, 4)]
    if kind == "derogation":
        made["ground"] = dice.choice(["49(1)(a)", "49(1)(b)"])
    found = {"on": "2021-09-01", "problematic_law": dice.random() < 0.3, "document": "assessment"}
    return made | _some(dice, {"signed": (0.8, dice.choice(["2018-01-01", "2021-08-01"])), "impact_assessment": (0.3, found)})


def _transfer(
    dice: random.Random,
    number: int,
    nodes: tuple[str, ...],
    people: tuple[str, ...],
    entities: tuple[str, ...],
    agreements: tuple[str, ...],
) -> dict[str, Any]:
    made = {"from": dice.choice(nodes), "to": dice.choice(nodes), "data_categories": dice.sample(KEYS, dice.randint(1, 2))}
    maybe = {
        "id": (0.5, f"t{number}"),
        "kind": (0.2, dice.choice(KINDS)),
        "agreements": (0.15, dice.choice(["unknown", [], *([name] for name in agreements)])),
        "evidence": (0.1, dice.choice(["observed", "inferred"])),
        "drops": (0.1, [dice.choice(KEYS)]),
        "anonymised": (0.05, True),
        "measures": (0.1, [dice.choice(["pseudonymised", "encrypted_in_transit", "keys_held_by_exporter"])]),
        "on_behalf_of": (0.1, dice.choice(entities)),
        "starts": (0.1, dice.choice(["2018-05-01", "2023-01-01"])),
        "exporter_role": (0.1, "processor"),
        "frequency": (0.1, "continuous"),
        "branch": (0.08, dice.choice(["NL", "US"])),
    }
    if people:
        maybe["data_subjects"] = (0.15, [dice.choice(people)])
    return made | _some(dice, maybe)
