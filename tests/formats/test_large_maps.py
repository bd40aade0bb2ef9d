"""Large maps load in seconds, right or wrong: nothing grows with the square of their size."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from datamap.errors import MapError
from datamap.formats import dumps, loads

COUNT = 10_000
TEXT = "datamap: 1\nentities:\n" + "".join(f"  e{n}: {{location: NL}}\n" for n in range(COUNT // 5)) + "transfers:\n"
TEXT += "".join(
    f"  - id: t{n}\n    from: e{n % (COUNT // 5)}\n    to: e{n * 7 % 2000}\n    kind: storage\n    data_categories: [user.contact]\n"
    for n in range(COUNT)
)


def seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def test_ten_thousand_transfers_load_in_seconds() -> None:
    assert seconds(lambda: loads(TEXT)) < 5
    m = loads(TEXT)
    assert seconds(lambda: [m.where(("transfers", at, "to")) for at in range(COUNT)]) < 2
    assert seconds(lambda: loads(dumps(m, "json"), "json").where(("transfers", 9_999))) < 5


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("from: e", "from: x"),
        ("user.contact", "user.contct"),
        ("kind: storage", "knd: storage"),
        ("kind: storage", "kind: storge"),
        ("location: NL", "location: Holland"),
        ("    kind: storage", "    to: e1"),
    ],
)
def test_thousands_of_problems_are_told_in_seconds(right: str, wrong: str) -> None:
    def load() -> None:
        with pytest.raises(MapError) as caught:
            loads(TEXT.replace(right, wrong))
        assert len(caught.value.problems) >= COUNT // 5
        assert len(str(caught.value)) > COUNT

    assert seconds(load) < 20
