"""Assertions on promises: how long data is kept, that it is not sold, and that a check finds nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from datamap.checking.asking import named
from datamap.checking.asserting import Words, require_moving
from datamap.checking.proving import Proof
from datamap.checking.spine import check, scene
from datamap.errors import QuestionError
from datamap.findings import Finding, Level, Verdict
from datamap.model import DataMap, Duration, NoSale, Retain
from datamap.model.references import meant
from datamap.model.systems import Since
from datamap.rules import RULES, retention_exceeded, sold_against_promise


def assert_retained(
    m: DataMap,
    *,
    data_categories: Words,
    at_most: Duration | str,
    after: Since = "collection",
    data_subjects: Words = None,
    on: date | str | None = None,
    allow_empty: bool = False,
) -> None:
    """Assert that no system keeps data of these categories longer than promised.

    Args:
        data_categories: keys; each stands for itself and all below it.
        at_most: the longest time, ISO 8601, such as `PT72H`.
        after: the event from which the time runs: collection, last_activity or deletion_request.
        data_subjects: ids of groups of people; without it, everyone's data counts.
        on: the date; without it the map's own.
        allow_empty: pass where nothing keeps such data.

    Raises:
        AssertionError: a system keeps it longer, or nobody says how long.
        QuestionError: the question cannot be put, or could not have failed.
    """
    here = scene(m, on)
    categories, people = named(here, data_categories, "data category"), named(here, data_subjects, "group of data subjects")
    if not categories:
        raise QuestionError("name the data categories whose retention is promised")
    promise = Retain(data_categories=categories, data_subjects=people, at_most=_duration(at_most), after=after)
    proof = Proof(here)
    if not any(retention_exceeded.holders(proof.case, promise).values()) and not allow_empty:
        raise QuestionError(f"empty assertion: nothing keeps {', '.join(categories)} on {here.on}; say allow_empty=True if that is meant")
    kept = f"{', '.join(categories)} must be kept at most {promise.at_most} after {after.replace('_', ' ')}"
    proof.require_none(retention_exceeded.broken(proof.case, promise, None), kept)


def assert_no_sale(
    m: DataMap,
    *,
    data_subjects: Words = None,
    data_categories: Words = "user",
    window: Duration | str = "P12M",
    on: date | str | None = None,
    allow_empty: bool = False,
) -> None:
    """Assert that no data about these people is sold, or was sold within the window before the date.

    Args:
        data_subjects: ids of groups of people; without it, everyone's data counts.
        data_categories: keys; each stands for itself and all below it.
        window: how far back the promise reaches, ISO 8601.
        on: the date; without it the map's own.
        allow_empty: pass where no such data moves at all.

    Raises:
        AssertionError: there is such a sale, or there may be.
        QuestionError: the question cannot be put, or could not have failed.
    """
    here = scene(m, on)
    categories, people = named(here, data_categories, "data category") or ("user",), named(here, data_subjects, "group of data subjects")
    promise = NoSale(data_subjects=people, data_categories=categories, window=_duration(window))
    proof = Proof(here)
    whose = f" about {', '.join(people)}" if people else ""
    proof.require_none(
        sold_against_promise.broken(proof.case, promise, None), f"{', '.join(categories)}{whose} must not be sold within {promise.window}"
    )
    require_moving(proof.case, categories, people, allow_empty)


def assert_clean(
    m: DataMap, *, rules: Words = None, policies: Words = None, on: date | str | None = None, regimes: Sequence[str] | None = None
) -> None:  # fmt: skip
    """Assert that a check finds nothing that would fail a run: no error, nothing unknown; what is waived does not count.

    Args:
        rules: names or codes of rules; without it all, also those that only warn of what is unknown.
        policies: ids of policies of the map; without it all findings count.
        on: the date; without it the map's own.
        regimes: ids of the regimes to judge by; without it all that the map meets.

    Raises:
        AssertionError: there is such a finding.
        QuestionError: there is no such rule or policy, or no date.
    """
    names, promises = _rules(rules), _policies(m, policies)
    report = check(m, on, regimes=regimes)
    found = [f for f in report.findings if counts(f) and (not names or f.rule in names) and (not promises or f.policy in promises)]
    what = " and ".join(part for part in (", ".join(names), f"promise {', '.join(promises)}" if promises else "") if part)
    Proof(scene(m, report.on)).require_none(found, f"a check must find nothing{f' of {what}' if what else ''}")


def counts(finding: Finding) -> bool:
    """Whether a finding fails a run by default: an error, or a doubt above a note, that nobody waived."""
    doubt = finding.verdict is Verdict.UNKNOWN and finding.level is not Level.NOTE
    return finding.waived is None and (finding.level is Level.ERROR or doubt)


def _rules(given: Words) -> tuple[str, ...]:
    known = {word: rule.name for rule in RULES for word in (rule.name, rule.code)}
    wanted = (given,) if isinstance(given, str) else tuple(given or ())
    for word in wanted:
        if word not in known:
            raise QuestionError(f"there is no rule {word!r}; {meant(word, known, 'see the pages of the rules')}")
    return tuple(known[word] for word in wanted)


def _policies(m: DataMap, given: Words) -> tuple[str, ...]:
    known = [policy.id for policy in m.policies]
    wanted = (given,) if isinstance(given, str) else tuple(given or ())
    for word in wanted:
        if word not in known:
            raise QuestionError(f"there is no policy {word!r}; {meant(word, known, 'name one of the map')}")
    return wanted


def _duration(given: Duration | str) -> Duration:
    try:
        return Duration(given) if isinstance(given, str) else given
    except ValueError as error:
        raise QuestionError(f"{given!r} is no duration: {error}") from None
