"""The controllers for whom processors hold data: columns answer what a plain search answers, a leg at a time."""

from unittest.mock import patch

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from datamap.assessment import controllers
from datamap.assessment.controllers import Inflow

PEOPLE, ENTITIES, NODES = 1, 4, 8
NAMED = ({"a"}, {"a", "a.b"}, {"a.b"}, {"c"})
KEYS = ("a", "a.b", "c")


def words(sets):
    return np.array([[sum(1 << KEYS.index(key) for key in keys)] for keys in sets], np.uint64)


def below(keys):
    return {other for key in keys for other in KEYS if other == key or other.startswith(f"{key}.")}


legs = st.tuples(st.integers(0, NODES - 1), st.integers(0, NODES - 1), st.integers(-1, ENTITIES - 1), st.booleans(), st.integers(0, 3))


def slow(columns, leg, processor, limit):
    """A plain search; None where it looks at too many legs."""
    found, seen, looked, waiting = set(), set(), 0, [processor + PEOPLE, columns[leg][0]]
    while waiting:
        node = waiting.pop()
        if node in seen:
            continue
        seen.add(node)
        into = [(start, sender, controls, kind) for start, end, sender, controls, kind in columns if end == node]
        looked += len(into)
        if looked > limit:
            return None
        for start, sender, controls, kind in into:
            ours, theirs = NAMED[columns[leg][4]], NAMED[kind]
            if sender >= 0 and (below(ours) & theirs or below(theirs) & ours):
                found |= {sender} if controls else set()
                waiting += [] if controls else [sender + PEOPLE, start]
    return frozenset(found)


@settings(max_examples=300, deadline=None)
@given(st.lists(legs, min_size=1, max_size=14), st.data())
def test_searches_all_at_once_find_what_each_finds_alone(columns, data):
    from_, to, sender, controls, kind = (np.array(column) for column in zip(*columns, strict=True))
    inflow = Inflow(NODES, PEOPLE, from_, to, sender, controls, kind, words(NAMED), words(map(below, NAMED)))
    asked = data.draw(st.lists(st.integers(0, len(columns) - 1), max_size=6))
    processors = data.draw(st.lists(st.integers(0, ENTITIES - 1), min_size=len(asked), max_size=len(asked)))
    limit = data.draw(st.sampled_from((None, 1, 3, 6)))
    with patch.object(controllers, "TOGETHER", data.draw(st.sampled_from((1, 20, 1 << 20)))):
        found = inflow.controllers(np.array(asked, np.int64), np.array(processors, np.int64), limit)
    expected = [slow(columns, leg, processor, limit or len(columns)) for leg, processor in zip(asked, processors, strict=True)]
    assert found == expected
