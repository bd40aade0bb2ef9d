"""The map as a networkx graph, for people who want to go on from here with networkx."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from datamap import geo
from datamap.flow.network import Network
from datamap.model import DataMap, Leg

if TYPE_CHECKING:
    import networkx


def graph(m: DataMap, on: date | str | None = None) -> networkx.MultiDiGraph[str]:
    """Nodes and the transfers of a day; without a day, of the map's own `on`.

    A node has every field of its record under the field's name, and `kind` (`data_subjects`, `entity` or `system`; the
    kind of legal person is `entity_kind`), `name` (its id where it has none) and `places` (ISO codes, a zone for people
    who live in one, `unknown`). An edge has the id of its leg as key, every field of its transfer, and `carried`: the
    pairs of category and people that it really passes on. `agreements` is None where the transfer names none, which
    stands for all to which both ends are parties. The graph's own attributes are `name` and `on`.

    Raises:
        QuestionError: there is no date.
    """
    import networkx

    day = m.day(on)
    network = Network.of(m, day)
    found: networkx.MultiDiGraph[str] = networkx.MultiDiGraph(name=m.name or "", on=day)
    for kind, section in (("data_subjects", m.data_subjects), ("entity", m.entities), ("system", m.systems)):
        for name, record in section.items():
            fields = _fields(record)
            if "kind" in fields:
                fields["entity_kind"] = fields.pop("kind")
            found.add_node(name, **{**fields, "kind": kind, "name": m.title(name), "places": _places(m, name)})
    for leg in network.legs:
        carried = tuple((data.category, data.people) for data in network.carried(leg.id))
        found.add_edge(leg.from_, leg.to, key=leg.id, **_transfer(leg), carried=carried)
    return found


def _fields(record: BaseModel) -> dict[str, Any]:
    return {name.rstrip("_"): getattr(record, name) for name in type(record).model_fields if name != "id"}


def _transfer(leg: Leg) -> dict[str, Any]:
    fields = _fields(leg.transfer)
    del fields["from"], fields["to"]
    return {**fields, "kind": leg.kind, "implied": leg.written is None}


def _places(m: DataMap, name: str) -> tuple[str, ...]:
    if name in m.systems:
        written: tuple[str, ...] = m.systems[name].places
    else:
        written = ((m.data_subjects.get(name) or m.entities[name]).location,)
    return tuple(dict.fromkeys(place if place in m.zones or place in geo.ZONES else geo.iso(place) or geo.UNKNOWN for place in written))
