"""`datamap fix`: the cut is the smallest by trying all, the agreements clear what they say, and files keep their comments."""

from __future__ import annotations

import json
import subprocess
from itertools import chain, combinations
from pathlib import Path
from random import Random

import pytest
from clean_maps import ON, Tree, estate, read
from mutations import BREAKING

import datamap as dm
from datamap.checking import fix
from datamap.checking.fixing import without_legs
from datamap.findings import Verdict
from datamap.flow import Network

SIGNING = (
    *("hop", "onward_hop", "lapse", "old_set", "invalid", "empty_annexes", "wrong_module", "party_left", "agreement_removed"),
    *("attribute_ended", "problematic"),
)


def web(rng: Random) -> Tree:
    """A random web of recipients at home, some of them on the mainland, through which one or two sorts of data travel."""
    names = [f"e{number}" for number in range(rng.randint(3, 6))]
    tree: Tree = {
        "datamap": 1,
        "on": ON,
        "data_subjects": {"people": {"location": "NL"}},
        "entities": {name: {"location": "NL", "role": "controller"} for name in names},
        "transfers": [],
        "defaults": {"forbid": ["mainland-china"]},
    }
    for number in range(rng.randint(1, 2)):
        tree["entities"][f"cn{number}"] = {"location": "CN", "role": "controller"}
    both = ["user.contact", "user.content"]
    tree["transfers"].append({"id": "t0", "from": "people", "to": names[0], "data_categories": both})
    every = list(tree["entities"])
    for number in range(1, rng.randint(5, 9)):
        here, there = rng.sample(every, 2)
        if here.startswith("cn"):
            here, there = there, here
        if not here.startswith("cn"):
            data = rng.choice((both, both[:1], both[1:]))
            tree["transfers"].append({"id": f"t{number}", "from": here, "to": there, "data_categories": data})
    return tree


def arriving(m: dm.DataMap, gone: set[str]) -> bool:
    """Whether data of people still comes to the mainland: a walk of its own, over what each transfer names."""
    told = [t for t in m.transfers if t.id not in gone]
    for category in ("user.contact", "user.content"):
        held, grown = {"people"}, True
        while grown:
            fresh = {t.to[0] for t in told if t.from_[0] in held and category in t.data_categories} - held
            held |= fresh
            grown = bool(fresh)
        if any(node.startswith("cn") for node in held):
            return True
    return False


def explained(tree: Tree) -> dm.DataMap:
    """The map without the transfers of data that nobody ever sent to their source."""
    m = read(tree)
    lost = {leg for leg, _, _ in Network.of(m, m.day()).unexplained}
    return explained({**tree, "transfers": [t for t in tree["transfers"] if t["id"] not in lost]}) if lost else m


@pytest.mark.parametrize("seed", range(60))
def test_no_smaller_cut_would_do(seed: int) -> None:
    rng = Random(seed)
    m = explained(web(rng))
    ids = [str(t.id) for t in m.transfers]
    weights = {name: rng.choice((1.0, 1.0, 2.0, 5.0)) for name in ids} if seed % 2 else {}
    found = fix(m, weights=weights).cut
    weights = weights or {"t0": len(ids) + 1.0}
    sets = chain.from_iterable(combinations(ids, size) for size in range(len(ids) + 1))
    least = min(sum(weights.get(name, 1.0) for name in some) for some in sets if not arriving(m, set(some)))
    assert found.weight == least
    assert found.proven
    assert not arriving(m, set(found.transfers))
    after = without_legs(m, m.day(), {*found.transfers, *found.dry}).check()
    assert not [f for f in after.findings if f.rule == "reaches_forbidden_place"]


def test_some_webs_need_more_than_one_cut() -> None:
    sizes = {len(fix(explained(web(Random(seed)))).cut.transfers) for seed in range(60)}
    assert {0, 1, 2} <= sizes


def test_a_bottleneck_is_cut_rather_than_what_lies_behind_it() -> None:
    legs = [("people", "a"), ("a", "b"), ("b", "x"), ("b", "y"), ("b", "z")]
    tree = {
        "datamap": 1,
        "on": ON,
        "data_subjects": {"people": {"location": "NL"}},
        "entities": {n: {"location": "CN" if n in "xyz" else "NL", "role": "controller"} for n in "abxyz"},
        "transfers": [{"id": a + b, "from": a, "to": b, "data_categories": "user.contact"} for a, b in legs],
    }
    m = read(tree)
    found = fix(m)
    assert (found.cut.transfers, found.cut.dry) == (("ab",), ("bx", "by", "bz"))
    assert fix(m, keep=["ab"]).cut.transfers == ("bx", "by", "bz")
    assert fix(m, keep=["ab", "bz"]).cut.transfers == ("peoplea",)
    assert fix(m, weights={"ab": 10, "peoplea": 10}).cut.transfers == ("bx", "by", "bz")
    assert fix(m, keep=["ab", "peoplea", "bx"]).cut.stuck == ("x",)
    with pytest.raises(dm.QuestionError, match="there is no transfer 'nowhere'"):
        fix(m, keep=["nowhere"])


@pytest.mark.parametrize("name", SIGNING)
def test_agreements_clear_what_they_say(name: str) -> None:
    for seed in range(30):
        tree = estate(Random(seed))
        part = BREAKING[name](Random(seed), tree)
        if part is None:
            continue
        found = fix(read(tree))
        if found.cut.transfers:
            continue
        assert found.was is Verdict.VIOLATED
        assert found.verdict is Verdict.OK
        assert [draft.kind for draft in found.drafts] == ["scc"]
        assert part in {transfer for transfer, _ in found.drafts[0].covers}
        return
    pytest.fail("no map to try it on")


ROLES = [("controller", "controller", 1), ("controller", "processor", 2), ("processor", "sub_processor", 3), ("processor", "controller", 4)]


@pytest.mark.parametrize(("exporter", "importer", "module"), ROLES)
def test_the_module_is_that_of_the_roles(exporter: str, importer: str, module: int) -> None:
    tree = {"datamap": 1, "on": ON, "entities": {"a": {"location": "NL", "role": exporter}, "b": {"location": "IN", "role": importer}}}
    found = fix(read({**tree, "transfers": [{"from": "a", "to": "b", "data_categories": "user.contact"}]}))
    (draft,) = [d for d in found.drafts if ("a..b", "eu-gdpr") in d.covers]
    assert (draft.kind, draft.version, draft.modules, draft.parties) == ("scc", "2021/914", (module,), ("a", "b"))


def test_addenda_where_the_law_asks_for_them_and_nothing_twice() -> None:
    tree = {
        "datamap": 1,
        "on": ON,
        "entities": {"a": {"location": "GB", "role": "controller"}, "b": {"location": "IN", "role": "processor"}},
        "transfers": [
            {"from": "a", "to": "b", "data_categories": "user.contact"},
            {"from": "a", "to": "b", "data_categories": "user.content"},
        ],
    }
    (draft,) = fix(read(tree)).drafts
    assert (draft.kind, draft.addenda) in {("scc", ("uk",)), ("idta", ())}
    assert {transfer for transfer, _ in draft.covers} == {"a..b", "a..b..2"}


def test_nobody_signs_with_a_party_that_nobody_named() -> None:
    tree = {"datamap": 1, "on": ON, "entities": {"a": {"location": "NL", "role": "controller"}}, "systems": {"s": {"location": "IN"}}}
    found = fix(read({**tree, "transfers": [{"from": "a", "to": "s", "data_categories": "user.contact"}]}))
    assert found.drafts == ()
    assert [(left.transfer, left.regime) for left in found.left if left.regime == "eu-gdpr"] == [("a..s", "eu-gdpr")]
    assert found.errors


MAP = """\
# The estate, as of spring.
datamap: 1
on: 2026-03-02
data_subjects: {people: {location: NL}}   # everybody
entities:
  shop: {location: NL, role: controller}
  host: {location: IN, role: processor}     # the cheap one
  desk: {location: CN, role: processor}

# What goes where.
transfers:
  - {id: in, from: people, to: shop, data_categories: user.contact}
  - {id: out, from: shop, to: host, data_categories: user.contact, agreements: []}  # no paper yet
  - id: read                                 # since 2024
    from: shop
    to: desk
    kind: remote_access
    data_categories: user.contact
"""


def test_writing_keeps_comments_and_says_nothing_that_is_not_so(datamap, folder: Path) -> None:
    (folder / "map.yaml").write_text(MAP)
    done = datamap("fix", "map.yaml", "--write")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("1 transfer to cut and 1 agreement to sign on 2026-03-02: violated now; then no error is left")
    text = (folder / "map.yaml").read_text()
    for line in MAP.splitlines():
        assert "#" not in line or line.partition("#")[2] in text
    m = dm.load("map.yaml")
    assert str(next(t for t in m.transfers if t.id == "read").ends) == "2026-03-01"
    assert next(iter(m.agreements.values())).signed is None
    report = m.check()
    assert report.verdict is Verdict.UNKNOWN
    assert [question.ask for question in report.questions] == ["when was `shop-host-scc` signed?"]


def test_the_patch_is_what_git_applies(datamap, folder: Path) -> None:
    (folder / "map.yaml").write_text(MAP)
    patch = datamap("fix", "map.yaml", "--format", "patch").stdout
    assert (folder / "map.yaml").read_text() == MAP
    subprocess.run(("git", "apply", "-"), input=patch, text=True, check=True)
    by_patch = (folder / "map.yaml").read_text()
    (folder / "map.yaml").write_text(MAP)
    datamap("fix", "map.yaml", "--write")
    assert (folder / "map.yaml").read_text() == by_patch != MAP


def test_each_file_gets_its_own_change(datamap, folder: Path) -> None:
    head, _, transfers = MAP.partition("# What goes where.\n")
    (folder / "transfers.yaml").write_text("datamap: 1\n" + head.partition("on: 2026-03-02\n")[2] + transfers)
    (folder / "map.yaml").write_text("datamap: 1\non: 2026-03-02\ninclude: [transfers.yaml]\n")
    assert datamap("fix", "map.yaml", "--write").returncode == 0
    assert "ends: 2026-03-01" in (folder / "transfers.yaml").read_text()
    assert "shop-host-scc" in (folder / "map.yaml").read_text()
    assert dm.load("map.yaml").check().verdict is Verdict.UNKNOWN


def test_what_cannot_be_written_is_told(datamap, folder: Path) -> None:
    (folder / "map.yaml").write_text(MAP.replace("to: host", "to: [host, desk]"))
    done = datamap("fix", "map.yaml", "--write")
    assert "by hand: end `out..2` on 2026-03-01, apart from what else is written with it" in done.stderr
    assert "ends: 2026-03-01" in (folder / "map.yaml").read_text()


def test_json_and_bad_weights(datamap, folder: Path) -> None:
    (folder / "map.yaml").write_text(MAP)
    found = json.loads(datamap("fix", "map.yaml", "--format", "json").stdout)
    assert found["cut"]["transfers"] == ["read"]
    assert found["drafts"][0]["modules"] == [2]
    for weight in ("read", "read=x", "=5", "read=-1", "read=inf"):
        assert datamap("fix", "map.yaml", "--weight", weight).returncode == 2


def test_a_clean_map_needs_nothing() -> None:
    found = fix(read(estate(Random(1))))
    assert found.empty
    assert found.errors == ()
