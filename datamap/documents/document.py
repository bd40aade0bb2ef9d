"""A file or a text as a plain tree that knows where each of its parts stands."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property, partial
from hashlib import sha256

from datamap.documents import json_text, yaml_events
from datamap.documents.files import LIMIT, content, decoded, refuse
from datamap.documents.lines import Lines
from datamap.documents.marks import Mark, Path, Tree, find
from datamap.errors import MapError, Problem, Where

ENDINGS = {".yaml": "yaml", ".yml": "yaml", ".json": "json", ".toml": "toml"}
SYNTAXES = ("yaml", "json", "toml")


@dataclass(frozen=True)
class Document:
    """What a file says, and where.

    `tree` holds dicts with text keys, lists, text, numbers, booleans and None; dates are text. Parts that YAML
    aliases repeat are shared, so treat it as read-only. `sha256` is of the file's bytes. `problems` are those that
    did not keep it from being read (keys used twice and the like); `read` and `parse` raise them unless told not to.
    """

    file: str
    sha256: str
    tree: Tree
    lines: Lines = field(repr=False)
    problems: tuple[Problem, ...] = field(repr=False, default=())
    locate: Callable[[], Mark] = field(repr=False, default=partial(int, 0))

    @cached_property
    def _mark(self) -> Mark:
        return self.locate()

    def where(self, path: Path = (), value: bool = False) -> Where:
        """The place of the part at `path`, or of the nearest part that holds it.

        For an entry of a mapping that is its key; with `value`, what stands after the key.
        """
        return self.lines.where(find(self._mark, path, value))

    def excerpt(self, where: Where) -> str:
        """The line of text at `where` with a caret below the column, harmless to any terminal."""
        return self.lines.excerpt(where)

    def problem(self, path: Path, wrong: str, hint: str = "", value: bool = False) -> Problem:
        """A problem with the part at `path`, with its place and excerpt."""
        where = self.where(path, value)
        return Problem(path, wrong, hint, where, self.excerpt(where))


def syntax_of(path: str | os.PathLike[str]) -> str:
    """The syntax of a file, by its ending.

    Raises:
        MapError: the ending is unknown; the known ones are listed.
    """
    file = os.fspath(path)
    ending = os.path.splitext(file)[1].lower()
    if ending not in ENDINGS:
        said = f"`{ending}` is no known ending" if ending else "the file name has no ending"
        raise refuse(file, said, f"known are {', '.join(ENDINGS)}")
    return ENDINGS[ending]


def read(path: str | os.PathLike[str], *, gather: bool = False) -> Document:
    """The document in a file: YAML 1.2 (`.yaml`, `.yml`), JSON or TOML, by its ending; at most 32 MB.

    With `gather`, keys used twice and the like are left in `Document.problems`; without, they are raised.

    Raises:
        MapError: the file cannot be read or understood; each problem has its place, line and caret.
    """
    file = os.fspath(path)
    known = os.path.splitext(file)[1].lower() in ENDINGS
    if not known and os.path.isfile(file):
        syntax_of(file)
    text, digest = content(file)
    return _document(text, file, digest, syntax_of(file), gather)


def parse(text: str | bytes, name: str = "<text>", syntax: str = "yaml", *, gather: bool = False) -> Document:
    """The document in a text, or in the bytes of one in UTF-8; `name` stands for its file in messages. See `read`.

    Raises:
        MapError: as `read`, or the syntax is unknown.
    """
    if syntax not in SYNTAXES:
        raise refuse(name, f"`{syntax}` is no known syntax", f"known are {', '.join(SYNTAXES)}")
    data = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    if len(data) > LIMIT:
        raise refuse(name, f"the text is larger than {LIMIT // 2**20} MB", "keep large parts in a table")
    text = text.removeprefix("\ufeff") if isinstance(text, str) else decoded(data, name)
    return _document(text, name, sha256(data).hexdigest(), syntax, gather)


def data(path: str | os.PathLike[str]) -> Tree:
    """The tree of a file that comes with the package, without its places."""
    return read(path).tree


def _document(text: str, file: str, digest: str, syntax: str, gather: bool) -> Document:
    lines = Lines(text, file)
    tree: Tree = None
    problems: list[Problem] = []
    locate: Callable[[], Mark] = partial(int, 0)
    if syntax == "yaml":
        tree, mark, problems = yaml_events.read(text, lines)
        locate = partial(_found, mark)
    elif text and not text.isspace():
        if syntax == "json":
            tree, problems = json_text.read(text, lines)
            locate = partial(json_text.marks, text, lines)
        else:
            from datamap.documents import toml_marks, toml_text

            tree = toml_text.read(text, lines)
            locate = partial(toml_marks.marks, text)
        _shallow(tree, lines)
    if problems and not gather:
        raise MapError(problems)
    return Document(file, digest, tree, lines, tuple(problems), locate)


def _found(mark: Mark) -> Mark:
    return mark


def _shallow(tree: Tree, lines: Lines) -> None:
    level: list[Tree] = [tree]
    for _ in range(yaml_events.DEPTH + 1):
        level = [part for parts in level for part in _parts(parts)]
        if not level:
            return
    raise MapError(lines.problem(0, f"nested more than {yaml_events.DEPTH} levels deep", "a map is flat; check the brackets"))


def _parts(tree: Tree) -> Iterable[Tree]:
    return tree.values() if isinstance(tree, dict) else tree if isinstance(tree, list) else ()
