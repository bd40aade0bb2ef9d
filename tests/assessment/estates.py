"""Random maps with law in them: few places, parties and instruments, so that every kind of answer occurs."""

from __future__ import annotations

from random import Random

from datamap.model import Agreement, DataMap, DataSubjects, Entity, System, Transfer

PLACES = ("NL", "DE", "GB", "US", "HK", "CN-GD", "JP", "CA", "BR", "SG", "KR", "CH", "RU", "unknown")
SITES = (*PLACES, "aws:us-east-1", "tencent:ap-hongkong")
KEYS = (
    "user.contact",
    "user.content.private",
    "user.health_and_medical",
    "user.workplace",
    "user.content",
    "user.financial",
    "user.biometric",
)
KINDS = (None, None, None, "disclosure", "storage", "remote_access", "backup", "transit")
ROLES = ("controller", "processor", "sub_processor", "recipient", None)
ATTRIBUTES = ("ca-pipeda", "eu-us-dpf", "us-fisa-702", "jp-appi-business", "public-sector")
MEASURES = ("encrypted_in_transit", "keys_held_by_exporter", "pseudonymised", "end_to_end_encrypted", "needs_clear_text")


def random_map(seed: int, size: int = 14) -> DataMap:
    """A map that depends on the seed alone."""
    dice = Random(seed)
    entities = [f"e{n}" for n in range(dice.randint(2, 7))]
    systems = [f"s{n}" for n in range(dice.randint(0, 6))]
    people = ["eu", "us", "ca"][: dice.randint(1, 3)]
    nodes = [*people, *entities, *entities, *systems]
    where = {"eu": "EEA", "us": "US-CA", "ca": "CN"}
    return DataMap(
        on=dice.choice(("2019-05-01", "2020-11-20", "2021-10-01", "2024-06-01", "2026-03-01")),
        data_subjects=[DataSubjects(id=p, location=where[p], workers=dice.random() < 0.2) for p in people],
        entities=[_entity(dice, name, entities) for name in entities],
        systems=[_system(dice, name, entities) for name in systems],
        agreements=[_agreement(dice, f"a{n}", entities, people) for n in range(dice.randint(0, 4))],
        transfers=[_transfer(dice, nodes, people, entities) for _ in range(dice.randint(1, size))],
        policies=[],
    )


def _some(dice: Random, choices, chance: float):
    return dice.choice(choices) if dice.random() < chance else None


def _entity(dice: Random, name: str, entities: list[str]) -> Entity:
    at = entities.index(name)
    return Entity(
        id=name,
        location=dice.choice(PLACES),
        role=dice.choice(ROLES),
        parent=dice.choice(entities[:at]) if at and dice.random() < 0.3 else None,
        branches=[dice.choice(PLACES[:-1])] if dice.random() < 0.15 else [],
        subject_to=["eu-gdpr"] if dice.random() < 0.1 else [],
        attributes=[dice.choice(ATTRIBUTES)] if dice.random() < 0.3 else [],
        kind=dice.choice(("company",) * 8 + ("public_body", "international_organisation")),
    )


def _system(dice: Random, name: str, entities: list[str]) -> System:
    return System(
        id=name,
        **({"location": dice.choice(SITES)} if dice.random() < 0.9 else {"locations": dice.sample(PLACES[:-1], 2)}),
        operator=_some(dice, entities, 0.8),
        host=_some(dice, entities, 0.3),
    )


def _agreement(dice: Random, name: str, entities: list[str], people: list[str]) -> Agreement:
    version = dice.choice(("2004/915", "2010/87", "2021/914"))
    return Agreement(
        id=name,
        kind=dice.choice(("scc", "scc", "scc", "bcr", "contract", "derogation")),
        version=version,
        modules=[dice.randint(1, 4)] if version == "2021/914" else [],
        parties=dice.sample(entities, 2),
        signed=dice.choice(("2019-01-01", "2021-07-01", "2023-01-01")),
        annexes_complete=dice.random() < 0.8,
        data_categories=[dice.choice(KEYS)] if dice.random() < 0.2 else [],
        data_subjects=[dice.choice(people)] if dice.random() < 0.2 else [],
        ground="49(1)(a)",
        **{"for": "controller"},
    )


def _transfer(dice: Random, nodes: list[str], people: list[str], entities: list[str]) -> Transfer:
    return Transfer(
        from_=dice.choice(nodes),
        to=dice.choice(nodes),
        kind=dice.choice(KINDS),
        data_categories=dice.sample(KEYS, dice.randint(1, 3)),
        data_subjects=dice.sample(people, 1) if dice.random() < 0.2 else [],
        agreements="unknown" if dice.random() < 0.05 else None,
        exporter_role=_some(dice, ROLES, 0.1),
        importer_role=_some(dice, ROLES, 0.1),
        measures=dice.sample(MEASURES, 1) if dice.random() < 0.2 else [],
        on_behalf_of=_some(dice, entities, 0.1),
        anonymised=dice.random() < 0.05,
        sale=dice.random() < 0.1,
        evidence=dice.choice(("declared",) * 8 + ("inferred",)),
        starts=_some(dice, ("2018-01-01", "2020-06-01"), 0.2),
    )
