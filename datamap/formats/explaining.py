"""What pydantic complains of, in the words of whoever writes a map."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from datamap.documents import Path, Tree, kind, short
from datamap.errors import PlaceError
from datamap.formats.sections import SHORT, field_of, keys_of, record
from datamap.model.references import meant

_MANY = 8  # literal values that a hint lists when none is near


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with an item: where in it, whether the key or the value is meant, what, and what to do."""

    path: Path
    value: bool
    wrong: str
    hint: str


def faults(error: ValidationError, item: Tree, model: type[BaseModel] | None, one: str, key: str | None) -> Iterator[Fault]:
    """Every complaint about `item` as a fault; `one` names it ("an entity"), `key` is its injected field."""
    found = error.errors(include_url=False)
    unions = {_union(each["loc"]) for each in found if _union(each["loc"]) and each["type"] != "literal_error"}
    misspelt = _misspelt(found)
    holders = {each["loc"][:-1] for each in found}
    seen: set[Path] = set()
    for each in found:
        if (each["type"] == "literal_error" and _union(each["loc"]) in unions) or each["loc"] in misspelt:
            continue
        if each["type"] == "too_short" and each["loc"] in holders:
            continue  # it is not empty: something else is wrong with what it holds
        if key is not None and each["loc"] == (key,):
            yield Fault((), False, *_no_id(each["input"], key))
            continue
        fault = _fault(dict(each), item, model, one)
        if each["type"] == "missing" or fault.path not in seen:
            yield fault
        if each["type"] != "missing":
            seen.add(fault.path)


def _misspelt(found: Sequence[ErrorDetails]) -> set[Path]:
    """Missing keys for which an unknown key stands in the same record: they need no complaint of their own."""
    missing = [each["loc"] for each in found if each["type"] == "missing"]
    unknown = [each["loc"] for each in found if each["type"] == "extra_forbidden"]
    return {loc for loc in missing for other in unknown if other[:-1] == loc[:-1] and meant(str(other[-1]), [str(loc[-1])], "")}


def _union(loc: tuple[int | str, ...]) -> Path:
    """The part of a place before the name of a member of a union; empty where there is none."""
    return next((loc[:at] for at, step in enumerate(loc) if isinstance(step, str) and "[" in step and step != "[key]"), ())


def _fault(error: dict[str, Any], item: Tree, model: type[BaseModel] | None, one: str) -> Fault:
    loc: Path = error["loc"]
    path, value = _path(loc, item)
    if error["type"] == "missing":
        holder = _record_at(model, path)
        return Fault(path, False, f"`{loc[-1]}` is missing", _needs(holder, str(loc[-1])))
    if error["type"] == "extra_forbidden":
        known = keys_of(holder) if (holder := _record_at(model, path[:-1])) else ()
        what = one if len(path) == 1 else f"`{path[-2]}`"
        return Fault(path, False, f"unknown key `{short(str(path[-1]))}`", meant(str(path[-1]), known, f"{what} takes {', '.join(known)}"))
    if loc and loc[-1] == "[key]":
        return Fault(path, False, *_no_id(loc[-2], "key"))
    wrong, hint = _WORDS.get(error["type"], _other)(_Complaint(error, path, value, _record_at(model, path)))
    return Fault(path, bool(path), wrong, hint)


def _path(loc: Path, item: Tree) -> tuple[Path, Tree]:
    """The steps of a complaint's place that the file really has, and what stands there."""
    path: Path = ()
    for step in loc:
        if isinstance(item, dict) and step in item:
            item = item[str(step)]
        elif isinstance(item, list) and isinstance(step, int) and step < len(item):
            item = item[step]
        else:
            continue
        path = (*path, step)
    return path, item


def _record_at(model: type[BaseModel] | None, path: Path) -> type[BaseModel] | None:
    for step in path:
        if model is not None and isinstance(step, str) and (annotation := field_of(model, step)) is not None:
            model = record(annotation)
    return model


def _needs(model: type[BaseModel] | None, key: str) -> str:
    described = [field.description for name, field in (model.model_fields if model else {}).items() if (field.alias or name) == key]
    return f"add it: {described[0]}" if described and described[0] else "add it"


def _no_id(text: object, key: str | None) -> tuple[str, str]:
    if key == "key":
        return f"`{short(str(text))}` is no data category", "keys are dotted words in lower case, as in user.content.chat"
    return f"`{short(str(text))}` is no id", "an id holds letters, digits, `.`, `_` and `-`, and begins with a letter or a digit"


@dataclass(frozen=True, slots=True)
class _Complaint:
    error: Mapping[str, Any]
    path: Path
    value: Tree
    model: type[BaseModel] | None

    @property
    def got(self) -> str:
        """What stands there, in words."""
        return f"the text `{short(self.value)}`" if isinstance(self.value, str) else kind(self.value)

    @property
    def name(self) -> str:
        """The nearest key."""
        return str(next((step for step in reversed(self.path) if isinstance(step, str)), "value"))

    @property
    def in_list(self) -> bool:
        """Whether the complaint is about an item of a list where the file has a single value."""
        loc = self.error["loc"]
        return bool(loc) and isinstance(loc[-1], int) and (not self.path or self.path[-1] != loc[-1])


def _text(c: _Complaint) -> tuple[str, str]:
    wanted = "text or a list of texts" if c.in_list else "text"
    if c.value is None:
        return f"expected {wanted}, got nothing", "write it, or remove the key"
    hint = (
        "put it in quotes if it is text"
        if isinstance(c.value, (bool, int, float))
        else "write text, or [a, b]"
        if c.in_list
        else "write text"
    )
    return f"expected {wanted}, got {c.got}", hint


def _list(c: _Complaint) -> tuple[str, str]:
    hint = f"write it as a list: [{short(c.value)}]" if isinstance(c.value, str) else "write a list: [a, b]"
    return f"expected a list, got {c.got}", hint if c.value is not None else "write a list, [] for none, or remove the key"


def _mapping(c: _Complaint) -> tuple[str, str]:
    if c.model is None:
        return f"expected a mapping of keys, got {c.got}", "write {key: value}"
    known = keys_of(c.model)
    required = [key for name, field in c.model.model_fields.items() if field.is_required() and (key := field.alias or name) in known]
    example = f"{{{', '.join(f'{key}: …' for key in required or known[:2])}}}"
    short = SHORT.get(c.model.__name__)
    if short:
        return f"expected text or a mapping of keys, got {c.got}", f"write the `{short}` alone, or {example}"
    return f"expected a mapping of keys, got {c.got}", f"write {example}"


def _literal(c: _Complaint) -> tuple[str, str]:
    known = [word.strip("'") for word in str(c.error["ctx"]["expected"]).replace(" or ", ", ").split(", ")]
    if not isinstance(c.value, str):
        return f"expected one word for `{c.name}`, got {c.got}", f"it is one of {', '.join(known)}"
    return f"`{short(c.value)}` is not a value of `{c.name}`", _one_of(c.value, known)


def _one_of(text: str, known: list[str]) -> str:
    near = meant(text.strip().lower().replace(" ", "_").replace("-", "_"), known, "")
    listed = f"one of {', '.join(known)}"
    if not near:
        return f"it is {listed}"
    return near if len(known) > _MANY else f"{near} It is {listed}"


def _truth(c: _Complaint) -> tuple[str, str]:
    word = {"yes": "true", "on": "true", "y": "true", "no": "false", "off": "false", "n": "false"}.get(str(c.value).lower())
    return f"expected true or false, got {c.got}", f"write {word}" if word else "write true or false"


def _date(c: _Complaint) -> tuple[str, str]:
    return f"expected a date, got {c.got}", "write year, month and day, as in 2020-11-20"


def _whole(c: _Complaint) -> tuple[str, str]:
    return f"expected a whole number, got {c.got}", "write digits alone, without quotes or thousands separators"


def _number(c: _Complaint) -> tuple[str, str]:
    return f"expected a number, got {c.got}", "write it without quotes, as in 0.5"


def _most(c: _Complaint) -> tuple[str, str]:
    return f"{c.got} is more than {c.error['ctx']['le']:g}", f"`{c.name}` is at most {c.error['ctx']['le']:g}"


def _least(c: _Complaint) -> tuple[str, str]:
    return f"{c.got} is less than {c.error['ctx']['ge']:g}", f"`{c.name}` is at least {c.error['ctx']['ge']:g}"


def _pattern(c: _Complaint) -> tuple[str, str]:
    pattern = str(c.error["ctx"]["pattern"])
    return _no_id(
        c.value if not isinstance(c.value, (list, dict)) else c.error["input"], "key" if pattern.startswith("^[a-z0-9_]") else "id"
    )


def _short(c: _Complaint) -> tuple[str, str]:
    what = "list" if c.error["type"] == "too_short" else "text"
    return f"the {what} is empty", "name at least one" if what == "list" else "write something, or remove the key"


def _value(c: _Complaint) -> tuple[str, str]:
    cause = c.error["ctx"]["error"]
    if isinstance(cause, PlaceError):
        return cause.wrong, f"did you mean {' or '.join(cause.suggestions)}?" if cause.suggestions else ""
    wrong, _, hint = str(cause).partition("; ")
    return wrong, hint


def _other(c: _Complaint) -> tuple[str, str]:
    return f"{c.got} does not fit here: {c.error['msg']}", ""


_WORDS: Mapping[str, Callable[[_Complaint], tuple[str, str]]] = {
    "string_type": _text,
    "tuple_type": _list,
    "dict_type": _mapping,
    "model_type": _mapping,
    "model_attributes_type": _mapping,
    "literal_error": _literal,
    "bool_type": _truth,
    "date_type": _date,
    "int_type": _whole,
    "int_from_float": _whole,
    "float_type": _number,
    "less_than_equal": _most,
    "greater_than_equal": _least,
    "string_pattern_mismatch": _pattern,
    "too_short": _short,
    "string_too_short": _short,
    "value_error": _value,
}
