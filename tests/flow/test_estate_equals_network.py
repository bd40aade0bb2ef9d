"""The columns of an estate give what the network of the same map gives."""

import numpy as np
from hypothesis import given, settings

from datamap.flow import Network
from datamap.flow.tide import Tide
from datamap.model.estate import Estate
from tests.flow.maps import DAY, maps


def told(tide: Tide, words: np.ndarray) -> set[tuple[str, str | None]]:
    return {tide.tags.pair(label) for label in tide.tags.ones(words)}


@settings(max_examples=400, deadline=None)
@given(maps())
def test_rows_carry_what_legs_carry(m):
    estate, network = Estate.of_map(m), Network.of(m, DAY)
    tide = Tide(estate, DAY)
    assert [estate.id(int(row)) for row in tide.rows] == [leg.id for leg in network.legs]
    for place, leg in enumerate(network.legs):
        carried = network.carried(leg.id)
        assert told(tide, tide.carried[place]) == {(c.category, c.people) for c in carried}, leg
        assert told(tide, tide.gaps[place]) == {(c.category, c.people) for c in carried if not c.explained}, leg


@settings(max_examples=150, deadline=None)
@given(maps())
def test_chains_are_as_short(m):
    estate, network = Estate.of_map(m), Network.of(m, DAY)
    tide = Tide(estate, DAY)
    for place, leg in enumerate(network.legs):
        for label in tide.tags.ones(tide.carried[place]):
            mine = tide.chain(int(tide.from_[place]), label)
            theirs = network.witness(leg.from_, *tide.tags.pair(label))
            if theirs is not None and theirs.certain:
                assert len(mine) <= len(theirs.path)
