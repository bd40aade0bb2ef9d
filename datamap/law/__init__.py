"""What the law says, since when: dated, cited facts and the book that holds them. It knows no map."""

from datamap.law.book import LawBook, Regime, Zone
from datamap.law.facts import (
    AccessLaw,
    Adequacy,
    Attribute,
    Conduct,
    Derogation,
    Duty,
    Exclusion,
    Fact,
    Guidance,
    Mechanism,
    Module,
    Onward,
    Presumption,
    Territory,
)

__all__ = [
    "AccessLaw",
    "Adequacy",
    "Attribute",
    "Conduct",
    "Derogation",
    "Duty",
    "Exclusion",
    "Fact",
    "Guidance",
    "LawBook",
    "Mechanism",
    "Module",
    "Onward",
    "Presumption",
    "Regime",
    "Territory",
    "Zone",
]
