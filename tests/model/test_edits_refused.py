"""What cannot be edited is refused in the words of whoever edits, with what to do."""

from unittest.mock import patch

import pytest

import datamap as dm
from datamap.checking import check
from datamap.errors import MapError, QuestionError
from datamap.model import amending

SENT = {"from": "shop", "to": "host", "data_categories": "user.contact"}
MAP = dm.DataMap(
    on="2020-11-20",
    data_subjects=[dm.DataSubjects(id="users", location="EEA")],
    entities=[dm.Entity(id="shop", location="NL", role="controller"), dm.Entity(id="host", location="HK", role="processor")],
    systems=[dm.System(id="crm", location="NL", operator="shop", host="host")],
    transfers=[
        {"from": "users", "to": "shop", "data_categories": "user.contact"},
        {**SENT, "id": "named"},
        {**SENT, "id": "both", "from": ["shop", "users"], "to": "crm"},
        {**SENT, "from": ["host", "users"], "to": "crm"},
    ],
)

WRONG = [
    ({**SENT, "to": "hots"}, "transfers.0.to.0: there is no node 'hots'; did you mean host?"),
    ({**SENT, "agreements": "scc"}, "transfers.0.agreements.0: there is no agreement 'scc'; declare it; the map has none yet"),
    ({**SENT, "data_categories": "user.contct"}, "there is no data category 'user.contct'; did you mean user.contact?"),
    ({"frm": "shop", "to": "host", "data_categories": "user.contact"}, "transfers.0.frm: unknown key `frm`; did you mean from?"),
    ({**SENT, "kind": "stroage"}, "transfers.0.kind: `stroage` is not a value of `kind`; did you mean storage?"),
    ("shop..host", "got the text 'shop..host'; give a Transfer, or a mapping such as"),
    ("shop..host", "to leave one out, name it in `without`"),
    ([SENT], "got a value of type list; give its parts one by one, with a `*` before it"),
    (None, "expected a transfer, got nothing; give a Transfer"),
]

ABSENT = [
    ("users..shp", "there is no transfer 'users..shp' to leave out; "),
    ("shop..host", "what goes there has an id: name it as 'named'"),
    ("zzz", "name one by its id, or as <from>..<to> where it has none"),
    ("both..2", "'both..2' is one of several pairs of ends of one transfer; give another in its place, under the same id"),
    ("host..crm", "'host..crm' is one of several pairs of ends of one transfer"),
    ("crm..host", "'crm..host' follows from the `host` of 'crm', and is not written; change the host instead"),
    (MAP.transfers[0], "expected names of transfers to leave out, got a value of type Transfer; name one by its id"),
    (None, "expected names of transfers to leave out, got nothing"),
    (["named", 3], "got a value of type int"),
]


@pytest.fixture(autouse=True, params=[-1, 10**9], ids=["columns", "objects"])
def limit(request):
    """The same is said of maps of columns and of objects."""
    with patch.object(amending, "LARGE", request.param):
        yield


@pytest.mark.parametrize(("given", "says"), WRONG)
def test_transfers_that_are_none(given, says):
    with pytest.raises(MapError) as refused:
        MAP.with_transfers(given)
    assert says in str(refused.value)


def test_all_that_is_wrong_is_told_at_once():
    with pytest.raises(MapError) as refused:
        MAP.with_transfers({**SENT, "id": "a"}, {**SENT, "id": "a", "to": "x", "from": "y"})
    assert [problem.path for problem in refused.value.problems] == [
        ("transfers", 1, "id"),
        ("transfers", 1, "from", 0),
        ("transfers", 1, "to", 0),
    ]
    assert "the id 'a' is given twice; give each transfer its own" in str(refused.value)


@pytest.mark.parametrize(("without", "says"), ABSENT)
def test_transfers_that_cannot_be_left_out(without, says):
    with pytest.raises(QuestionError) as refused:
        MAP.with_transfers(without=without)
    assert says in str(refused.value)


def test_no_change_is_the_same_map():
    assert MAP.with_transfers() is MAP
    assert MAP.with_transfers(*[], without=[]) is MAP


def test_a_report_follows_maps_alone():
    with pytest.raises(QuestionError, match=r"with a map, such as m.with_transfers\(…\) gives, and not with 'named'"):
        check(MAP).update("named")
