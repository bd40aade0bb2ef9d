"""Law files read with the line of everything in them, so that a problem can be shown where it stands."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from datamap.errors import Problem, Where
from datamap.law.reading import Loader


class Lined(dict[str, Any]):
    """A mapping of a law file. `line` is where it begins; `lines` gives the line of each key, from 1."""

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: dict[str, int] = {}


def lined(file: Path) -> tuple[Any, list[Problem]]:
    """What a file says, its mappings as `Lined`, and what is wrong with its form. What cannot be read at all is None."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        return None, [problem(file, 0, f"not readable: {error}", "save it as text in UTF-8")]
    loader = Loader(text)
    try:
        node = loader.get_single_node()
        reader = _Reader(loader, file)
        reader.twice(node)
        return reader.value(node) if node else Lined(1), reader.problems
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        said = f"not readable as YAML: {error.problem or error}"
        return None, [problem(file, mark.line + 1 if mark else 0, said, "check indents and quotes")]
    except (yaml.YAMLError, RecursionError) as error:
        return None, [problem(file, 0, f"not readable as YAML: {error}")]
    finally:
        loader.dispose()


def problem(file: Path, line: int, wrong: str, hint: str = "") -> Problem:
    """A problem of a law file; line 0 is the file as a whole."""
    return Problem((), wrong, hint, Where(str(file), line, 1 if line else 0))


class _Reader:
    """Turns the nodes of one file into values, and gathers what is wrong on the way."""

    def __init__(self, loader: Any, file: Path) -> None:
        self.loader, self.file = loader, file
        self.problems: list[Problem] = []
        self._known: dict[int, Any] = {}

    def twice(self, node: Any) -> None:
        """Note the keys that stand twice in one mapping. What is merged into it does not count."""
        waiting, seen = [node] if node else [], set[int]()
        while waiting:
            here = waiting.pop()
            if id(here) in seen or isinstance(here, yaml.ScalarNode):
                continue
            seen.add(id(here))
            if isinstance(here, yaml.SequenceNode):
                waiting += here.value
                continue
            first: dict[str, int] = {}
            for key, value in here.value:
                line = key.start_mark.line + 1
                if key.value in first and key.value != "<<":
                    wrong = f"`{key.value}` stands twice; it also stands in line {first[key.value]}"
                    self.problems.append(problem(self.file, line, wrong, "keep one of them"))
                first[str(key.value)] = line
                waiting.append(value)

    def value(self, node: Any) -> Any:
        """The value of a node; one that is used again is the same value."""
        if id(node) not in self._known:
            self._known[id(node)] = self._new(node)
        return self._known[id(node)]

    def _new(self, node: Any) -> Any:
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item) for item in node.value]
        if isinstance(node, yaml.MappingNode):
            said = Lined(node.start_mark.line + 1)
            self.loader.flatten_mapping(node)
            for key, value in node.value:
                said[str(self.value(key))] = self.value(value)
                said.lines[str(self.value(key))] = key.start_mark.line + 1
            return said
        try:
            return self.loader.construct_object(node)
        except (ValueError, yaml.YAMLError) as error:
            wrong = f"{node.value} cannot be read: {error}"
            self.problems.append(problem(self.file, node.start_mark.line + 1, wrong, "write a day as 2020-11-20, other text in quotes"))
            return node.value
