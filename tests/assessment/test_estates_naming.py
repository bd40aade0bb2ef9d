"""Patterns of waivers name rows by their ids and ends as file names are matched."""

from fnmatch import fnmatchcase

from datamap.assessment.estates.naming import matched, named
from datamap.flow.tide import Tide
from datamap.model.estate import Estate
from tests.assessment.estates import random_map

PATTERNS = ["t*", "e1", "e[02]..*", "s?..e*", "*..2", "[!e]*", "e1..e0", "x"]


def test_texts_that_the_same_patterns_match_have_one_number():
    texts = ["t1", "e1", "e1..e0", "e1..e0..2", "e0..s1", "s1..e0", "people", "", "a\nb"]
    numbers = matched(texts, PATTERNS).tolist()
    for one, at in zip(texts, numbers, strict=True):
        for other, to in zip(texts, numbers, strict=True):
            alike = all(fnmatchcase(one, pattern) == fnmatchcase(other, pattern) for pattern in PATTERNS)
            assert (at == to) is alike, (one, other)


def test_rows_are_told_apart_by_their_own_id_and_their_ends():
    for seed in range(20):
        m = random_map(seed, 30)
        tide = Tide(Estate.of_map(m), m.day())
        names = [
            tuple(fnmatchcase(text, pattern) for text in (leg.id, leg.from_, leg.to) for pattern in PATTERNS)
            for leg in (tide.estate.leg(int(row)) for row in tide.rows)
        ]
        found = named(tide, PATTERNS).tolist()
        assert len(set(zip(found, names, strict=True))) == len(set(found)) == len(set(names)), seed
