"""Access beyond promise.

What it finds
Somebody who reads data from afar and is not among those to whom a policy limits access.

Why it matters
"Access is limited to designated teams" is broken by one contractor with a login.

What to do
Withdraw the access, or name the reader in the policy.

When it cannot tell
Access that is only inferred, or to data about people whom nobody named, is unknown.
"""

from __future__ import annotations

from collections.abc import Iterator

from datamap.findings import Finding, Level, Verdict
from datamap.model import LimitAccess
from datamap.rules.case import Case, Rule
from datamap.rules.reach import concerns


def find(case: Case) -> Iterator[Finding]:
    """One finding for each policy and remote access that it does not allow."""
    for policy in case.scene.map.policies:
        if policy.limit_access:
            yield from _beyond(case, policy.limit_access, policy.id)


def _beyond(case: Case, promise: LimitAccess, policy: str) -> Iterator[Finding]:
    for leg in case.scene.legs:
        reader = case.scene.movements[leg.id].importer
        if leg.kind != "remote_access" or leg.to in promise.to or reader.id in promise.to:
            continue
        carried = {c: concerns(case, c, promise.data_categories, promise.data_subjects) for c in case.scene.network.carried(leg.id)}
        read = [c for c, concerned in carried.items() if concerned is not False]
        if not read:
            continue
        certain = any(carried[c] for c in read) and leg.transfer.evidence != "inferred"
        what = ", ".join(sorted({c.category for c in read}))
        reads = f"{case.scene.name(leg.to)} {'reads' if certain else 'may read'} {what} at {case.scene.name(leg.from_)}"
        yield case.finding(
            "access_beyond_promise",
            leg.id,
            f"{reads}, and is not among those allowed (promise {policy})",
            verdict=Verdict.VIOLATED if certain else Verdict.UNKNOWN,
            context=policy,
            at=case.leg_path(leg.id),
            transfers=(leg.id,),
            policy=policy,
            by="access",
            fix=f"withdraw the access, or add `{leg.to}` to the promise",
            path=case.chain(leg.id, read[0].category, read[0].people),
            data_categories=tuple(sorted({c.category for c in read})),
        )


RULE = Rule("access_beyond_promise", "DM305", Level.ERROR, find, __doc__ or "")
