"""Maps for the tests of the page in a browser: one on which the law changes, one whose names are hostile, a long one."""

from __future__ import annotations

from picture_maps import assessment, finding, report

from datamap.findings import Status
from datamap.model import Agreement, DataMap, DataSubjects, Entity, System, Transfer

ORGANISER = '<img src=x onerror="alert(1)"> & \'Söhne\' شركة 🍮 digraph { a -> b [label="x"]; }\n</script><script>alert(2)</script>'


def shield() -> DataMap:
    """A controller in Ireland whose recipient in the United States relies on the Privacy Shield, and a copy in Japan."""
    return DataMap(
        name="Booking service",
        on="2020-01-15",
        data_subjects=[DataSubjects(id="guests", name="Guests", location="EEA"), DataSubjects(id="staff", name="Staff", location="IE")],
        entities=[
            Entity(id="hotel", name="Hotel Ltd", location="IE", role="controller"),
            Entity(id="mailer", name="Mailer Inc.", location="US-NY", role="processor", attributes=["us-privacy-shield"]),
            Entity(id="analyst", name="Analyst KK", location="JP", role="processor", attributes=["jp-appi-business"]),
            Entity(id="desk_owner", name="Desk Pte Ltd", location="SG", role="processor"),
        ],
        systems=[System(id="desk", name="Night desk", location="SG", operator="desk_owner")],
        agreements=[Agreement(id="clauses", kind="scc", version="2010/87", signed="2019-05-01", parties=["hotel", "desk_owner"])],
        transfers=[
            Transfer(id="book", from_="guests", to="hotel", data_categories=["user.contact", "user.payment"]),
            Transfer(id="hire", from_="staff", to="hotel", data_categories=["user.account"]),
            Transfer(id="mail", from_="hotel", to="mailer", data_categories=["user.contact"]),
            Transfer(id="count", from_="hotel", to="analyst", data_categories=["user.payment"]),
            Transfer(id="help", from_="hotel", to="desk", kind="remote_access", data_categories=["user.contact"]),
        ],
    )


def long() -> DataMap:
    """More transfers than a list shows at once."""
    companies = [
        Entity(id=f"e{n}", name=f"Company {n}", location=place) for n, place in enumerate(("NL", "US", "SG", "HK", "IN", "BR") * 7)
    ]
    pairs = [(one.id, other.id) for one in companies for other in companies if one is not other][:600]
    moves = [Transfer(from_=tail, to=head, data_categories=["user.contact"]) for tail, head in pairs]
    return DataMap(name="Long", entities=companies, transfers=moves)


def long_report(m: DataMap):  # type: ignore[no-untyped-def]
    """Every seventh transfer of it is uncovered."""
    bad = [leg.id for number, leg in enumerate(m.legs) if number % 7 == 0]
    told = tuple(
        finding("uncovered_transfer", "DM101", f"{leg}/eu-gdpr", f"Nothing covers {leg}.", transfers=(leg,), regime="eu-gdpr")
        for leg in bad
    )
    return report(m, tuple(assessment(leg, Status.UNCOVERED) for leg in bad), told)
