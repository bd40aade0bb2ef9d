"""`datamap flows` and `datamap explain`."""

from __future__ import annotations

import json

import pytest


def test_flows_name_the_chain_the_data_and_the_transfers(datamap, map_file) -> None:
    done = datamap("flows", "map.yaml", "--to", "IN", "--on", "2024-01-31")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("1 flow to IN on 2024-01-31 (the date asked for).")
    assert "Customers in the EEA → Example Shop BV → Order database → Example Support Private Ltd" in done.stdout
    assert "data    user.contact of Customers in the EEA" in done.stdout
    assert "by      customers..shop → shop..orders → support" in done.stdout


def test_of_a_large_map_some_flows_are_listed_as_text_and_all_as_json(datamap, map_file, monkeypatch) -> None:
    from datamap.cli import flows
    from datamap.model import map as room

    asked = ("flows", "map.yaml", "--on", "2024-01-31")
    every = json.loads(datamap(*asked, "--format", "json").stdout)["flows"]
    monkeypatch.setattr(room, "LARGE", 0)
    monkeypatch.setattr(flows, "LISTED", 1)
    assert len(every) > 2
    assert f"{len(every) - 1} more flows not listed; raise the limit to see them." in datamap(*asked).stdout
    assert "not listed" not in datamap(*asked, "--limit", str(len(every))).stdout
    assert json.loads(datamap(*asked, "--format", "json").stdout)["flows"] == every


def test_flows_as_json(datamap, map_file) -> None:
    read = json.loads(datamap("flows", "map.yaml", "--to", "helpdesk", "--on", "2024-01-31", "--format", "json").stdout)
    assert (read["format"], read["on"], read["left_out"]) == ("datamap-flows/1", "2024-01-31", 0)
    assert read["flows"] == [
        {
            "data_category": "user.contact",
            "data_subjects": "customers",
            "from": "customers",
            "to": "helpdesk",
            "nodes": ["customers", "shop", "orders", "helpdesk"],
            "path": ["customers..shop", "shop..orders", "support"],
            "certain": True,
        }
    ]


def test_no_flow_says_so(datamap, map_file) -> None:
    assert datamap("flows", "map.yaml", "--to", "place:CN", "--on", "2024-01-31").stdout == (
        "No flow to place:CN on 2024-01-31 (the date asked for).\n"
    )


def test_a_limit_on_flows_says_what_it_left_out(datamap, map_file) -> None:
    whole = json.loads(datamap("flows", "map.yaml", "--format", "json").stdout)["flows"]
    assert len(whole) > 2
    cut = json.loads(datamap("flows", "map.yaml", "--format", "json", "--limit", "2").stdout)
    assert (cut["flows"], cut["left_out"]) == (whole[:2], len(whole) - 2)
    assert f"{len(whole) - 2} more flow" in datamap("flows", "map.yaml", "--limit", "2").stdout


def test_a_category_of_the_parent_asks_for_all_below(datamap, map_file) -> None:
    read = json.loads(datamap("flows", "map.yaml", "--to", "mailer", "--category", "user.contact", "--format", "json").stdout)
    assert [flow["data_category"] for flow in read["flows"]] == ["user.contact.email"]


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["--to", "helpdsk"], "helpdesk"),
        (["--from", "shopp"], "shop"),
        (["--category", "user.contct"], "user.contact"),
        (["--subjects", "custmers"], "customers"),
    ],
)
def test_wrong_names_get_a_suggestion(datamap, map_file, args: list[str], said: str) -> None:
    wrong = datamap("flows", "map.yaml", *args)
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert said in wrong.stderr


def test_explain_shows_each_step_with_its_citation(datamap, map_file) -> None:
    done = datamap("explain", "map.yaml", "support", "--on", "2024-01-31")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("support: Order database → Example Support Private Ltd")
    assert "eu-gdpr: covered by scc (helpdesk-clauses)" in done.stdout
    assert "Implementing Decision (EU) 2021/914" in done.stdout


def test_explain_a_finding_by_its_id(datamap, map_file) -> None:
    report = json.loads(datamap("check", "map.yaml", "--on", "2024-01-31", "--format", "json").stdout)
    for finding in report["findings"]:
        done = datamap("explain", "map.yaml", finding["id"], "--on", "2024-01-31")
        assert done.returncode == 0
        assert finding["message"] in done.stdout


def test_explain_refuses_what_is_not_there(datamap, map_file) -> None:
    wrong = datamap("explain", "map.yaml", "suport")
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert "support" in wrong.stderr


def test_explain_cannot_command_the_terminal(datamap, map_file) -> None:
    text = map_file.read_text(encoding="utf-8").replace("name: Example Support Private Ltd", 'name: "\\e[2Jevil"')
    map_file.write_text(text, encoding="utf-8")
    for args in (["explain", "map.yaml", "support"], ["flows", "map.yaml", "--to", "IN"]):
        done = datamap(*args)
        assert done.returncode == 0
        assert "\\x1b[2Jevil" in done.stdout
        assert "\x1b" not in done.stdout
