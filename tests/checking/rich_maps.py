"""Random maps with law and promises in them: every kind of promise, waivers, sales that ended, hosts, zones, workers, volumes."""

from __future__ import annotations

from random import Random

from datamap.model import DataMap, DataSubjects, Policy, Retention, System, Transfer, Waiver
from tests.assessment.estates import KEYS, random_map

ZONES = {"near": ["NL", "GB"], "far": ["HK", "CN-GD", "SG", "RU"]}
WITHIN = ("EEA", "near", "far", "US", "HK", "mainland-china", "CH", "JP")
NAMED = ("uncovered_transfer", "reaches_forbidden_place", "unknown_transfer_status", "lapsed_mechanism", "DM101", "DM201", "DM303", "*")


def rich_map(seed: int, size: int = 14) -> DataMap:
    """A map that depends on the seed alone."""
    m, dice = random_map(seed, size), Random(f"rich {seed}")
    day = m.on
    assert day is not None
    people, nodes = list(m.data_subjects), [*m.data_subjects, *m.entities, *m.systems]
    here = {"eu": "EEA", "us": "US-CA", "ca": "CN"}
    return DataMap(
        on=day,
        zones=ZONES,
        data_subjects=[
            DataSubjects(id=name, location=dice.choice((here[name], here[name], "unknown", "near")), workers=dice.random() < 0.2)
            for name in people
        ],
        entities=list(m.entities.values()),
        systems=[_system(dice, one) for one in m.systems.values()],
        agreements=list(m.agreements.values()),
        transfers=[_transfer(dice, at, one, day.year) for at, one in enumerate(m.transfers)],
        policies=[_policy(dice, f"p{at}", people, nodes) for at in range(dice.randint(0, 4))],
        waivers=[_waiver(dice, nodes, len(m.transfers), day.year) for _ in range(dice.choice((0, 0, 1, 2)))],
        defaults={"forbid": dice.choice((["mainland-china"], ["mainland-china"], [], ["US", "far"]))},
    )


def _system(dice: Random, system: System) -> System:
    keeps = {dice.choice(KEYS): Retention(at_most=dice.choice(("P1M", "P30D", "P2Y")), after=dice.choice(("collection", "last_activity")))}
    if dice.random() < 0.4:
        return system
    return System(**{name: getattr(system, name) for name in system.model_fields_set}, retention=keeps)


def _transfer(dice: Random, at: int, one: Transfer, year: int) -> Transfer:
    says = {name: getattr(one, name) for name in Transfer.model_fields if name in one.model_fields_set}
    says["id"] = f"t{at}" if dice.random() < 0.4 else None
    if dice.random() < 0.1:
        says["starts"] = None
        says["ends"] = dice.choice((f"{year - 3}-01-05", f"{year - 1}-12-31", f"{year + 1}-01-05"))
    if dice.random() < 0.15:
        says["volume"] = {"people": dice.choice((10, 20_000, 2_000_000))}
    if dice.random() < 0.15:
        says["drops"] = [dice.choice(KEYS)]
    return Transfer(**says)


def _policy(dice: Random, name: str, people: list[str], nodes: list[str]) -> Policy:
    whom = dice.sample(people, 1) if dice.random() < 0.4 else []
    about = {"data_categories": dice.choice((["user"], [dice.choice(KEYS)], dice.sample(KEYS, 2))), "data_subjects": whom}
    ways = ["storage", "recipient", "access", "control"]
    tools = dice.choice((["scc"], ["scc", "adequacy"], ["bcr"]))
    kinds = {
        "forbid": {"place": dice.choice(WITHIN), "by": dice.choice((ways, ["control"], ways[:3], [dice.choice(ways)])), **about},
        "confine": {"within": dice.sample(WITHIN, dice.randint(1, 3)), **about},
        "require": {"mechanism": tools, "leaving": dice.choice(("EEA", "GB", "near")), **about},
        "retain": {"at_most": dice.choice(("P30D", "P1M", "P1Y")), "after": dice.choice(("collection", "last_activity")), **about},
        "limit_access": {"to": dice.sample(nodes[len(people) :], dice.randint(0, 2)), **about},
        "no_sale": {"window": dice.choice(("P12M", "P4Y")), **about},
    }
    kind = dice.choice(list(kinds))
    return Policy(id=name, **{kind: kinds[kind]})


def _waiver(dice: Random, nodes: list[str], transfers: int, year: int) -> Waiver:
    subject = dice.choice((f"t{dice.randrange(transfers)}", dice.choice(nodes), f"{dice.choice(nodes)}..*", "*", "t*"))
    finding = f"{dice.choice(NAMED)}@{subject}{dice.choice(('', '/*', '*'))}"
    return Waiver(finding=finding, reason="accepted", by="board", until=f"{year + dice.choice((-1, 1, 1))}-06-01")


def forbidden(seed: int) -> tuple[str, ...]:
    """Places that this run forbids besides."""
    return Random(f"forbid {seed}").choice(((), (), ("HK",), ("EEA", "US")))
