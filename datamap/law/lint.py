"""A folder of law files checked as a whole: every problem with its file, its line and what to do."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from difflib import get_close_matches
from itertools import combinations
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from datamap.errors import LawError, Problem, QuestionError
from datamap.law.fact import Fact
from datamap.law.facts import KINDS, AccessLaw, Adequacy, Attribute, Conduct, Territory
from datamap.law.lines import Lined, lined, problem
from datamap.law.proof import KINDS_OF_ENTITY, prove
from datamap.law.shelf import shelve

HEAD = ("title", "zone", "places", "members", "exporters", "like", "takes")
OTHER = ("book.yaml", "agreements.yaml", "authorities.yaml")
NAMED = {"cite": "uncited", "from": "undated", "checked_on": "never checked"}
"""What it means that a key is missing, for those that make a fact one."""


@dataclass(frozen=True)
class Lint:
    """What was found in a folder: the number of files and facts read, and the problems in the order of files and lines."""

    folder: str
    files: int
    facts: int
    problems: tuple[Problem, ...]


def lint(folder: Path, today: date | None = None) -> Lint:
    """Check a folder laid out as `law/data`: facts uncited, undated, never checked, overlapping, or naming what does not exist.

    Args:
        folder: the folder.
        today: the day after which no fact can have been checked; without it that is not looked at.

    Raises:
        QuestionError: there is no such folder, or it holds no law files.
    """
    if not folder.is_dir():
        raise QuestionError(f"there is no folder {folder}; name a folder laid out as datamap/law/data")
    files = sorted(path for path in folder.rglob("*.y*ml") if path.is_file())
    if not files:
        raise QuestionError(f"{folder} holds no law files; expected regimes/<regime>/regime.yaml and what stands beside it")
    reader = _Reader(folder, today)
    for file in files:
        reader.look(file)
    reader.whole()
    found = {(p.where, p.wrong): p for p in reader.problems}
    ordered = sorted(found.values(), key=lambda p: (p.where.file, p.where.line) if p.where else ("", 0))
    return Lint(str(folder), len(files), sum(len(facts) for facts in reader.facts.values()), tuple(ordered))


@dataclass
class _Reader:
    """Reads the files of a folder one by one, keeps the facts that are sound, and gathers what is wrong with the others."""

    folder: Path
    today: date | None
    problems: list[Problem] = field(default_factory=list)
    facts: dict[Path, tuple[Fact, ...]] = field(default_factory=dict)
    at: dict[tuple[str, date | None], tuple[Path, int]] = field(default_factory=dict)
    broken: bool = False

    def look(self, file: Path) -> None:
        """Read one file as what its place in the folder says it is."""
        parts = file.relative_to(self.folder).parts
        tree, found = lined(file)
        self.problems += found
        if tree is None or not isinstance(tree, Lined):
            self.broken |= parts[-1] in (*OTHER, "regime.yaml")
            if not found:
                self.wrong(file, 1, "expected a mapping with `kind`, `title`, `cite`, …", "see the files beside it")
        elif file.suffix != ".yaml":
            self.wrong(file, 0, "this file is not read", "name it .yaml")
        elif parts[0] == "regimes" and len(parts) == 3 and parts[-1] == "regime.yaml":
            self.problems += _head(file, tree, self.folder)
        elif _kinds(parts) is not None:
            self._facts(file, tree, self.folder / "regimes" if parts[0] == "regimes" else self.folder)
            if parts[0] == "regimes" and not (self.folder / "regimes" / parts[1] / "regime.yaml").exists():
                self.wrong(file, 0, "this file is not read", f"regimes/{parts[1]} needs a regime.yaml with `title`, `zone` and `exporters`")
        elif len(parts) > 1 or parts[0] not in OTHER:
            self.wrong(file, 0, "this file is not read", "law stands under regimes/<regime>/, zones/ or access/")

    def wrong(self, file: Path, line: int, says: str, hint: str = "") -> None:
        """Note a problem."""
        self.problems.append(problem(file, line, says, hint))

    def _facts(self, file: Path, tree: Lined, root: Path) -> None:
        kept: list[Fact] = []
        allowed = _kinds(file.relative_to(self.folder).parts) or ()
        stem = file.relative_to(root).with_suffix("").as_posix()
        for name, state, lines, line in self._states(file, tree, stem):
            fact = self._fact(file, {**state, "id": name}, lines, line, allowed)
            if fact:
                kept.append(fact)
                self.at[fact.id, fact.from_] = (file, lines.get("from", line))
        self.facts[file] = tuple(sorted(kept, key=lambda fact: fact.from_ or date.min))

    def _states(self, file: Path, tree: Lined, stem: str) -> Iterator[tuple[str, dict[str, Any], dict[str, int], int]]:
        """Every state of every subject: its id, what it says with what it inherits, the line of each key, and its own line."""
        above = _without(tree, ("facts", "states"))
        if "facts" not in tree:
            for state in self._list(file, tree, "states"):
                yield stem, {**above, **state}, {**tree.lines, **state.lines}, state.line
            return
        for item in self._list(file, tree, "facts"):
            if "id" not in item:
                self.wrong(file, item.line, "a fact of the list has no `id`", "give each its own, such as `id: consent`")
                continue
            own = _without(item, ("id", "states"))
            for state in self._list(file, item, "states"):
                yield f"{stem}/{item['id']}", {**above, **own, **state}, {**tree.lines, **item.lines, **state.lines}, state.line

    def _list(self, file: Path, said: Lined, key: str) -> list[Lined]:
        value = said.get(key)
        if key not in said:
            return [Lined(said.line)]
        if not isinstance(value, list) or not value or not all(isinstance(item, Lined) for item in value):
            self.wrong(file, said.lines[key], f"`{key}` is a list of mappings", "begin each with `- `")
            return []
        return value

    def _fact(self, file: Path, says: dict[str, Any], lines: dict[str, int], line: int, allowed: Iterable[type[Fact]]) -> Fact | None:
        kind = KINDS.get(str(says.get("kind")))
        if kind is None:
            near = get_close_matches(str(says.get("kind")), KINDS, n=1)
            meant = f"did you mean {near[0]}?" if near else f"it is one of {', '.join(KINDS)}"
            self.wrong(file, lines.get("kind", line), f"{says['id']}: unknown kind {says.get('kind')!r}", meant)
            return None
        if kind not in allowed:
            self.wrong(file, lines.get("kind", line), f"{says['id']}: a file here holds facts of kind {', '.join(map(_name, allowed))}")
            return None
        try:
            fact = kind.model_validate(says)
        except ValidationError as error:
            for one in error.errors():
                key = str(one["loc"][0]) if one["loc"] else ""
                self.wrong(file, lines.get(key, line), *_told(says["id"], kind, one))
            return None
        self._sensible(file, fact, lines, line)
        return fact

    def _sensible(self, file: Path, fact: Fact, lines: dict[str, int], line: int) -> None:
        if not fact.source.startswith(("http://", "https://")) and fact.source != "not read":
            self.wrong(file, lines.get("source", line), f"{fact.id}: `source` {fact.source!r} is no link", "write the link, or `not read`")
        if self.today and fact.checked_on > self.today:
            self.wrong(file, lines.get("checked_on", line), f"{fact.id}: checked on {fact.checked_on}, a day to come", "write today's date")
        if fact.until and fact.until < fact.checked_on and not fact.ended_by:
            hint = "say `ended_by`: the judgment, the repeal, or its own sunset"
            self.wrong(file, lines.get("until", line), f"{fact.id}: ended on {fact.until}, and nothing says by what", hint)

    def whole(self) -> None:
        """Hold the sound facts against each other: overlaps, and names of what does not exist."""
        self._overlaps()
        if self.broken:
            return
        try:
            prove(shelve(self.folder, lambda file, root: self.facts.get(file, ())))
        except LawError as error:
            for text in str(error).splitlines():
                self._proved(text)

    def _proved(self, text: str) -> None:
        """A problem of the whole book, at the file and line of the fact that it names first."""
        name, _, says = text.partition(": ")
        places = [place for (fact, _), place in self.at.items() if fact == name]
        wrong, _, hint = says.partition("; ")
        if places:
            file, line = places[0]
            self.wrong(file, _token(file, line, says), f"{name}: {wrong}", hint)
        else:
            head = self.folder / "regimes" / name.split("/")[0] / "regime.yaml"
            self.wrong(head if head.exists() else self.folder, int(head.exists()), wrong if head.exists() else text, hint)

    def _overlaps(self) -> None:
        every = [fact for facts in self.facts.values() for fact in facts]
        groups: dict[object, list[Fact]] = {}
        for fact in every:
            for key in _exclusive(fact):
                groups.setdefault(key, []).append(fact)
        for group in groups.values():
            for one, other in combinations(sorted(group, key=lambda fact: fact.from_ or date.min), 2):
                if one.until is None or (other.from_ or date.min) <= one.until:
                    file, line = self.at[other.id, other.from_]
                    self.wrong(file, line, *_overlap(one, other))


def _overlap(one: Fact, other: Fact) -> tuple[str, str]:
    start = other.from_
    if one.id == other.id:
        until = f"until {one.until}" if one.until else "without an end"
        says = f"{other.id}: the states from {one.from_} ({until}) and from {start} overlap"
        return says, f"give the earlier one `until: {start - timedelta(days=1)}`" if start and start != one.from_ else "keep one of them"
    return f"{other.id}: overlaps with {one.id}, which says the same from {one.from_} on", "end one before the other, or make them one"


def _exclusive(fact: Fact) -> Iterator[object]:
    """What only one state at a time can say: itself; how the regime works; whether it accepts a destination, and for whom."""
    yield fact.id
    if isinstance(fact, Conduct):
        yield ("conduct", fact.regime)
    if isinstance(fact, Adequacy):
        for place in fact.to:
            yield (fact.regime, place, fact.recipient, fact.organisation, fact.scope)


def _without(said: Lined, keys: Iterable[str]) -> dict[str, Any]:
    return {key: value for key, value in said.items() if key not in keys}


def _name(kind: type[Fact]) -> str:
    return str(kind.model_fields["kind"].default)


def _kinds(parts: tuple[str, ...]) -> tuple[type[Fact], ...] | None:
    """The kinds of fact that a file may hold, by where it stands; None where it holds none."""
    if parts == ("attributes.yaml",):
        return (Attribute,)
    if len(parts) == 2 and parts[0] in ("zones", "access"):
        return (Territory,) if parts[0] == "zones" else (AccessLaw,)
    if parts[0] == "regimes" and len(parts) > 2:
        return (Territory,) if parts[2:] == ("territory.yaml",) else tuple(k for k in KINDS.values() if k not in (Attribute, AccessLaw))
    return None


def _token(file: Path, line: int, says: str) -> int:
    """The line, from that of the fact on, where a word stands that the problem quotes."""
    quoted = re.search(r"'([^']+)'|instead of (\S+)", says)
    word = quoted and (quoted[1] or quoted[2])
    text = file.read_text(encoding="utf-8-sig").splitlines()
    order = [n for n in (*range(line, len(text) + 1), *range(1, line)) if not _PROSE.match(text[n - 1])]
    return next((n for n in order if word and re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", text[n - 1])), line)


_PROSE = re.compile(r"[\s-]*(title|cite|note|scope|says|source|boundary):")


def _head(file: Path, says: Lined, folder: Path) -> Iterator[Problem]:
    needed = {"title": "the name of the law", "zone": "where it applies: a place or a zone", "exporters": "whom it binds, as [company]"}
    for key, what in needed.items():
        if not says.get(key):
            yield problem(file, says.line, f"`{key}` is missing", f"say {what}")
    for key in says:
        if key not in HEAD:
            yield problem(file, says.lines[key], f"unknown key `{key}`", _meant(key, HEAD))
    for name in says.get("exporters") or ():
        if name not in KINDS_OF_ENTITY:
            yield problem(file, says.lines["exporters"], f"unknown kind of exporter {name!r}", _meant(str(name), KINDS_OF_ENTITY))
    like = says.get("like")
    if like and not (folder / "regimes" / str(like) / "regime.yaml").exists():
        yield problem(file, says.lines["like"], f"like {like}, but there is no such regime")
    for name in says.get("takes") or ():
        if name not in KINDS:
            yield problem(file, says.lines["takes"], f"takes {name}, which is no kind of fact", _meant(str(name), KINDS))


def _told(name: str, kind: type[Fact], error: Any) -> tuple[str, str]:
    """What is wrong with one key of a fact, and what to do, in words."""
    path = ".".join(str(step) for step in error["loc"])
    fields = {info.alias or field: info.description or "" for field, info in kind.model_fields.items()}
    match error["type"]:
        case "missing":
            plain = NAMED.get(path)
            return f"{name}: {f'{plain}: ' if plain else ''}`{path}` is missing", f"say {fields.get(path) or 'it'}"
        case "extra_forbidden":
            return f"{name}: unknown key `{path}`", _meant(path, fields)
        case "literal_error":
            return f"{name}: `{path}` cannot be {error['input']!r}", f"it is {error['ctx']['expected'].replace(chr(39), '')}"
        case "string_type":
            return f"{name}: `{path}` is {error['input']!r}, which is no text", "put it in quotes: YAML reads NO and ON as no and yes"
        case "date_from_datetime_parsing" | "date_parsing" | "date_type" | "date_from_datetime_inexact":
            return f"{name}: `{path}` {error['input']!r} is no day", "write it as 2020-11-20"
    return f"{name}: {f'`{path}`: ' if path else ''}{error['msg'].removeprefix('Value error, ')}", ""


def _meant(word: str, known: Iterable[str]) -> str:
    choices = list(known)
    near = get_close_matches(word, choices, n=1)
    return f"did you mean {near[0]}?" if near else f"it is one of {', '.join(choices)}"
