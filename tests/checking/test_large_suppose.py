"""What would change without a fact is the same on a large map, told once for all transfers that change alike."""

from collections import Counter

from datamap.checking import spine, supposing
from tests.assessment.estates import random_map


def changes(report):
    """How many transfers change from what to what, for each regime."""
    found = Counter()
    for shift in report.without.shifts:
        sides = [one and (one.verdict, one.restricted, one.mechanism, one.agreement) for one in (shift.now, shift.then)]
        found[shift.regime, sides[0], sides[1]] += shift.count
    return found


def test_the_same_changes(monkeypatch):
    facts = ["eu-gdpr/adequacy/ch", "eu-gdpr/adequacy/ca", "uk-gdpr/adequacy/eea"]
    maps = [m for m in (random_map(seed, 30) for seed in range(60)) if m.day().year > 2020]
    small = [changes(supposing.suppose(m, facts)) for m in maps]
    for room in (spine, supposing):
        monkeypatch.setattr(room, "LARGE", -1)
    large = [changes(supposing.suppose(m, facts)) for m in maps]
    assert sum(map(len, small)) > 5
    assert sum(ones != others for ones, others in zip(small, large, strict=True)) <= 1
