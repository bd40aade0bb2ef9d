"""Edits to a clean map: those that break something, and those that break nothing.

Each takes a random source and a tree, changes the tree, and names the part of the map that a finding must speak of; or
it returns None where this map offers nothing to change in that way.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from clean_maps import ADEQUATE, BARE, EEA, Tree, clause_set

Mutation = Callable[[Random, Tree], str | None]


def legs(tree: Tree) -> list[Tree]:
    """The transfers that do not start at people."""
    return [t for t in tree["transfers"] if t["from"] not in tree["data_subjects"]]


def name_of(transfer: Tree) -> str:
    """The id that reports use."""
    return str(transfer.get("id") or f"{transfer['from']}..{transfer['to']}")


def operator(tree: Tree, node: str) -> str:
    """The entity at a node."""
    return str(tree["systems"][node]["operator"] if node in tree["systems"] else node)


def listed(value: str | list[str]) -> list[str]:
    """One or many as a list."""
    return [value] if isinstance(value, str) else list(value)


def under_clauses(tree: Tree) -> dict[str, Tree]:
    """Each clause set with a transfer that rests on it."""
    found = {}
    for key, agreement in tree["agreements"].items():
        for transfer in legs(tree):
            if (
                agreement["kind"] == "scc"
                and operator(tree, transfer["to"]) in agreement["parties"]
                and operator(tree, transfer["from"]) in agreement["parties"]
            ):
                found[key] = transfer
    return found


def holder(rng: Random, tree: Tree) -> tuple[str, list[str]]:
    """A node of the EEA's controller or processors that holds data, with what it holds."""
    received = {}
    for transfer in tree["transfers"]:
        place = tree["entities"][operator(tree, transfer["to"])]["location"]
        if place in EEA and transfer.get("kind") != "remote_access":
            received.setdefault(transfer["to"], set()).update(listed(transfer["data_categories"]))
    node = rng.choice(sorted(received))
    return node, sorted(received[node])


def send(rng: Random, tree: Tree, to: str, **more: object) -> str:
    """A new transfer to a node, of some of what its source holds."""
    node, held = holder(rng, tree)
    tree["transfers"].append(
        {"id": "added", "from": node, "to": to, "data_categories": rng.sample(held, rng.randint(1, len(held))), **more}
    )
    return "added"


# What breaks something.


def hop(rng: Random, tree: Tree) -> str:
    """A recipient far away, without any paper."""
    tree["entities"]["stranger"] = {"location": rng.choice(BARE), "role": rng.choice(("controller", "processor", "sub_processor"))}
    return send(rng, tree, "stranger")


def long_hop(rng: Random, tree: Tree) -> str:
    """Two hops: near, then far."""
    tree["entities"]["agent"] = {"location": rng.choice(EEA), "role": "processor"}
    tree["entities"]["stranger"] = {"location": rng.choice(BARE), "role": "sub_processor"}
    node, held = holder(rng, tree)
    tree["transfers"].append({"id": "first", "from": node, "to": "agent", "data_categories": held})
    tree["transfers"].append({"id": "added", "from": "agent", "to": "stranger", "data_categories": held[:1]})
    return "added"


def onward_hop(rng: Random, tree: Tree) -> str | None:
    """The importer under clauses hands on."""
    found = under_clauses(tree)
    if not found:
        return None
    transfer = rng.choice(sorted(found.values(), key=name_of))
    tree["entities"]["stranger"] = {"location": rng.choice(BARE), "role": "sub_processor"}
    tree["transfers"].append({"id": "added", "from": transfer["to"], "to": "stranger", "data_categories": transfer["data_categories"]})
    return "added"


def backup(rng: Random, tree: Tree) -> str:
    """A copy on somebody's machines abroad."""
    tree["systems"]["copy"] = {"location": rng.choice(BARE)}
    return send(rng, tree, "copy", kind="backup")


def hosted_backup(rng: Random, tree: Tree) -> str:
    """An own copy abroad, on a host's machines."""
    place = rng.choice(BARE)
    tree["entities"]["host"] = {"location": place, "role": "processor"}
    owner = next(iter(tree["entities"]))
    tree["systems"]["copy"] = {"location": place, "operator": owner, "host": "host"}
    send(rng, tree, "copy", kind="backup")
    return "copy..host"


def cloud_backup(rng: Random, tree: Tree) -> str:
    """A copy in a cloud abroad, of which nobody names the host."""
    tree["systems"]["copy"] = {
        "location": rng.choice(("aws:ap-southeast-1", "aws:af-south-1", "azure:southeastasia", "gcp:asia-southeast2")),
        "operator": next(iter(tree["entities"])),
    }
    send(rng, tree, "copy", kind="backup")
    return "copy"


def mainland_copy(rng: Random, tree: Tree) -> str:
    """The controller's own machine in mainland China: no transfer, but a place that is forbidden."""
    tree["systems"]["copy"] = {
        "location": rng.choice(("CN", "CN-GD", "CN-BJ", "tencent:ap-shanghai")),
        "operator": next(iter(tree["entities"])),
    }
    send(rng, tree, "copy", kind="backup")
    return "copy"


def remote_desk(rng: Random, tree: Tree) -> str:
    """A desk far away that reads a server at home."""
    tree["entities"]["readers"] = {"location": rng.choice((*BARE, "CN", "CN-GD", "RU", "IN")), "role": "processor"}
    server = rng.choice([node for node, system in tree["systems"].items() if tree["entities"][system["operator"]]["location"] in EEA])
    held = next(t["data_categories"] for t in tree["transfers"] if t["to"] == server)
    tree["transfers"].append({"id": "added", "from": server, "to": "readers", "kind": "remote_access", "data_categories": held})
    return "added"


def near_desk(rng: Random, tree: Tree) -> str | None:
    """A desk at home that the promise on access does not name."""
    if not any("limit_access" in policy for policy in tree["policies"]):
        return None
    tree["entities"]["readers"] = {"location": rng.choice(EEA), "role": "processor"}
    server = rng.choice([node for node, system in tree["systems"].items() if tree["entities"][system["operator"]]["location"] in EEA])
    held = next(t["data_categories"] for t in tree["transfers"] if t["to"] == server)
    tree["transfers"].append({"id": "added", "from": server, "to": "readers", "kind": "remote_access", "data_categories": held})
    return "added"


def _clauses(change: Callable[[Random, Tree], None]) -> Mutation:
    def mutation(rng: Random, tree: Tree) -> str | None:
        found = under_clauses(tree)
        if not found:
            return None
        key = rng.choice(sorted(found))
        change(rng, tree["agreements"][key])
        return name_of(found[key])

    return mutation


def _set(**facts: object) -> Callable[[Random, Tree], None]:
    return lambda rng, agreement: agreement.update(facts)


def _drop(*keys: str) -> Callable[[Random, Tree], None]:
    def change(rng: Random, agreement: Tree) -> None:
        for key in keys:
            del agreement[key]

    return change


def _leave(rng: Random, agreement: Tree) -> None:
    party = rng.choice(agreement["parties"])
    agreement["parties"] = [p if p != party else {"entity": p, "until": "2025-10-01"} for p in agreement["parties"]]


lapse = _clauses(_set(until="2026-03-01"))
old_set = _clauses(
    lambda rng, a: (a.pop("modules"), a.update(version=rng.choice(("2010/87", "2001/497", "2004/915")), signed="2019-05-13"))[1]
)
signed_later = _clauses(_set(signed="2026-03-03"))
unsigned = _clauses(_drop("signed"))
empty_annexes = _clauses(_set(annexes_complete=False))
invalid = _clauses(_set(invalid="signed by nobody who may"))
wrong_module = _clauses(lambda rng, a: a.update(modules=[rng.choice((1, 4))]))
party_left = _clauses(_leave)
no_assessment = _clauses(_drop("impact_assessment"))
problematic = _clauses(lambda rng, a: (a["impact_assessment"].update(problematic_law=True), a.update(measures=["encrypted_in_transit"]))[1])
other_data = _clauses(_set(data_categories=["user.biometric"]))


def agreement_removed(rng: Random, tree: Tree) -> str | None:
    """The file is lost."""
    found = under_clauses(tree)
    if not found:
        return None
    key = rng.choice(sorted(found))
    del tree["agreements"][key]
    return name_of(found[key])


def _importer(tree: Tree, wanted: Callable[[Tree], bool]) -> list[Tree]:
    return [
        t for t in legs(tree) if wanted(tree["entities"][operator(tree, t["to"])]) and operator(tree, t["to"]) != operator(tree, t["from"])
    ]


def attribute_removed(rng: Random, tree: Tree) -> str | None:
    """The status on which adequacy rests is no longer declared."""
    found = _importer(tree, lambda entity: bool(entity.get("attributes")))
    if not found:
        return None
    transfer = rng.choice(found)
    del tree["entities"][operator(tree, transfer["to"])]["attributes"]
    return name_of(transfer)


def attribute_ended(rng: Random, tree: Tree) -> str | None:
    """The certificate ran out."""
    found = _importer(tree, lambda entity: bool(entity.get("attributes")))
    if not found:
        return None
    transfer = rng.choice(found)
    entity = tree["entities"][operator(tree, transfer["to"])]
    entity["attributes"] = [{"is": entity["attributes"][0], "until": "2025-12-31"}]
    return name_of(transfer)


def entity_place_unknown(rng: Random, tree: Tree) -> str:
    """Nobody says where the recipient is."""
    transfer = rng.choice(_importer(tree, lambda entity: True))
    tree["entities"][operator(tree, transfer["to"])]["location"] = "unknown"
    return name_of(transfer)


def system_place_unknown(rng: Random, tree: Tree) -> str:
    """Nobody says where the server is."""
    node = rng.choice(sorted({t["to"] for t in tree["transfers"]} & tree["systems"].keys()))
    tree["systems"][node]["location"] = "unknown"
    return node


def one_of_several_places(rng: Random, tree: Tree) -> str:
    """The server may also be on the mainland."""
    node = rng.choice(sorted({t["to"] for t in tree["transfers"]} & tree["systems"].keys()))
    tree["systems"][node]["locations"] = [tree["systems"][node].pop("location"), "CN-GD"]
    return node


def moved(rng: Random, tree: Tree) -> str:
    """A recipient near moves far away."""
    transfer = rng.choice(_importer(tree, lambda entity: entity["location"] in (*EEA, *ADEQUATE) and entity["role"] == "processor"))
    tree["entities"][operator(tree, transfer["to"])]["location"] = rng.choice((*BARE, "CN"))
    return name_of(transfer)


def operator_unnamed(rng: Random, tree: Tree) -> str:
    """Nobody says who runs a server."""
    node = rng.choice(sorted({t["to"] for t in legs(tree)} & tree["systems"].keys()))
    del tree["systems"][node]["operator"]
    tree["systems"][node].pop("host", None)
    return node


def _keeping(tree: Tree, category: str) -> list[str]:
    """The servers that keep a category, other than those that only read it from afar."""
    kept = {t["to"] for t in tree["transfers"] if t.get("kind") != "remote_access"}
    return sorted(node for node, system in tree["systems"].items() if node in kept and category in system.get("retention", {}))


def kept_longer(rng: Random, tree: Tree) -> str | None:
    """A server keeps what was promised to go."""
    promise = next((p["retain"] for p in tree["policies"] if "retain" in p), None)
    if promise is None:
        return None
    node = rng.choice(_keeping(tree, promise["data_categories"][0]))
    tree["systems"][node]["retention"][promise["data_categories"][0]] = "P9Y"
    return node


def retention_unsaid(rng: Random, tree: Tree) -> str | None:
    """A server no longer says how long it keeps."""
    promise = next((p["retain"] for p in tree["policies"] if "retain" in p), None)
    if promise is None:
        return None
    node = rng.choice(_keeping(tree, promise["data_categories"][0]))
    del tree["systems"][node]["retention"]
    return node


def sold(rng: Random, tree: Tree) -> str:
    """A transfer turns out to be a sale."""
    transfer = rng.choice(legs(tree))
    transfer["sale"] = True
    return name_of(transfer)


def sold_last_year(rng: Random, tree: Tree) -> str:
    """A sale that ended inside the window."""
    tree["entities"]["broker"] = {"location": rng.choice(EEA), "role": "controller"}
    return send(rng, tree, "broker", sale=True, data_subjects=list(tree["data_subjects"]), ends="2025-11-30")


def confined_data_leaves(rng: Random, tree: Tree) -> str | None:
    """Data that is to stay near goes far, with papers."""
    promise = next((p["confine"] for p in tree["policies"] if "confine" in p), None)
    if promise is None:
        return None
    node, held = holder(rng, tree)
    if promise["data_categories"][0] not in held:
        return None
    tree["entities"]["far"] = {"location": rng.choice(BARE), "role": "processor"}
    tree["agreements"]["far-clauses"] = clause_set(
        [operator(tree, node), "far"], 2 if tree["entities"][operator(tree, node)]["role"] == "controller" else 3
    )
    tree["transfers"].append({"id": "added", "from": node, "to": "far", "data_categories": promise["data_categories"]})
    return "added"


def only_inferred(rng: Random, tree: Tree) -> str | None:
    """A restricted transfer of which nobody is sure, and of which nobody knows the tool."""
    found = under_clauses(tree)
    if not found:
        return None
    transfer = rng.choice(sorted(found.values(), key=name_of))
    transfer["evidence"] = "inferred"
    return name_of(transfer)


def tool_unknown(rng: Random, tree: Tree) -> str | None:
    """Nobody knows the tool."""
    found = under_clauses(tree)
    if not found:
        return None
    transfer = rng.choice(sorted(found.values(), key=name_of))
    transfer["agreements"] = "unknown"
    return name_of(transfer)


def role_unsaid(rng: Random, tree: Tree) -> str | None:
    """Nobody says what the importer under clauses is."""
    found = under_clauses(tree)
    if not found:
        return None
    transfer = rng.choice(sorted(found.values(), key=name_of))
    del tree["entities"][operator(tree, transfer["to"])]["role"]
    return name_of(transfer)


def mainland_with_papers(rng: Random, tree: Tree) -> str:
    """Clauses, an assessment and a measure that works, and the place is still forbidden."""
    owner = next(iter(tree["entities"]))
    tree["entities"]["far"] = {"location": rng.choice(("CN", "CN-SH")), "role": "processor"}
    tree["agreements"]["far-clauses"] = clause_set([owner, "far"])
    held = next(t["data_categories"] for t in tree["transfers"] if t["to"] == owner)
    tree["transfers"].append({"id": "added", "from": owner, "to": "far", "data_categories": held})
    return "far"


def foreign_host(rng: Random, tree: Tree) -> str:
    """A server at home moves to machines of a host from far away, in its own country."""
    node = rng.choice(
        [node for node, system in tree["systems"].items() if "host" not in system and any(t["to"] == node for t in tree["transfers"])]
    )
    tree["entities"]["host"] = {"location": rng.choice(BARE), "role": "processor"}
    tree["systems"][node]["host"] = "host"
    return f"{node}..host"


def branch_on_the_mainland(rng: Random, tree: Tree) -> str:
    """A recipient opens an office in Shanghai."""
    transfer = rng.choice(_importer(tree, lambda entity: True))
    tree["entities"][operator(tree, transfer["to"])]["branches"] = ["CN-SH"]
    return str(transfer["to"])


def delivered_to_the_mainland(rng: Random, tree: Tree) -> str:
    """What people wrote is delivered to people on the mainland."""
    tree["data_subjects"]["friends"] = {"location": "CN"}
    send(rng, tree, "friends", data_subjects=[next(iter(tree["data_subjects"]))])
    return "friends"


def collected_abroad_for_the_owner(rng: Random, tree: Tree) -> str:
    """A collector far away takes people's data on the owner's behalf."""
    tree["entities"]["collector"] = {"location": rng.choice(BARE), "role": "processor"}
    people, owner = next(iter(tree["data_subjects"])), next(iter(tree["entities"]))
    tree["transfers"].append({"id": "added", "from": people, "to": "collector", "on_behalf_of": owner, "data_categories": ["user.contact"]})
    return "added"


def staff_data_to_the_framework(rng: Random, tree: Tree) -> str | None:
    """The certificate does not reach data about staff."""
    found = _importer(tree, lambda entity: entity.get("attributes") == ["eu-us-dpf"])
    if not found:
        return None
    transfer = found[0]
    transfer["data_categories"] = ["user.workplace"]
    return name_of(transfer)


def public_recipient(rng: Random, tree: Tree) -> str | None:
    """The Canadian recipient turns out not to be commercial."""
    found = _importer(tree, lambda entity: entity.get("attributes") == ["ca-pipeda"])
    if not found:
        return None
    tree["entities"][operator(tree, found[0]["to"])]["attributes"] = [{"is": "ca-pipeda", "holds": False}]
    return name_of(found[0])


def began_before_signature(rng: Random, tree: Tree) -> str | None:
    """The transfer began before the clauses were signed."""
    found = under_clauses(tree)
    if not found:
        return None
    transfer = rng.choice(sorted(found.values(), key=name_of))
    transfer["starts"] = "2023-01-01"
    return name_of(transfer)


def several_recipients(rng: Random, tree: Tree) -> str:
    """One more name in a list of recipients."""
    transfer = rng.choice([t for t in legs(tree) if isinstance(t["to"], str) and t.get("kind") != "remote_access"])
    tree["entities"]["stranger"] = {"location": rng.choice(BARE), "role": "processor"}
    transfer["to"] = [transfer["to"], "stranger"]
    return "stranger"


BREAKING: dict[str, Mutation] = {
    "hop": hop, "long_hop": long_hop, "onward_hop": onward_hop, "backup": backup, "hosted_backup": hosted_backup,
    "cloud_backup": cloud_backup, "mainland_copy": mainland_copy, "remote_desk": remote_desk, "near_desk": near_desk, "lapse": lapse,
    "old_set": old_set, "signed_later": signed_later, "unsigned": unsigned, "empty_annexes": empty_annexes, "invalid": invalid,
    "wrong_module": wrong_module, "party_left": party_left, "no_assessment": no_assessment, "problematic": problematic,
    "other_data": other_data, "agreement_removed": agreement_removed, "attribute_removed": attribute_removed,
    "attribute_ended": attribute_ended, "entity_place_unknown": entity_place_unknown, "system_place_unknown": system_place_unknown,
    "one_of_several_places": one_of_several_places, "moved": moved, "operator_unnamed": operator_unnamed, "kept_longer": kept_longer,
    "retention_unsaid": retention_unsaid, "sold": sold, "sold_last_year": sold_last_year, "confined_data_leaves": confined_data_leaves,
    "only_inferred": only_inferred, "tool_unknown": tool_unknown, "role_unsaid": role_unsaid, "mainland_with_papers": mainland_with_papers,
    "foreign_host": foreign_host, "branch_on_the_mainland": branch_on_the_mainland, "several_recipients": several_recipients,
    "delivered_to_the_mainland": delivered_to_the_mainland, "collected_abroad_for_the_owner": collected_abroad_for_the_owner,
    "staff_data_to_the_framework": staff_data_to_the_framework, "public_recipient": public_recipient,
    "began_before_signature": began_before_signature,
}  # fmt: skip
