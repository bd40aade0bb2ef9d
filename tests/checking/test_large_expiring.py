"""What of a large map rests on something that ends soon is what of it does, transfer by transfer."""

from collections import Counter
from random import Random

from datamap.assessment.estates import EstateScene
from datamap.checking import check, large
from datamap.law import LawBook
from datamap.model import Agreement, DataMap, Entity, Transfer
from datamap.model.estate import Estate

LAW = LawBook.default()
SOON = ("2026-12-31", "2027-01-15", "2026-11-30", None)


def judged(m):
    return check(m), large.report(EstateScene(Estate.of_map(m), m.day(), LAW), "map", None, None, ())


def told(report):
    """The number of transfers that rest on what ends, by what ends when."""
    found = Counter()
    for f in report.findings:
        if f.rule == "expiring_basis":
            found[f.message.partition(";")[0], f.regime] += f.count
    return found


def one_agreement(ends):
    """Five transfers under one agreement that ends, of which the first ends on another day."""
    return DataMap(
        on="2026-10-01",
        entities=[Entity(id="shop", location="NL", role="controller"), Entity(id="desk", location="IN", role="processor")],
        agreements=[clauses("clauses", ["shop", "desk"], "2026-12-31")],
        transfers=[
            Transfer(id=f"t{at}", from_="shop", to="desk", data_categories=["user.contact"], ends=None if at else ends) for at in range(5)
        ],
    )


def clauses(name, parties, until, signed="2024-01-15"):
    says = {"kind": "scc", "version": "2021/914", "modules": [2], "impact_assessment": {"on": "2024-01-10"}}
    return Agreement(id=name, parties=parties, signed=signed, until=until, **says)


def test_a_first_transfer_that_ends_with_it_hides_no_other():
    for ends in ("2026-12-30", "2026-12-31"):
        small, big = (told(report) for report in judged(one_agreement(ends)))
        assert big == small == {("`clauses` ends on 2026-12-31", "eu-gdpr"): 4}


def test_a_first_transfer_that_is_lost_is_not_taken_for_all():
    m = one_agreement(None)
    ended = [one.model_copy(update={"ends": m.agreements["clauses"].until}) for one in m.transfers[1:]]
    report = judged(m.model_copy(update={"transfers": (m.transfers[0], *ended)}))[1]
    (finding,) = [f for f in report.findings if f.rule == "expiring_basis"]
    assert (finding.count, finding.message) == (1, "`clauses` ends on 2026-12-31; 1 transfer rests on it (eu-gdpr)")


def random_map(seed):
    """Companies in and around Europe whose agreements, certifications and transfers end about the same days."""
    dice = Random(f"expiring {seed}")
    names = [f"e{number}" for number in range(7)]
    certified = [{"is": "eu-us-dpf", "from": "2024-08-15", "until": until} for until in SOON]
    return DataMap(
        on=dice.choice(("2026-10-01", "2031-08-01")),
        entities=[
            Entity(
                id=name,
                location=dice.choice(("NL", "DE", "US", "US", "IN", "GB")),
                role=dice.choice(("controller", "processor")),
                attributes=[dice.choice(certified)] if dice.random() < 0.6 else [],
            )
            for name in names
        ],
        agreements=[
            clauses(f"a{number}", dice.sample(names, 2), dice.choice(SOON), dice.choice(("2024-01-15", "2027-01-01")))
            for number in range(8)
        ],
        transfers=[
            Transfer(
                id=f"t{number}",
                from_=dice.choice(names),
                to=dice.choice(names),
                data_categories=dice.sample(["user.contact", "user.content", "user.workplace"], 2),
                ends=dice.choice((*SOON, None, None)),
            )
            for number in range(40)
        ],
    )


def test_random_maps():
    rests = 0
    for seed in range(40):
        small, big = (told(report) for report in judged(random_map(seed)))
        assert big == small, seed
        rests += sum(small.values())
    assert rests > 60
