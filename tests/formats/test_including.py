"""Maps of several files."""

from __future__ import annotations

from pathlib import Path

import pytest

from datamap.errors import MapError
from datamap.formats import dumps, load, loads


def files(folder: Path, **texts: str) -> Path:
    for name, text in texts.items():
        path = folder / f"{name.replace('__', '/')}.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_text("datamap: 1\n" + text)
    return folder / "main.yaml"


def said(path: Path) -> list[str]:
    with pytest.raises(MapError) as caught:
        load(path)
    return [str(problem).split("\n")[0].replace(f"{path.parent}/", "") for problem in caught.value.problems]


BASE = """\
name: base
on: 2020-11-20
entities:
  a: {location: NL}
  b: {location: HK}
transfers:
- {id: t, from: a, to: b, data_categories: user}
"""
TRANSFER = "transfers: [{id: ID, from: b, to: b, data_categories: user.contact}]\n"


def test_included_parts_come_first_and_places_lead_to_their_files(tmp_path: Path) -> None:
    main = files(
        tmp_path,
        main="include: [sub/base.yaml]\nname: main\nentities: {c: {location: SG}}\n" + TRANSFER.replace("ID", "u"),
        sub__base=BASE,
    )
    m = load(main)
    assert (m.name, str(m.on), list(m.entities)) == ("main", "2020-11-20", ["a", "b", "c"])
    assert [transfer.id for transfer in m.transfers] == ["t", "u"]
    assert m.include == ()
    base = str(tmp_path / "sub" / "base.yaml")
    assert [str(m.where(("transfers", n))) for n in range(2)] == [f"{base}:8:3", f"{main}:5:13"]
    assert str(m.where(("entities", "b", "location"))) == f"{base}:6:7"
    assert str(m.where(("on",))) == f"{base}:3:1"
    assert [file for file, _ in m.origin.files] == [str(main), base]  # type: ignore[union-attr]


def test_override_replaces_in_place(tmp_path: Path) -> None:
    main = files(
        tmp_path,
        main="include: [base.yaml]\noverride: [b, t]\nsystems: {b: {location: SG}}\n" + TRANSFER.replace("ID", "t"),
        base=BASE,
    )
    m = load(main)
    assert (list(m.entities), list(m.systems)) == (["a"], ["b"])
    assert [transfer.data_categories for transfer in m.transfers] == [("user.contact",)]
    assert str(m.where(("transfers", 0))) == f"{main}:5:13"


def test_a_clash_names_both_places(tmp_path: Path) -> None:
    main = files(tmp_path, main="include: [base.yaml]\nsystems: {b: {location: SG}}\n", base=BASE)
    assert said(main) == [
        "main.yaml:3:11: the id `b` is already used under entities in base.yaml:6:3; "
        "people, entities and systems share one name space; rename one, or list the id under `override`"
    ]


def test_two_included_files_that_clash_are_told_of_the_third(tmp_path: Path) -> None:
    main = files(tmp_path, main="include: [x.yaml, y.yaml]\n", x="zones: {z: [NL]}\n", y="zones: {z: [BE]}\n")
    assert said(main) == ["y.yaml:2:9: the id `z` is already used in x.yaml:2:9; rename one, or list the id under `override` in main.yaml"]


def test_a_file_reached_on_two_ways_counts_once(tmp_path: Path) -> None:
    main = files(
        tmp_path,
        main="include: [x.yaml, y.yaml]\n",
        x="include: [base.yaml]\nentities: {c: {location: SG}}\n",
        y="include: [./base.yaml]\noverride: [b]\nentities: {b: {location: SG}}\n",
        base=BASE,
    )
    m = load(main)
    assert [transfer.id for transfer in m.transfers] == ["t"]
    assert m.entities["b"].location == "SG"


def test_unnamed_transfers_never_clash(tmp_path: Path) -> None:
    transfer = "transfers: [{from: a, to: b, data_categories: user}]\n"
    main = files(tmp_path, main=f"include: [base.yaml]\n{transfer}", base=BASE.replace("id: t, ", ""))
    assert [leg.id for leg in load(main).legs] == ["a..b", "a..b..2"]


def test_files_that_disagree_on_the_date_need_a_word(tmp_path: Path) -> None:
    texts = {"x": "on: 2020-01-01\n", "y": "on: 2021-01-01\n"}
    main = files(tmp_path, main="include: [x.yaml, y.yaml]\n", **texts)
    assert said(main) == ["main.yaml:2:1: x.yaml and y.yaml disagree on `on`; write `on` in this file"]
    main = files(tmp_path, main="include: [x.yaml, y.yaml]\non: 2022-01-01\n", **texts)
    assert str(load(main).on) == "2022-01-01"


def test_circles_and_depth_are_bounded(tmp_path: Path) -> None:
    main = files(tmp_path, main="include: [main.yaml]\n")
    assert said(main) == ["main.yaml:2:11: files include one another in a circle: main.yaml → main.yaml; remove one"]
    chain = {f"c{n}": f"include: [c{n + 1}.yaml]\n" for n in range(50)}
    main = files(tmp_path, main="include: [c0.yaml]\n", **chain)
    assert said(main)[0].endswith("files include one another more than 20 deep; include the last ones directly")


def test_problems_of_all_files_come_together_in_order(tmp_path: Path) -> None:
    main = files(
        tmp_path,
        main="include: [x.yaml]\nentities: {m: {location: UK}}\nnme: x\n",
        x="entities: {x: {location: NL, parent: nobody}}\nsystems: {s: {location: NL, operator: y}}\n",
    )
    assert [line.split(": ")[0] for line in said(main)] == ["main.yaml:3:26", "main.yaml:4:1", "x.yaml:2:38", "x.yaml:3:39"]


def test_override_of_nothing_is_refused(tmp_path: Path) -> None:
    main = files(tmp_path, main="override: [b]\n")
    assert said(main) == ["main.yaml:2:12: no included file has the id `b`; include the file that has it"]


def test_what_is_written_stands_alone(tmp_path: Path) -> None:
    m = load(files(tmp_path, main="include: [base.yaml]\noverride: [b]\nentities: {b: {location: SG}}\n", base=BASE))
    assert loads(dumps(m)) == m


def test_the_same_file_by_another_name_is_no_other_file(tmp_path: Path) -> None:
    main = files(tmp_path, main="include: [link.yaml, base.yaml]\n", base=BASE)
    (tmp_path / "link.yaml").symlink_to(tmp_path / "base.yaml")
    assert len(load(main).transfers) == 1
