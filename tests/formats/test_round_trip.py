"""Whatever a map says, it can be written and read again; and the schema agrees with the reader."""

from __future__ import annotations

import copy
import json
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from datamap.errors import MapError
from datamap.formats import dumps, loads, schema
from datamap.model import DataMap

VALIDATOR = jsonschema.Draft202012Validator(schema())
SLOW = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])

TEXT = st.one_of(
    st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=12),
    st.sampled_from(["NO", "1", "true", "2020-11-20", "~", "a: b", "x #"]),
)
PLACE = st.sampled_from(["NL", "NO", "HK", "CN-GD", "CA-ON", "US", "aws:ca-central-1", "unknown"])
ZONE = st.sampled_from(["EEA", "CH", "benelux", "mainland-china"])
DAY = st.dates().map(str)
CATEGORY = st.sampled_from(["user", "user.contact", "user.content", "user.content.chat"])
FLAG = st.booleans()
DURATION = st.sampled_from(["PT72H", "P180D", "P12M", "P1Y2M3DT4H"])
ENTITIES, SYSTEMS, PEOPLE = ["shop", "host", "NO", "1and1"], ["hk", "on", "s-1.x"], ["eea_users", "2nd"]
SOURCE = {"source": st.sampled_from(["policy"]), "note": TEXT}


def some(strategy: st.SearchStrategy[Any], least: int = 0) -> st.SearchStrategy[Any]:
    """One alone, or a list."""
    return st.one_of(strategy, st.lists(strategy, min_size=least, max_size=3))


def record(required: dict[str, Any], optional: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(required, optional=optional)


ONE_ENTITY, ONE_SYSTEM = st.sampled_from(ENTITIES), st.sampled_from(SYSTEMS)
NODE, PERSON = st.sampled_from(ENTITIES + SYSTEMS + PEOPLE), st.sampled_from(PEOPLE)
MEASURES = st.lists(st.sampled_from(["truncated", "pseudonymised", "needs_clear_text"]), max_size=2)
ASSESSMENT = record({}, {"on": DAY, "problematic_law": FLAG, "document": TEXT})
PARTY = st.one_of(ONE_ENTITY, record({"entity": ONE_ENTITY}, {"from": DAY, "until": DAY}))
ROLE = st.sampled_from(["controller", "processor", "sub_processor"])
ENTITY = record(
    {"location": PLACE},
    {
        "name": TEXT,
        "role": ROLE,
        "kind": st.sampled_from(["company", "public_body"]),
        "branches": some(PLACE),
        "subject_to": some(st.just("eu-gdpr")),
        "owners": st.lists(record({"entity": st.just("host")}, {"share": st.sampled_from([0, 0.5, 1])}), max_size=2),
        "attributes": st.lists(
            st.one_of(st.just("ca-pipeda"), record({"is": st.just("eu-us-dpf")}, {"from": DAY, "data": some(st.just("hr")), "holds": FLAG}))
        ),
        **SOURCE,
    },
)
SYSTEM = st.one_of(
    *(
        record(
            {where: PLACE if where == "location" else some(PLACE, 1)},
            {
                "name": TEXT,
                "operator": ONE_ENTITY,
                "host": ONE_ENTITY,
                "retention": st.dictionaries(
                    CATEGORY, st.one_of(DURATION, record({"at_most": DURATION}, {"after": st.just("last_activity")})), max_size=2
                ),
                **SOURCE,
            },
        )
        for where in ("location", "locations")
    )
)
AGREEMENT = record(
    {"kind": st.sampled_from(["scc", "bcr", "derogation"])},
    {
        "version": st.sampled_from(["2021/914", "2010/87"]),
        "for": st.just("controller"),
        "modules": some(st.integers(1, 4)),
        "addenda": some(st.just("uk")),
        "parties": st.lists(PARTY, max_size=3),
        "exporters": st.lists(PARTY, max_size=1),
        "signed": DAY,
        "approved": st.lists(record({"by": TEXT.filter(str.strip)}, {"on": DAY}), max_size=1),
        "annexes_complete": FLAG,
        "occasional": FLAG,
        "ground": st.just("49(1)(a)"),
        "data_categories": some(CATEGORY),
        "impact_assessment": ASSESSMENT,
        "measures": MEASURES,
        **SOURCE,
    },
)
TRANSFER = record(
    {"from": some(NODE, 1), "to": some(NODE, 1), "data_categories": some(CATEGORY, 1)},
    {
        "kind": st.sampled_from(["storage", "remote_access", "backup"]),
        "data_subjects": some(PERSON),
        "agreements": st.one_of(st.just("unknown"), st.none(), some(st.just("scc"))),
        "purpose": TEXT,
        "exporter_role": ROLE,
        "measures": MEASURES,
        "impact_assessment": ASSESSMENT,
        "frequency": st.just("one_off"),
        "anonymised": FLAG,
        "drops": some(CATEGORY),
        "sale": FLAG,
        "starts": DAY,
        "via": some(PLACE),
        "on_behalf_of": ONE_ENTITY,
        "volume": record({}, {"people": st.integers(0, 10**12)}),
        "evidence": st.just("inferred"),
        **SOURCE,
    },
)
PROMISE = st.one_of(
    st.tuples(st.just("forbid"), record({"place": ZONE}, {"by": st.just(["control"]), "data_subjects": some(PERSON)})),
    st.tuples(st.just("confine"), record({"within": some(ZONE, 1)}, {"data_categories": some(CATEGORY)})),
    st.tuples(st.just("require"), record({"mechanism": some(st.just("scc"), 1), "leaving": ZONE}, {})),
    st.tuples(
        st.just("retain"), record({"data_categories": some(CATEGORY, 1), "at_most": DURATION}, {"after": st.just("deletion_request")})
    ),
    st.tuples(st.just("limit_access"), record({"to": some(NODE.filter(lambda n: n not in PEOPLE))}, {})),
    st.tuples(st.just("no_sale"), record({}, {"window": DURATION})),
)
POLICIES = st.lists(st.tuples(PROMISE, st.dictionaries(st.just("name"), TEXT, max_size=1)), max_size=3).map(
    lambda found: [{"id": f"p{at}", promise[0]: promise[1], **more} for at, (promise, more) in enumerate(found)]
)
WAIVER = record(
    {"finding": st.just("x@y/z"), "reason": TEXT.filter(str.strip), "by": TEXT.filter(str.strip), "until": DAY}, {"ticket": TEXT}
)
SAID = TEXT.filter(str.strip)
MAPS = record(
    {
        "datamap": st.just(1),
        "data_subjects": st.fixed_dictionaries(
            dict.fromkeys(PEOPLE, st.one_of(st.none(), record({}, {"location": st.one_of(PLACE, ZONE), "name": TEXT, "workers": FLAG})))
        ),
        "entities": st.fixed_dictionaries(dict.fromkeys(ENTITIES, ENTITY)).map(
            lambda found: {k: {**v, "owners": []} if k == "host" else v for k, v in found.items()}
        ),
        "systems": st.fixed_dictionaries(dict.fromkeys(SYSTEMS, SYSTEM)),
        "agreements": st.fixed_dictionaries({"scc": AGREEMENT}),
        "sources": st.fixed_dictionaries({"policy": st.one_of(st.none(), record({}, {"title": TEXT, "date": DAY}))}),
        "data_categories": st.fixed_dictionaries({"user.content.chat": st.one_of(st.none(), record({}, {"name": TEXT, "hr": FLAG}))}),
        "zones": st.fixed_dictionaries({"benelux": some(st.sampled_from(["BE", "NL", "EEA"]))}),
    },
    {
        "name": TEXT,
        "on": DAY,
        "transfers": st.lists(st.tuples(TRANSFER, FLAG), max_size=4).map(
            lambda found: [{**({"id": f"t{at}"} if named else {}), **one} for at, (one, named) in enumerate(found)]
        ),
        "policies": POLICIES,
        "waivers": st.lists(WAIVER, max_size=2),
        "defaults": record({}, {"forbid": some(ZONE)}),
    },
)


def read(tree: Any) -> DataMap:
    return loads(json.dumps(tree), "json")


@given(tree=MAPS)
@SLOW
def test_what_is_written_reads_back_in_every_syntax(tree: Any) -> None:
    m = read(tree)
    for syntax in ("yaml", "json", "toml"):
        text = dumps(m, syntax)
        assert loads(text, syntax) == m
        assert dumps(loads(text, syntax), syntax) == text
        assert VALIDATOR.is_valid(json.loads(dumps(m, "json")))


@given(tree=MAPS)
@SLOW
def test_the_schema_accepts_what_the_reader_accepts(tree: Any) -> None:
    read(tree)
    assert list(VALIDATOR.iter_errors(tree)) == []


def parts(tree: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    steps = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    return [path, *(deeper for key, part in steps for deeper in parts(part, (*path, key)))]


@given(tree=MAPS, data=st.data())
@settings(SLOW, max_examples=400)
def test_a_map_with_a_broken_part_is_refused_or_fits_the_schema(tree: Any, data: st.DataObject) -> None:
    tree = copy.deepcopy(tree)
    path = data.draw(st.sampled_from(parts(tree)[1:]))
    at = tree
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = data.draw(
        st.sampled_from(
            [
                None,
                5,
                -1,
                0.5,
                True,
                "",
                "x y",
                "NL",
                "2020-11-20",
                [],
                ["shop"],
                [5],
                [[]],
                {},
                {"x": 1},
                {"shop": None},
                {"entity": "shop"},
            ]
        )
    )
    try:
        m = read(tree)
    except MapError as error:
        places = [problem.where for problem in error.problems]
        unexplained = [problem.wrong for problem in error.problems if "does not fit here" in problem.wrong]
    else:
        places, unexplained = [m.where(())], []
        assert list(VALIDATOR.iter_errors(tree)) == []
    assert places
    assert all(places)
    assert unexplained == []


@given(tree=MAPS, data=st.data())
@SLOW
def test_an_unknown_key_anywhere_is_refused_by_reader_and_schema(tree: Any, data: st.DataObject) -> None:
    tree = copy.deepcopy(tree)
    keyed = ("data_subjects", "entities", "systems", "agreements", "sources", "data_categories", "zones")
    path = data.draw(st.sampled_from([path for path in parts(tree) if path[:1] not in {(name,) for name in keyed} or len(path) == 2]))
    at = tree
    for step in path:
        at = at[step]
    if not isinstance(at, dict):
        return
    at["unknown-key"] = "x"
    assert not VALIDATOR.is_valid(tree)
    with pytest.raises(MapError, match=r"unknown key `unknown-key`"):
        read(tree)
