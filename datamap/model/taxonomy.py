"""What data: the built-in categories (fideslang's keys) and those that a map adds below them.

Keys are dotted; a key stands for itself and all below it. The list is read at first use, so that importing is cheap.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from pydantic import Field

from datamap.errors import Problem
from datamap.model.base import CategoryKey, Claim, Flag

HR = "user.workplace"
"""The subtree of data about staff."""


class Category(Claim):
    """A data category that a map adds below a built-in one, or a built-in one that it renames or marks."""

    key: CategoryKey = Field(description="the dotted key under `data_categories`")
    name: str | None = Field(None, description="short name for reports and pictures")
    description: str | None = Field(None, description="what belongs in it")
    hr: Flag = Field(False, description="true: data about staff, itself and all below it")
    replaced_by: CategoryKey | None = Field(None, description="the key to use instead, for a category that is on its way out")


@dataclass(frozen=True, slots=True)
class BuiltIn:
    """A category of the taxonomy that comes with datamap, with its life in fideslang's version numbers."""

    key: str
    name: str
    description: str
    version_added: str
    version_deprecated: str | None = None
    replaced_by: str | None = None


@dataclass(frozen=True, slots=True)
class Former:
    """A key that has left the taxonomy, the version without it, and the key that took its place."""

    key: str
    replaced_by: str
    version_deprecated: str


@dataclass(frozen=True, eq=False)
class Taxonomy:
    """The categories that a map may name: the built-in ones and its own."""

    own: Mapping[str, Category] = field(default_factory=dict)

    @classmethod
    def of(cls, own: Mapping[str, Category]) -> Taxonomy:
        """The built-in taxonomy with a map's own categories. Cheap: nothing is copied."""
        return cls(own) if own else _plain()

    def __contains__(self, key: object) -> bool:
        return key in self.own or key in built_in()

    def __iter__(self) -> Iterator[str]:
        """Every known key, parents before children."""
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)

    @cached_property
    def _keys(self) -> tuple[str, ...]:
        return tuple(sorted({*built_in(), *self.own}))

    @staticmethod
    def covers(upper: str, lower: str) -> bool:
        """Whether `upper` stands for `lower`: the same key, or one above it."""
        return lower == upper or lower.startswith(f"{upper}.")

    def below(self, key: str) -> tuple[str, ...]:
        """`key` and all known keys below it, in order; empty for an unknown key with nothing below."""
        return tuple(known for known in self._keys if self.covers(key, known))

    def is_hr(self, key: str) -> bool:
        """Whether it is data about staff: at or below `user.workplace`, or at or below a category marked `hr`."""
        return any(step == HR or _marked(self.own, step) for step in _steps(key))

    def name(self, key: str) -> str:
        """A short name for people: "Contact", "Chat messages"; for an unnamed or unknown key the words of its last part."""
        mine, ours = self.own.get(key), built_in().get(key)
        given = (mine.name if mine else None) or (ours.name if ours else None)
        return given or key.rpartition(".")[2].replace("_", " ").capitalize()

    def replaced(self, key: str) -> str | None:
        """The key to use instead of one that is deprecated or gone; None for a key in good standing."""
        if key in self.own:
            return self.own[key].replaced_by
        ours = built_in().get(key)
        if ours is not None:
            return ours.replaced_by
        gone = former().get(key)
        return gone.replaced_by if gone else None

    def meant(self, key: str) -> str:
        """What to write instead of an unknown key, as a hint for the reader."""
        gone = former().get(key)
        if gone is not None:
            return f"it became {gone.replaced_by} in fideslang {gone.version_deprecated}"
        near = self._near(key)
        if near:
            return f"did you mean {' or '.join(near)}?"
        above = next((step for step in reversed(_steps(key)[:-1]) if step in self), None)
        if above is None:
            return "name a category of the taxonomy, such as user.contact, or declare your own below one under `data_categories`"
        return f"name one below {above}, or declare {key} under `data_categories`"

    def _near(self, key: str) -> list[str]:
        """The known key with the slip of spelling put right, else known keys that end in the same word."""
        respelt = self._respelt(key)
        last = key.rpartition(".")[2]
        return [respelt] if respelt else [known for known in self._keys if known.rpartition(".")[2] == last][:2]

    def _respelt(self, key: str) -> str | None:
        """`user.contact.email` for `user.contct.emial`: part by part, the nearest of those known at that place."""
        found = ""
        for part in key.split("."):
            start = f"{found}." if found else ""
            siblings = [known[len(start) :] for known in self._keys if known.startswith(start) and "." not in known[len(start) :]]
            near = [part] if part in siblings else get_close_matches(part, siblings, n=1, cutoff=0.75)
            if not near:
                return None
            found = start + near[0]
        return found

    def problems(self, own: Mapping[str, Category] | None = None) -> list[Problem]:
        """What is wrong with a map's own categories: no known parent, or replaced by a key that nobody knows.

        Each problem's path is `("data_categories", key)`.
        """
        mine = self.own if own is None else own
        known = Taxonomy.of({**self.own, **mine})
        return [*_orphans(mine, known), *_lost(mine, known)]


def _orphans(own: Mapping[str, Category], known: Taxonomy) -> Iterator[Problem]:
    for key in own:
        parent = key.rpartition(".")[0]
        if not parent and key not in built_in():
            yield Problem(("data_categories", key), f"{key!r} extends no known category", "extend a built-in key, as in user.content.chat")
        elif parent and parent not in known:
            yield Problem(("data_categories", key), f"{key!r} extends no known category: there is no {parent!r}", known.meant(parent))


def _lost(own: Mapping[str, Category], known: Taxonomy) -> Iterator[Problem]:
    for key, category in own.items():
        at = ("data_categories", key, "replaced_by")
        if category.replaced_by == key:
            yield Problem(at, f"{key!r} is replaced by itself", "name the key to use instead")
        elif category.replaced_by and category.replaced_by not in known:
            yield Problem(at, f"there is no data category {category.replaced_by!r}", known.meant(category.replaced_by))


def _steps(key: str) -> tuple[str, ...]:
    """The key and those above it, highest first: `user`, `user.contact`, `user.contact.email`."""
    parts = key.split(".")
    return tuple(".".join(parts[: length + 1]) for length in range(len(parts)))


def _marked(own: Mapping[str, Category], key: str) -> bool:
    category = own.get(key)
    return category is not None and category.hr


@cache
def _plain() -> Taxonomy:
    return Taxonomy()


@cache
def _document() -> dict[str, Any]:
    import yaml

    text = (Path(__file__).parent / "data" / "categories.yaml").read_bytes()
    document: dict[str, Any] = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return document


@cache
def built_in() -> Mapping[str, BuiltIn]:
    """The built-in categories by key."""
    document = _document()
    since = document["version_added"]
    return {key: BuiltIn(key=key, **{"version_added": since, **entry}) for key, entry in document["categories"].items()}


@cache
def former() -> Mapping[str, Former]:
    """Keys that have left the taxonomy, by key."""
    return {key: Former(key=key, **entry) for key, entry in _document()["former"].items()}
