"""Large estates, written as a map with its systems and transfers in Parquet beside it.

    python tests/benchmarks/estates.py FOLDER [--systems 200000] [--transfers 1000000] [--categories 64] [--each 3] [--sets 2000]

What a company of that size looks like: a few dozen legal persons in about twenty places run nearly all systems, most of them
few; some systems take and give far more than the others; data runs downstream, from where people hand it in to where it is
kept, and seldom back. Ids are random text. The same arguments give the same files.
"""

# ruff: noqa: T201

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from pyarrow import parquet

from datamap.model.taxonomy import Taxonomy

PLACES = (
    "NL",
    "DE",
    "FR",
    "IE",
    "GB",
    "CH",
    "US-CA",
    "US-NY",
    "CA-ON",
    "CA-QC",
    "BR",
    "IN",
    "SG",
    "HK",
    "JP",
    "KR",
    "AU",
    "CN-GD",
    "ZA",
    "AE",
)
CLOUDS = (
    "aws:eu-west-1",
    "aws:eu-central-1",
    "aws:us-east-1",
    "aws:ap-southeast-1",
    "aws:ca-central-1",
    "azure:westeurope",
    "gcp:europe-west4",
)
PEOPLE = {"eea_users": "EEA", "uk_users": "GB", "swiss_users": "CH", "us_users": "US", "brazil_users": "BR", "staff": "NL"}
KINDS = ("disclosure", "storage", "remote_access", "backup", "transit")
ROLES = ("controller", "processor", "processor", "sub_processor")
HEAD = """datamap: 1
name: estate
on: 2024-06-01
systems: {table: systems.parquet}
transfers: {table: transfers.parquet}
"""
PROMISES = """policies:
  - {id: no-mainland, forbid: {place: mainland-china, data_categories: [user]}}
  - {id: money-stays, confine: {data_categories: [user.financial], within: [EEA, CH, GB]}}
"""


def write(
    folder: Path,
    systems: int,
    transfers: int,
    *,
    entities: int = 40,
    categories: int = 64,
    each: int = 3,
    sets: int | None = 2000,
    ids: bool = True,
    seed: int = 7,
) -> Path:
    """Write an estate and return the path of its map.

    Args:
        folder: where the map and its two tables go; made if missing.
        systems, transfers: rows of the tables.
        entities: legal persons.
        categories: data categories that the transfers name.
        each: data categories of a transfer.
        sets: different sets of categories; None draws each transfer's by itself.
        ids: whether transfers have ids of their own.
        seed: of all that is drawn.
    """
    folder.mkdir(parents=True, exist_ok=True)
    dice = np.random.default_rng(seed)
    names = [f"company-{number:02}" for number in range(entities)]
    ours = _names("s-", systems, dice)
    parquet.write_table(_systems(ours, names, dice), folder / "systems.parquet")
    columns = _ends(ours, names, transfers, dice)
    columns["data_categories"] = _categories(transfers, categories, each, sets, dice)
    if ids:
        columns = {"id": _names("t-", transfers, dice), **columns}
    parquet.write_table(pa.table(columns), folder / "transfers.parquet")
    path = folder / "estate.yaml"
    path.write_text(HEAD + _nodes(names, dice) + PROMISES, encoding="utf-8")
    return path


def _names(start: str, count: int, dice: np.random.Generator) -> Any:
    """Ids of twelve random letters and digits after `start`."""
    letters = np.frombuffer(b"abcdefghijklmnopqrstuvwxyz0123456789", np.uint8)
    text = np.empty((count, len(start) + 12), np.uint8)
    text[:, : len(start)] = np.frombuffer(start.encode(), np.uint8)
    text[:, len(start) :] = letters[dice.integers(0, 36, (count, 12), np.uint8)]
    offsets = np.arange(count + 1, dtype=np.int32) * text.shape[1]
    return pa.StringArray.from_buffers(count, pa.py_buffer(offsets), pa.py_buffer(text))


def _chosen(values: tuple[str, ...] | list[str], empty: Any, dice: np.random.Generator, slope: float = 1.0) -> Any:
    """Values drawn so that the k-th comes as often as 1/k^slope, a cell for each of `empty`, which says where none is."""
    weight = 1 / np.arange(1, len(values) + 1) ** slope
    numbers = dice.choice(len(values), len(empty), p=weight / weight.sum()).astype(np.int32)
    return pa.DictionaryArray.from_arrays(pa.array(numbers, mask=empty), pa.array(values))


def _systems(ours: Any, names: list[str], dice: np.random.Generator) -> Any:
    luck = dice.random(len(ours))
    return pa.table(
        {
            "id": ours,
            "location": _chosen([*CLOUDS, *PLACES], luck < 0, dice),
            "operator": _chosen(names, luck > 0.97, dice),
            "host": _chosen(names[-3:], luck > 0.05, dice),
        }
    )


def _ends(ours: Any, names: list[str], count: int, dice: np.random.Generator) -> dict[str, Any]:
    """Ends by a power law, downstream nineteen times in twenty; a few from people, a few to companies."""
    one, other = ((len(ours) * dice.random(count) ** 2).astype(np.int64) for _ in range(2))
    back = dice.random(count) < 0.05
    start, end = np.minimum(one, other), np.maximum(one, other)
    start, end = np.where(back, end, start), np.where(back, start, end)
    end = np.where(start == end, (end + 1) % len(ours), end)
    first, people = len(ours), len(PEOPLE)
    collected, disclosed = dice.random(count) < 0.01, dice.random(count) < 0.02
    start = np.where(collected, first + dice.integers(0, people, count), start)
    end = np.where(disclosed, first + people + dice.integers(0, len(names), count), end)
    nodes = pa.concat_arrays([ours, pa.array([*PEOPLE, *names])])
    luck = dice.random(count)
    return {
        "from": nodes.take(pa.array(start)),
        "to": nodes.take(pa.array(end)),
        "kind": _chosen(KINDS, collected | (luck > 0.8), dice),
        "frequency": _chosen(["continuous", "occasional", "one_off"], luck > 0.5, dice),
        "starts": _chosen(["2019-01-01", "2021-10-01", "2023-03-01"], luck < 0.7, dice),
        "evidence": _chosen(["declared", "observed", "inferred"], luck < 0, dice, slope=2.0),
    }


def _categories(count: int, categories: int, each: int, sets: int | None, dice: np.random.Generator) -> Any:
    keys = [key for key in Taxonomy.of({}) if key.startswith("user.")][:categories]
    drawn = dice.random((sets or count, len(keys)), np.float32).argpartition(each, axis=1)[:, :each].astype(np.int16)
    chosen = drawn[(sets * dice.random(count) ** 3).astype(np.int64)] if sets else drawn
    values = pa.DictionaryArray.from_arrays(pa.array(chosen.ravel()), pa.array(keys))
    return pa.ListArray.from_arrays(pa.array(np.arange(count + 1, dtype=np.int32) * each), values)


def _nodes(names: list[str], dice: np.random.Generator) -> str:
    lines = ["data_subjects:\n", *(f"  {name}: {{location: {place}}}\n" for name, place in PEOPLE.items()), "entities:\n"]
    lines += [f"  {name}: {{location: {dice.choice(PLACES)}, role: {dice.choice(ROLES)}}}\n" for name in names]
    lines.append("agreements:\n")
    for number in range(len(names) // 2):
        one, other = dice.choice(names, 2, replace=False)
        lines.append(
            f"  clauses-{number}: {{kind: scc, version: 2021/914, modules: [1, 2], signed: 2022-01-01, parties: [{one}, {other}]}}\n"
        )
    return "".join(lines)


def main() -> None:
    """Write one estate and print its path."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--systems", type=int, default=200_000)
    parser.add_argument("--transfers", type=int, default=1_000_000)
    parser.add_argument("--categories", type=int, default=64)
    parser.add_argument("--each", type=int, default=3)
    parser.add_argument("--sets", type=int, default=2000, help="0: each transfer's own")
    asked = parser.parse_args()
    path = write(asked.folder, asked.systems, asked.transfers, categories=asked.categories, each=asked.each, sets=asked.sets or None)
    print(path)


if __name__ == "__main__":
    main()
