"""A folder of law files → a law book.

    law/data/
      book.yaml                  the day up to which new law was looked for
      attributes.yaml            what may be said of entities
      agreements.yaml            kinds of agreement that a map may name
      authorities.yaml           names of supervisory authorities, by place
      zones/<zone>.yaml          dated sets of places
      access/<place>.yaml        laws by which governments read data
      regimes/<regime>/regime.yaml and any further *.yaml below it

A `regime.yaml` has a `title`, a `zone` (a place, or the name of a zone; or any name, with a list of `places`, or with the
attribute of its `members`), the kinds of `exporters` that the regime binds by their seat, and may take facts of some
kinds from another: `like: eu-gdpr`, `takes: [adequacy]`. What it counts as inside at some time only stands in
`territory.yaml` beside it. Everything but the heads of regimes is small; the facts of a regime are read when they are
first asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

import yaml

from datamap.errors import LawError
from datamap.law.book import LawBook, Regime, Zone
from datamap.law.fact import Fact
from datamap.law.facts import KINDS, AccessLaw, Attribute, Territory
from datamap.law.reading import Loader, read

F = TypeVar("F", bound=Fact)
Reader = Callable[[Path, Path], tuple[Fact, ...]]


def shelve(folder: Path, reader: Reader = read) -> LawBook:
    """Read a folder laid out as above. `reader` gives the facts of a file, by the file and the root of their ids.

    Raises:
        LawError: a file is missing, malformed, or names what does not exist.
    """
    files = sorted(folder.rglob("*.yaml"))
    if not files:
        raise LawError(f"{folder} holds no law files; expected regimes/<regime>/regime.yaml")
    return LawBook(
        version=_version(files),
        checked_on=_looked_until(folder / "book.yaml"),
        regimes=_regimes(folder / "regimes", reader),
        zones=MappingProxyType({z.stem: Zone(z.stem, _only(reader, z, folder, Territory)) for z in sorted(folder.glob("zones/*.yaml"))}),
        attributes=MappingProxyType({a.name: a for path in folder.glob("attributes.yaml") for a in _only(reader, path, folder, Attribute)}),
        access=tuple(law for path in sorted(folder.glob("access/*.yaml")) for law in _only(reader, path, folder, AccessLaw)),
        authorities=_authorities(folder / "authorities.yaml"),
        agreements=_agreements(folder / "agreements.yaml"),
    )


def _version(files: list[Path]) -> str:
    """A name for this very text of the book."""
    digest = sha256()
    for file in files:
        digest.update(file.name.encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


def _looked_until(path: Path) -> date:
    """The day up to which new law was looked for; without it, no day."""
    if not path.exists():
        return date.min
    day = yaml.load(path.read_text(encoding="utf-8"), Loader=Loader).get("looked_until")
    if not isinstance(day, date):
        raise LawError(f"{path}: `looked_until` is the day up to which new law was looked for, such as 2026-10-07")
    return day


def _only(reader: Reader, path: Path, folder: Path, kind: type[F]) -> tuple[F, ...]:
    facts = reader(path, folder)
    for fact in facts:
        if not isinstance(fact, kind):
            raise LawError(f"{path}: {fact.id}: a file here holds facts of kind {kind.model_fields['kind'].default}")
    return facts  # type: ignore[return-value]


def _regimes(shelf: Path, reader: Reader) -> Mapping[str, Regime]:
    regimes: dict[str, Regime] = {}
    for head in sorted(shelf.glob("*/regime.yaml")):
        regimes[head.parent.name] = _regime(head, lambda name: regimes[name], reader)
    return MappingProxyType(regimes)


def _regime(head: Path, other: Callable[[str], Regime], reader: Reader) -> Regime:
    says = yaml.load(head.read_text(encoding="utf-8"), Loader=Loader)
    like, takes = says.get("like"), tuple(says.get("takes", ()))
    if unknown := [kind for kind in takes if kind not in KINDS]:
        raise LawError(f"{head}: takes {', '.join(unknown)}, which is no kind of fact; kinds are {', '.join(KINDS)}")
    if like and not (head.parent.parent / like / "regime.yaml").exists():
        raise LawError(f"{head}: like {like}, but there is no such regime")
    alike = partial(other, like) if like else None
    load = partial(_facts, head.parent, alike, takes, reader)
    borders = partial(_borders, head.parent, alike if "territory" in takes else None, reader)
    try:
        zone = says["zone"]
        members = says.get("members")
        named = members or (head.parents[2] / "zones" / f"{zone}.yaml").exists()
        places = tuple(says.get("places", () if named else (zone,)))
        return Regime(head.parent.name, says["title"], zone, tuple(says.get("exporters", ())), load, places, members, borders, like, takes)
    except KeyError as error:
        raise LawError(f"{head}: {error} is missing; a regime has a title and a zone") from None


def _facts(folder: Path, other: Callable[[], Regime] | None, takes: tuple[str, ...], reader: Reader) -> tuple[Fact, ...]:
    """What stands in the folder of a regime, and what it takes from another."""
    own = tuple(fact for file in sorted(folder.rglob("*.yaml")) if file.name != "regime.yaml" for fact in reader(file, folder.parent))
    kinds = tuple(KINDS[kind] for kind in takes)
    return own + tuple(fact for fact in other().facts if isinstance(fact, kinds)) if other else own


def _borders(folder: Path, other: Callable[[], Regime] | None, reader: Reader) -> tuple[Territory, ...]:
    own = _only(reader, folder / "territory.yaml", folder.parent, Territory) if (folder / "territory.yaml").exists() else ()
    return own + other().territory if other else own


def _authorities(path: Path) -> Mapping[str, str]:
    if not path.exists():
        return MappingProxyType({})
    places = yaml.load(path.read_text(encoding="utf-8"), Loader=Loader)
    return MappingProxyType({name.casefold(): place for place, names in places.items() for name in (place, *names)})


def _agreements(path: Path) -> Mapping[str, str]:
    return MappingProxyType(yaml.load(path.read_text(encoding="utf-8"), Loader=Loader) if path.exists() else {})
