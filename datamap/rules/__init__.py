"""What is flagged: one file a rule, in an explicit list. The docstring of a rule's file is its manual page."""

from datamap.rules import (
    access_beyond_promise,
    adequacy_out_of_scope,
    derogation_as_routine,
    expired_waiver,
    expiring_basis,
    first_copy_abroad,
    foreign_control,
    government_access_law,
    incomplete_mechanism,
    ineffective_measures,
    lapsed_mechanism,
    mechanism_not_as_promised,
    missing_impact_assessment,
    offshore_storage,
    outside_confinement,
    presumption_rebutted,
    reaches_forbidden_place,
    retention_exceeded,
    sold_against_promise,
    stale_law,
    uncovered_onward_transfer,
    uncovered_transfer,
    unexplained_data,
    unknown_transfer_status,
    unused_waiver,
    wrong_module,
)
from datamap.rules.case import Case, Rule
from datamap.rules.reach import concerns, lives_in
from datamap.rules.unused_waiver import unused

RULES: tuple[Rule, ...] = (
    uncovered_transfer.RULE,
    lapsed_mechanism.RULE,
    wrong_module.RULE,
    missing_impact_assessment.RULE,
    ineffective_measures.RULE,
    derogation_as_routine.RULE,
    adequacy_out_of_scope.RULE,
    uncovered_onward_transfer.RULE,
    unknown_transfer_status.RULE,
    incomplete_mechanism.RULE,
    presumption_rebutted.RULE,
    first_copy_abroad.RULE,
    reaches_forbidden_place.RULE,
    foreign_control.RULE,
    offshore_storage.RULE,
    government_access_law.RULE,
    retention_exceeded.RULE,
    sold_against_promise.RULE,
    outside_confinement.RULE,
    mechanism_not_as_promised.RULE,
    access_beyond_promise.RULE,
    unexplained_data.RULE,
    expiring_basis.RULE,
    stale_law.RULE,
    unused_waiver.RULE,
    expired_waiver.RULE,
)

__all__ = ["RULES", "Case", "Rule", "concerns", "lives_in", "unused"]
