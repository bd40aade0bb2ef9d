"""Columns of numbers become one number a row, by tables or by sorting, and rows are put in its order."""

import numpy as np
import pytest

from datamap.assessment.estates.coding import firsts, sorted_by, whole

DICE = np.random.default_rng(7)


def told_apart(columns):
    """What `whole` is to say, by sorting the rows themselves."""
    return np.unique(np.stack([column.astype(np.int64) for column in columns], axis=1), axis=0, return_inverse=True)[1].ravel()


@pytest.mark.parametrize("top", [1, 3, 1000, 2**40, 2**61])
def test_equal_rows_have_one_number_in_the_order_of_their_columns(top):
    for count in (1, 2, 50, 3000):
        for width in range(1, 8):
            columns = [DICE.integers(-1, top, count) if DICE.random() < 0.8 else DICE.random(count) < 0.5 for _ in range(width)]
            assert whole(*columns).tolist() == told_apart(columns).tolist()


def test_no_rows_have_no_numbers():
    assert whole(np.zeros(0, np.int64), np.zeros(0, bool)).tolist() == []


@pytest.mark.parametrize("count", [1, 300, 70_000])
def test_rows_by_class_stay_in_order(count):
    classes = DICE.integers(0, count, 2000)
    order, starts = sorted_by(classes, count)
    assert order.tolist() == sorted(range(2000), key=lambda row: (classes[row], row))
    first = firsts(classes, count)
    for one in range(count) if count < 1000 else classes.tolist():
        mine = order[starts[one] : starts[one + 1]]
        assert mine.tolist() == np.flatnonzero(classes == one).tolist()
        assert first[one] == (mine[0] if len(mine) else 2000)
