"""The façade: real names for people and type-checkers, nothing heavy at import."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import datamap

HEAVY = ("networkx", "pycountry", "numpy", "pydantic", "ruamel", "graphviz", "click", "yaml", "importlib.metadata")


def fresh(code: str) -> str:
    """What a new interpreter prints for `code`."""
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()


def type_checker_names() -> set[str]:
    """The names that the façade imports under TYPE_CHECKING."""
    tree = ast.parse(Path(datamap.__file__).read_text(encoding="utf-8"))
    block = next(node for node in tree.body if isinstance(node, ast.If))
    return {alias.name for line in block.body if isinstance(line, ast.ImportFrom) for alias in line.names}


def test_importing_loads_nothing_heavy() -> None:
    loaded = fresh(f"import sys, datamap; print([name for name in {HEAVY!r} if name in sys.modules])")
    assert loaded == "[]"


def test_importing_loads_no_other_room() -> None:
    assert fresh("import sys, datamap; print(sorted(n for n in sys.modules if n.startswith('datamap.')))") == "[]"


def test_importing_takes_under_60_ms() -> None:
    code = "import time; t = time.process_time(); import datamap; print(time.process_time() - t)"
    assert min(float(fresh(code)) for _ in range(5)) < 0.060


@pytest.mark.parametrize("name", datamap.__all__)
def test_every_public_name_is_there(name: str) -> None:
    assert getattr(datamap, name) is not None


def test_type_checkers_see_what_users_get() -> None:
    assert type_checker_names() | {"__version__"} == set(datamap.__all__)
    assert list(datamap.__all__) == sorted(datamap.__all__)


def test_all_parts_of_a_map_are_public() -> None:
    from datamap import model

    assert set(model.__all__) - set(datamap.__all__) <= {"Origin", "Path"}


def test_every_error_is_public() -> None:
    from datamap import errors

    classes = {name for name, value in vars(errors).items() if isinstance(value, type) and issubclass(value, errors.DatamapError)}
    assert classes <= set(datamap.__all__)


def test_a_wrong_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'datamapp'"):
        datamap.datamapp  # noqa: B018


def test_dir_lists_public_names() -> None:
    assert set(datamap.__all__) <= set(dir(datamap))
