"""What was answered, row by row: a table with one row for every transfer and every regime that says something of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from datamap.assessment.estates import Answers, EstateScene
from datamap.findings import Assessment
from datamap.flow.arcs import Whole

_SAID: dict[str, Callable[[Assessment], Any]] = {
    "restricted": lambda a: a.restricted,
    "verdict": lambda a: a.verdict.value,
    "onward": lambda a: a.onward,
    "mechanism": lambda a: a.mechanism,
    "agreement": lambda a: a.agreement,
    "module": lambda a: a.module,
}


def table(scene: EstateScene, answers: Iterable[Answers]) -> Any:
    """A `pyarrow.Table` with the columns transfer, regime, exporter, importer, restricted, verdict, onward, mechanism, agreement, module.

    Rows stand by regime, and in the order of the map. Texts that repeat are dictionary-encoded.

    Raises:
        ImportError: pyarrow is not installed.
    """
    import pyarrow as pa

    ids = _ids(scene)
    entities = pa.array([entity.id for entity in scene.ends.entities], pa.string())
    parts = [part for one in answers if (part := _part(one, ids, entities)) is not None]
    return pa.concat_tables(parts).unify_dictionaries() if parts else pa.table({"transfer": pa.array([], pa.string())})


def _part(answers: Answers, ids: Any, entities: Any) -> Any:
    """The rows of one regime; None where it says nothing."""
    import pyarrow as pa

    told = np.array([one is not None for one in answers.assessments], bool)
    of = answers.of
    rows = np.flatnonzero(told[of]) if len(told) else np.zeros(0, np.int64)
    if not len(rows):
        return None
    ends = answers.scene.ends
    columns: dict[str, Any] = {
        "transfer": ids.take(pa.array(rows)),
        "regime": pa.DictionaryArray.from_arrays(pa.array(np.zeros(len(rows), np.int32)), pa.array([answers.regime.id])),
        "exporter": _named(ends.exporter[rows], entities),
        "importer": _named(ends.importer[rows], entities),
    }
    for name, said in _SAID.items():
        values = [None if one is None else said(one) for one in answers.assessments]
        columns[name] = _chosen(values, of[rows], {"restricted": pa.bool_(), "onward": pa.bool_(), "module": pa.int8()}.get(name))
    return pa.table(columns)


def _chosen(values: list[Any], which: Whole, plain: Any) -> Any:
    """Values by their numbers: as they are, or texts by their place in a dictionary."""
    import pyarrow as pa

    if plain is not None:
        return pa.array(values, plain).take(pa.array(which))
    known = {text: at for at, text in enumerate(dict.fromkeys(value for value in values if value is not None))}
    codes = np.array([-1 if value is None else known[value] for value in values], np.int32)[which]
    return pa.DictionaryArray.from_arrays(pa.array(codes, mask=codes < 0), pa.array(list(known), pa.string()))


def _named(numbers: Whole, entities: Any) -> Any:
    import pyarrow as pa

    codes = numbers.astype(np.int32)
    return pa.DictionaryArray.from_arrays(pa.array(codes, mask=codes < 0), entities)


def _ids(scene: EstateScene) -> Any:
    """The ids of the rows of the day. Those that a table gives are taken over; others are put together."""
    import pyarrow as pa

    estate, places = scene.estate, scene.tide.rows
    column = getattr(estate.rows.ids, "column", None)
    if column is None:
        return pa.array([estate.id(row) for row in places.tolist()], pa.string())
    given = places[: int(np.searchsorted(places, len(column)))]
    if not estate.rows.named[given].all():
        return pa.array([estate.id(row) for row in places.tolist()], pa.string())
    rest = pa.array([estate.id(row) for row in places[len(given) :].tolist()], pa.string())
    return pa.chunked_array([*column.cast(pa.string()).take(pa.array(given)).chunks, rest]).combine_chunks()
