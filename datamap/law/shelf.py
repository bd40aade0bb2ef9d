"""A folder of law files → a law book.

    law/data/
      attributes.yaml            what may be said of entities
      authorities.yaml           names of supervisory authorities, by place
      zones/<zone>.yaml          dated sets of places
      access/<place>.yaml        laws by which governments read data
      regimes/<regime>/regime.yaml and any further *.yaml below it
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

import yaml

from datamap.errors import LawError
from datamap.law.book import LawBook, Regime, Zone
from datamap.law.facts import AccessLaw, Attribute, Fact, Territory
from datamap.law.reading import read

F = TypeVar("F", bound=Fact)


def shelve(folder: Path) -> LawBook:
    """Read a folder laid out as above.

    Raises:
        LawError: a file is missing, malformed, or names what does not exist.
    """
    files = sorted(folder.rglob("*.yaml"))
    if not files:
        raise LawError(f"{folder} holds no law files; expected regimes/<regime>/regime.yaml")
    book = LawBook(
        version=_version(files),
        regimes=MappingProxyType({path.parent.name: _regime(path.parent) for path in sorted((folder / "regimes").glob("*/regime.yaml"))}),
        zones=MappingProxyType({path.stem: Zone(path.stem, _only(read(path, folder), Territory, path)) for path in sorted((folder / "zones").glob("*.yaml"))}),
        attributes=MappingProxyType({a.name: a for path in [folder / "attributes.yaml"] if path.exists() for a in _only(read(path, folder), Attribute, path)}),
        access=tuple(f for path in sorted((folder / "access").glob("*.yaml")) for f in _only(read(path, folder), AccessLaw, path)),
        authorities=_authorities(folder / "authorities.yaml"),
    )
    return book


def _version(files: list[Path]) -> str:
    digest = sha256()
    for file in files:
        digest.update(file.name.encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


def _only(facts: tuple[Fact, ...], kind: type[F], path: Path) -> tuple[F, ...]:
    for fact in facts:
        if not isinstance(fact, kind):
            raise LawError(f"{path}: {fact.id}: a file here holds facts of kind {kind.model_fields['kind'].default}")
    return facts  # type: ignore[return-value]


def _regime(folder: Path) -> Regime:
    head = yaml.safe_load((folder / "regime.yaml").read_text(encoding="utf-8"))
    facts = tuple(fact for file in sorted(folder.rglob("*.yaml")) if file.name != "regime.yaml" for fact in read(file, folder.parent))
    try:
        return Regime(folder.name, head["title"], head["zone"], tuple(head.get("exporters", ())), facts)
    except KeyError as error:
        raise LawError(f"{folder / 'regime.yaml'}: {error} is missing; a regime has a title and a zone") from None


def _authorities(path: Path) -> Mapping[str, str]:
    if not path.exists():
        return MappingProxyType({})
    places = yaml.safe_load(path.read_text(encoding="utf-8"))
    return MappingProxyType({name.casefold(): place for place, names in places.items() for name in (place, *names)})
