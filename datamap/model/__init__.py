"""What the user says: frozen models of the map. No law, no graph."""

from datamap.model.agreements import Agreement, Approval, ImpactAssessment, Party
from datamap.model.base import FrozenMap, Source
from datamap.model.durations import Duration
from datamap.model.map import DataMap, Origin, Path
from datamap.model.parties import Attribute, DataSubjects, Entity, Owner
from datamap.model.policies import Confine, Defaults, Forbid, LimitAccess, NoSale, Policy, Require, Retain, Waiver
from datamap.model.systems import Retention, System
from datamap.model.taxonomy import Category, Taxonomy
from datamap.model.transfers import Leg, Transfer, Volume

__all__ = [
    "Agreement",
    "Approval",
    "Attribute",
    "Category",
    "Confine",
    "DataMap",
    "DataSubjects",
    "Defaults",
    "Duration",
    "Entity",
    "Forbid",
    "FrozenMap",
    "ImpactAssessment",
    "Leg",
    "LimitAccess",
    "NoSale",
    "Origin",
    "Owner",
    "Party",
    "Path",
    "Policy",
    "Require",
    "Retain",
    "Retention",
    "Source",
    "System",
    "Taxonomy",
    "Transfer",
    "Volume",
    "Waiver",
]
