"""YAML 1.2 → tree and marks, built from libyaml's events. Only what a map needs: one document, core types, text keys.

Aliases share the part that they name; a text whose aliases would unfold beyond reason is refused.
"""

from __future__ import annotations

from typing import Any, NoReturn, TypeAlias

import yaml
from yaml.events import AliasEvent, DocumentEndEvent, DocumentStartEvent, MappingEndEvent, MappingStartEvent, ScalarEvent, SequenceEndEvent

from datamap.documents.lines import Lines, short, visible
from datamap.documents.marks import Fields, Items, Mark, Tree
from datamap.documents.scalars import MAY_MEAN_MORE, resolve
from datamap.documents.wording import HALF, kind, used_twice
from datamap.documents.yaml_errors import explained
from datamap.errors import MapError, Problem

DEPTH = 100
ALIASED = 1_000_000  # parts that aliases may add, and never more than a hundred times what is written
_CORE = "tag:yaml.org,2002:"
_SHAPES = {"map": dict, "seq": list, "str": str, "int": int, "float": float, "bool": bool, "null": type(None)}
_Parser: Any = getattr(yaml, "CLoader", yaml.Loader)
_Event: TypeAlias = Any


def read(text: str, lines: Lines) -> tuple[Tree, Mark, list[Problem]]:
    """The tree of a text, where its parts stand, and what is wrong with it but does not keep it from being read.

    Raises:
        MapError: the text is no YAML, or more or deeper than a map can be.
    """
    builder = _Builder(text, lines)
    try:
        tree, mark = builder.document()
    except yaml.YAMLError as error:
        raise MapError([*builder.problems, explained(error, lines)]) from None
    except (ValueError, OverflowError) as error:  # an escape that is no character
        wrong = lines.problem(builder.at, f"this is no YAML: {visible(str(error))}", "check the escapes in quoted text")
        raise MapError([*builder.problems, wrong]) from None
    return tree, mark, builder.problems


class _Builder:
    def __init__(self, text: str, lines: Lines) -> None:
        self.lines = lines
        self.text = text
        self.next: Any = None
        self.problems: list[Problem] = []
        self.at = 0
        self.depth = self.written = self.aliased = 0
        self.anchors: dict[str, tuple[Tree, Mark, int] | None] = {}

    def problem(self, at: int, wrong: str, hint: str) -> None:
        self.problems.append(self.lines.problem(at, wrong, hint))

    def refuse(self, at: int, wrong: str, hint: str) -> NoReturn:
        self.problem(at, wrong, hint)
        raise MapError(self.problems)

    def document(self) -> tuple[Tree, Mark]:
        """The only document of the stream; nothing where there is none."""
        tree: Tree = None
        mark: Mark = 0
        self.next = _Parser(self.text).get_event
        self.next()
        if isinstance(self.next(), DocumentStartEvent):
            tree, mark = self.node(self.next())
            while isinstance(event := self.next(), DocumentEndEvent):
                pass
            if isinstance(event, DocumentStartEvent):
                self.refuse(_at(event), "a second document begins here", "write one map a file, and join files with `include:`")
        return tree, mark

    def node(self, event: _Event) -> tuple[Tree, Mark]:
        """The part that begins with `event`."""
        kind = type(event)
        at = self.at = event.start_mark.index
        self.written += 1
        if kind is ScalarEvent and event.tag is None and event.anchor is None:
            text: str = event.value
            if not event.style and text[:1] not in MAY_MEAN_MORE:  # nearly every scalar
                return text, at
            return self.scalar(event, at), at
        if kind is AliasEvent:
            return self.alias(event.anchor, at)
        if event.anchor is None:
            return self.part(event, kind, at)
        self.anchors[event.anchor] = None
        before = self.written + self.aliased
        tree, mark = self.part(event, kind, at)
        self.anchors[event.anchor] = (tree, mark, self.written + self.aliased - before + 1)
        return tree, mark

    def part(self, event: _Event, kind: type, at: int) -> tuple[Tree, Mark]:
        if kind is ScalarEvent:
            return self.tagged(self.scalar(event, at), event, at), at
        self.depth += 1
        if self.depth > DEPTH:
            self.refuse(at, f"nested more than {DEPTH} levels deep", "a map is flat; check the brackets and the indentation")
        tree, mark = self.mapping(at) if kind is MappingStartEvent else self.sequence(at)
        self.depth -= 1
        return self.tagged(tree, event, at), mark

    def sequence(self, at: int) -> tuple[Tree, Mark]:
        tree: list[Tree] = []
        mark = Items(at)
        read = self.next
        while type(event := read()) is not SequenceEndEvent:
            item, where = self.node(event)
            tree.append(item)
            mark.parts.append(where)
        return tree, mark

    def mapping(self, at: int) -> tuple[Tree, Mark]:
        tree: dict[str, Tree] = {}
        mark = Fields(at)
        read, node = self.next, self.node
        while type(event := read()) is not MappingEndEvent:
            key, key_at = node(event)[0], event.start_mark.index
            value, where = node(read())
            if type(key) is not str:
                self.not_text(key, key_at)
            elif key == "<<" and event.__class__ is ScalarEvent and not event.style:
                self.problem(key_at, "merge keys (`<<`) belong to YAML 1.1", "write the keys out, or share whole files with `include:`")
            elif key in tree:
                first = self.lines.where(mark.parts[key][0])
                self.problem(key_at, *used_twice(key, first.line))
            else:
                tree[key] = value
                mark.parts[key] = (key_at, where)
        return tree, mark

    def not_text(self, key: Tree, at: int) -> None:
        if isinstance(key, (list, dict)):
            self.problem(at, f"{kind(key)} cannot be a key", "keys are text; put a text in braces or brackets in quotes")
        elif key is None:
            self.problem(at, "there is no key before the colon", "write one")
        else:
            self.problem(at, f"a key is text, and this is {kind(key)}", "put the key in quotes")

    def scalar(self, event: _Event, at: int) -> Tree:
        text: str = event.value
        if not event.style and event.implicit[0] and event.tag != "!":
            try:
                return resolve(text)
            except ValueError as error:
                self.problem(at, str(error), "put it in quotes if it is text")
        elif not text.isascii() and any("\ud800" <= char <= "\udfff" for char in text):
            self.problem(at, *HALF)
            return visible(text)
        return text

    def tagged(self, tree: Tree, event: _Event, at: int) -> Tree:
        """`tree` as its tag wants it."""
        tag: str | None = event.tag
        if tag is None or tag == "!":
            return tree
        shape = _SHAPES.get(tag.removeprefix(_CORE)) if tag.startswith(_CORE) else None
        if shape is None:
            name = tag.replace(_CORE, "!!")
            hint = "remove it; a map holds text, numbers, true, false, lists and mappings"
            self.problem(at, f"the tag `{short(name)}` is not allowed", hint)
            return tree
        if isinstance(tree, str) and shape is not str:
            tree = resolve(tree[:500])
        if shape is float and type(tree) is int:
            return float(tree) if abs(tree) < 2**53 else tree
        if type(tree) is not shape:
            self.problem(at, f"the tag `{tag.replace(_CORE, '!!')}` does not fit: this is {kind(tree)}", "remove the tag")
        return tree

    def alias(self, name: str, at: int) -> tuple[Tree, Mark]:
        if name not in self.anchors:
            hint = f"mark the part that it repeats with `&{short(name)}`, or put the text in quotes"
            self.refuse(at, f"the alias `*{short(name)}` names no anchor before it", hint)
        found = self.anchors[name]
        if found is None:
            self.refuse(at, f"the alias `*{short(name)}` stands inside the part that it repeats", "write the part out")
        tree, mark, size = found
        self.aliased += size
        if self.aliased > ALIASED or self.aliased > max(10_000, 100 * self.written):
            wrong = f"its aliases unfold {self.written:,} written parts to {self.aliased:,} and more"
            self.refuse(at, wrong, "write the parts out, or share them with `include:`")
        return tree, moved(mark, at)


def _at(event: _Event) -> int:
    index: int = event.start_mark.index
    return index


def moved(mark: Mark, at: int) -> Mark:
    """The marks of a repeated part: it stands at the alias, what is in it where it was written."""
    if isinstance(mark, int):
        return at
    if isinstance(mark, Fields):
        fields = Fields(at)
        fields.parts = mark.parts
        return fields
    items = Items(at)
    items.parts = mark.parts
    return items
