"""A report on a small map after an edit, and after it was put away."""

import pickle

import datamap as dm
from datamap.checking import check
from datamap.law import LawBook
from tests.checking.rich_maps import forbidden, rich_map
from tests.checking.test_update import same
from tests.model.test_with_transfers import edit


def test_it_is_asked_as_before():
    for seed in range(0, 40, 4):
        m = rich_map(seed)
        asked = {"on": "2023-08-01", "regimes": ["eu-gdpr", "uk-gdpr"], "forbid": forbidden(seed)}
        report = check(m, **asked)
        for turn in range(2):
            new, without = edit(m, seed + turn)
            m = m.with_transfers(*new[:1], without=without[:1])
            report = report.update(m)
            same(report, check(m, **asked))
            anew = dm.DataMap(**{name: getattr(m, name) for name in dm.DataMap.model_fields})
            same(report, check(anew, **asked))


def test_a_report_that_was_put_away_goes_on():
    m = rich_map(4)
    report = pickle.loads(pickle.dumps(check(m, regimes=["eu-gdpr"])))
    assert report.asked.law is LawBook.default()
    edited = m.with_transfers(m.transfers[0].model_copy(update={"id": "new"}))
    same(report.update(edited), check(edited, regimes=["eu-gdpr"]))
