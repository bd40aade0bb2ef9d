"""What every part of a map shares: it is frozen, refuses unknown keys, and may say where a claim comes from."""

from __future__ import annotations

import datetime
import re
from collections.abc import ItemsView, Iterator, KeysView, Mapping, ValuesView
from typing import Annotated, Any, TypeVar, overload

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, GetCoreSchemaHandler, Strict, StringConstraints
from pydantic_core import CoreSchema, core_schema

from datamap import geo

K = TypeVar("K")
V = TypeVar("V")
T = TypeVar("T")


class FrozenMap(Mapping[K, V]):
    """A mapping that cannot be changed, keeps its order, and can be hashed and pickled."""

    __slots__ = ("_items",)

    def __init__(self, items: Mapping[K, V] | None = None) -> None:
        self._items = dict(items or {})

    def __getitem__(self, key: K) -> V:
        return self._items[key]

    def __iter__(self) -> Iterator[K]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __contains__(self, key: object) -> bool:
        return key in self._items

    @overload
    def get(self, key: K, default: None = None, /) -> V | None: ...
    @overload
    def get(self, key: K, default: V | T, /) -> V | T: ...
    def get(self, key: K, default: V | T | None = None, /) -> V | T | None:
        """What stands under a key, else `default`."""
        return self._items.get(key, default)

    def keys(self) -> KeysView[K]:
        """Its keys, in order."""
        return self._items.keys()

    def values(self) -> ValuesView[V]:
        """What it holds, in order."""
        return self._items.values()

    def items(self) -> ItemsView[K, V]:
        """Its keys with what stands under them, in order."""
        return self._items.items()

    def __hash__(self) -> int:
        return hash(frozenset(self._items.items()))

    def __repr__(self) -> str:
        return repr(self._items)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        args = getattr(source, "__args__", (Any, Any))
        return core_schema.no_info_after_validator_function(
            cls,
            handler.generate_schema(dict[args[0], args[1]]),  # type: ignore[valid-type]
            serialization=core_schema.plain_serializer_function_ser_schema(dict),
        )


def _listed(value: Any) -> Any:
    return value if isinstance(value, (list, tuple, set, frozenset)) or value is None else [value]


def _day(value: Any) -> Any:
    if isinstance(value, datetime.date) or value is None:
        return value
    try:
        if isinstance(value, str) and _DAY.fullmatch(value.strip()):
            return datetime.date.fromisoformat(value.strip())
    except ValueError:
        raise ValueError(f"{value.strip()} is not in the calendar; check the month and the day") from None
    raise ValueError(f"{str(value)[:40]!r} is no date; write year, month and day, as in 2020-11-20")


_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)

Day = Annotated[datetime.date, BeforeValidator(_day)]
"""A day, from a date or ISO text; a number is no date."""

Flag = Annotated[bool, Strict()]
Whole = Annotated[int, Strict()]
Number = Annotated[float, Strict()]
Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$")]
Place = Annotated[
    str,
    BeforeValidator(geo.canonical),
    Field(description="ISO 3166-1 or 3166-2 code, a cloud region such as aws:ca-central-1, or unknown"),
]
PlaceOrZone = Annotated[str, StringConstraints(min_length=1), Field(description="a place or the name of a zone")]
CategoryKey = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]+(\.[a-z0-9_]+)*$")]
Ids = Annotated[tuple[Id, ...], BeforeValidator(_listed, json_schema_input_type=Id | tuple[Id, ...])]
Names = Annotated[tuple[str, ...], BeforeValidator(_listed, json_schema_input_type=str | tuple[str, ...])]
Places = Annotated[tuple[Place, ...], BeforeValidator(_listed, json_schema_input_type=Place | tuple[Place, ...])]
PlacesOrZones = Annotated[tuple[PlaceOrZone, ...], BeforeValidator(_listed, json_schema_input_type=PlaceOrZone | tuple[PlaceOrZone, ...])]
Categories = Annotated[tuple[CategoryKey, ...], BeforeValidator(_listed, json_schema_input_type=CategoryKey | tuple[CategoryKey, ...])]


class Record(BaseModel):
    """The base of every part of a map."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, str_strip_whitespace=True)


class Claim(Record):
    """A part of a map that says something about the world, and may say who says so."""

    source: Id | None = Field(None, description="id of the entry under `sources` on which this claim rests")
    note: str | None = Field(None, description="free text for the reader; never judged")


class Source(Record):
    """Where a claim comes from."""

    id: Id = Field(description="the key under `sources`")
    title: str | None = Field(None, description="title of the document")
    url: str | None = Field(None, description="where it can be read")
    date: Day | None = Field(None, description="the day it was published or took effect")
    note: str | None = Field(None, description="free text")
