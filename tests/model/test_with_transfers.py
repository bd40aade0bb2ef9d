"""A map with other transfers says what the same map says that is written anew."""

import random
from unittest.mock import patch

import pytest

from datamap.model import DataMap, amending
from datamap.model.estate import Estate
from datamap.model.views import lazy
from tests.checking.rich_maps import rich_map


def anew(m, transfers):
    """The map written with these transfers."""
    return DataMap(**{name: getattr(m, name) for name in DataMap.model_fields if name != "transfers"}, transfers=transfers)


def edit(m, seed):
    """Some transfers for a map, and names of some to leave out."""
    dice = random.Random(seed)
    plain = [one for one in m.transfers if len(one.from_) * len(one.to) == 1]
    single = [one for one in plain if one.id or sum(other.from_ == one.from_ and other.to == one.to for other in plain) == 1]
    several = {(start, end) for one in m.transfers if one not in single for start in one.from_ for end in one.to}
    gone = [one for one in dice.sample(single, min(2, len(single))) if one.id or (one.from_[0], one.to[0]) not in several]
    new = [
        one.model_copy(update={"id": f"new-{at}" if at else one.id, "note": "new"})
        for at, one in enumerate(dice.sample(plain, min(2, len(plain))))
    ]
    return new, [one.id or f"{one.from_[0]}..{one.to[0]}" for one in gone]


def written(m, new, without):
    """What stays, then what is new."""
    ids = {one.id for one in new if one.id}
    kept = [
        one for one in m.transfers if one.id not in {*ids, *without} - {None} and (one.id or f"{one.from_[0]}..{one.to[0]}" not in without)
    ]
    return (*kept, *new)


@pytest.mark.parametrize("columns", [False, True])
def test_an_edited_map_is_the_map_written_anew(columns):
    for seed in range(60):
        m = rich_map(seed)
        new, without = edit(m, seed)
        wanted = anew(m, written(m, new, without))
        before = lazy(Estate.of_map(m)) if columns else m
        with patch.object(amending, "LARGE", -1 if columns else 10**9):
            found = before.with_transfers(*new, without=without)
        assert [leg.id for leg in found.legs] == [leg.id for leg in wanted.legs], seed
        assert len(found.transfers) == len(wanted.transfers)
        assert [(leg.from_, leg.to, leg.transfer) for leg in found.legs] == [(leg.from_, leg.to, leg.transfer) for leg in wanted.legs]
        assert found.transfers == wanted.transfers
        if columns:
            after = found.estate
            for row, old in enumerate(after.made[-1].lineage(len(after)).tolist() if after.made else ()):
                if old >= 0:
                    one, other = after.leg(row), before.estate.leg(old)
                    assert (one.from_, one.to, one.transfer) == (other.from_, other.to, other.transfer)
