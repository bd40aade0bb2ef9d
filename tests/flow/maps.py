"""Random maps for hypothesis: few nodes and keys, so that everything meets everything."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from datamap.model import DataMap, DataSubjects, Entity, System, Transfer

DAY = date(2024, 5, 1)
KEYS = ("user", "user.contact", "user.contact.email", "user.contact.phone_number", "user.content", "user.content.private", "user.name")
PEOPLE, ENTITIES, SYSTEMS = ("ann", "bob"), ("acme", "bolt", "core"), ("disk", "edge", "farm")


@st.composite
def systems(draw, name):
    operator = draw(st.sampled_from((None, *ENTITIES)))
    return System(id=name, location="NL", operator=operator, host=draw(st.sampled_from((None, None, *ENTITIES))))


@st.composite
def transfers(draw):
    ends = (*PEOPLE, *ENTITIES, *SYSTEMS)
    return Transfer(
        from_=draw(st.sampled_from(ends)),
        to=draw(st.sampled_from(ends)),
        data_categories=draw(st.lists(st.sampled_from(KEYS), min_size=1, max_size=3, unique=True)),
        data_subjects=draw(st.one_of(st.just([]), st.lists(st.sampled_from(PEOPLE), min_size=1, unique=True))),
        drops=draw(st.one_of(st.just([]), st.lists(st.sampled_from(KEYS), min_size=1, max_size=2, unique=True))),
        anonymised=draw(st.sampled_from((False,) * 9 + (True,))),
        evidence=draw(st.sampled_from(("declared",) * 4 + ("observed", "inferred"))),
        starts=draw(st.sampled_from((None,) * 5 + (date(2024, 5, 1), date(2024, 5, 2)))),
        ends=draw(st.sampled_from((None,) * 5 + (date(2024, 5, 3),))),
    )


@st.composite
def maps(draw):
    return DataMap(
        on=DAY,
        data_subjects=[DataSubjects(id=name) for name in PEOPLE],
        entities=[Entity(id=name, location="NL") for name in ENTITIES],
        systems=[draw(systems(name)) for name in SYSTEMS],
        transfers=draw(st.lists(transfers(), max_size=14)),
    )
