"""What the law says, since when: dated, cited facts and the book that holds them. It knows no map."""

from datamap.law.book import LawBook, Regime, Zone
from datamap.law.fact import Fact
from datamap.law.facts import (
    AccessLaw,
    Adequacy,
    Attribute,
    Barred,
    Conduct,
    Duty,
    Exclusion,
    Guidance,
    Localisation,
    Onward,
    Presumption,
    Territory,
    Threshold,
)
from datamap.law.holding import holds_law_of
from datamap.law.tools import Derogation, Limit, Mechanism, Module

__all__ = [
    "AccessLaw",
    "Adequacy",
    "Attribute",
    "Barred",
    "Conduct",
    "Derogation",
    "Duty",
    "Exclusion",
    "Fact",
    "Guidance",
    "LawBook",
    "Limit",
    "Localisation",
    "Mechanism",
    "Module",
    "Onward",
    "Presumption",
    "Regime",
    "Territory",
    "Threshold",
    "Zone",
    "holds_law_of",
]
