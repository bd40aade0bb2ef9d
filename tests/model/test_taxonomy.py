"""The categories of data: fideslang's keys with their life, and those that a map adds."""

from __future__ import annotations

import subprocess
import sys

import pytest
from pydantic import ValidationError

from datamap.model import Category, DataMap, Taxonomy
from datamap.model.taxonomy import built_in, former

PLAIN = Taxonomy.of({})


def own(*categories: Category) -> dict[str, Category]:
    return {category.key: category for category in categories}


CHAT = Category(key="user.content.chat", name="Chat messages")
GROUPS = Category(key="user.content.chat.group_calls")
SALARY = Category(key="user.financial.salary", hr=True)
BONUS = Category(key="user.financial.salary.bonus")
MAP = Taxonomy.of(own(CHAT, GROUPS, SALARY, BONUS))


# What is built in


def test_all_of_fideslang_is_there() -> None:
    assert len(built_in()) == len(PLAIN) == 85
    assert {key.partition(".")[0] for key in built_in()} == {"user", "system"}
    for key in ("user.contact.email", "user.health_and_medical.genetic", "user.unique_id.pseudonymous", "system.operations"):
        assert key in PLAIN


def test_every_parent_exists() -> None:
    roots = [key for key in built_in() if "." not in key]
    assert sorted(roots) == ["system", "user"]
    assert [key for key in built_in() if "." in key and key.rpartition(".")[0] not in built_in()] == []


def test_every_entry_is_described_in_few_words() -> None:
    for key, entry in built_in().items():
        assert entry.key == key
        assert 0 < len(entry.name) <= 26, key
        assert 0 < len(entry.description) <= 70, key
        assert entry.name[0].isupper(), key


def test_names_tell_the_categories_apart() -> None:
    names = [entry.name for entry in built_in().values()]
    assert len(set(names)) == len(names)


def test_each_has_a_life() -> None:
    for entry in built_in().values():
        assert entry.version_added.count(".") == 2
        assert (entry.replaced_by is None) or (entry.version_deprecated is not None)


def test_every_replaced_by_leads_somewhere() -> None:
    ways = {key: entry.replaced_by for key, entry in built_in().items() if entry.replaced_by} | {
        key: entry.replaced_by for key, entry in former().items()
    }
    assert len(ways) >= 16
    for key, now in ways.items():
        assert now in built_in(), key
        assert PLAIN.replaced(now) is None, key
        assert PLAIN.replaced(key) == now


def test_what_has_left_is_not_known_and_says_where_it_went() -> None:
    for key in former():
        assert key not in PLAIN
    assert PLAIN.meant("user.race") == "it became user.demographic.race_ethnicity in fideslang 2.0.0"
    assert PLAIN.replaced("user.race") == "user.demographic.race_ethnicity"
    assert PLAIN.replaced("user.contact") is None
    assert PLAIN.replaced("user.nowhere") is None


def test_the_plain_taxonomy_is_one() -> None:
    assert Taxonomy.of({}) is Taxonomy.of({})


def test_importing_reads_nothing() -> None:
    script = "import sys, datamap.model.taxonomy as t; print(t.built_in.cache_info().currsize)"
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.strip() == "0"


# What stands for what


@pytest.mark.parametrize(
    ("upper", "lower", "covered"),
    [
        ("user", "user", True),
        ("user", "user.contact.email", True),
        ("user.contact", "user.contact.email", True),
        ("user.contact.email", "user.contact", False),
        ("user.con", "user.contact", False),
        ("user.name", "user.name_day", False),
        ("system", "user.contact", False),
    ],
)
def test_a_key_stands_for_itself_and_all_below(upper: str, lower: str, covered: bool) -> None:
    assert Taxonomy.covers(upper, lower) is covered


def test_below() -> None:
    assert PLAIN.below("user.name") == ("user.name", "user.name.first", "user.name.last")
    assert PLAIN.below("user.contact.email") == ("user.contact.email",)
    assert PLAIN.below("user.nowhere") == ()
    assert set(PLAIN.below("user")) | set(PLAIN.below("system")) == set(PLAIN)
    assert MAP.below("user.content") == (
        "user.content",
        "user.content.chat",
        "user.content.chat.group_calls",
        "user.content.private",
        "user.content.public",
        "user.content.self_image",
    )


@pytest.mark.parametrize(
    ("key", "hr"),
    [
        ("user.workplace", True),
        ("user.workplace.payroll", True),
        ("user", False),
        ("user.workplaces", False),
        ("user.job_title", False),
        ("user.financial", False),
        ("user.financial.salary", True),
        ("user.financial.salary.bonus", True),
        ("user.content.chat", False),
    ],
)
def test_data_about_staff(key: str, hr: bool) -> None:
    assert MAP.is_hr(key) is hr


def test_a_map_may_mark_a_built_in_category_as_data_about_staff() -> None:
    marked = Taxonomy.of(own(Category(key="user.job_title", hr=True)))
    assert marked.is_hr("user.job_title")
    assert marked.name("user.job_title") == "Job title"
    assert len(marked) == 85
    assert marked.problems() == []


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("user.contact", "Contact"),
        ("user.content.chat", "Chat messages"),
        ("user.content.chat.group_calls", "Group calls"),
        ("user.financial.salary", "Salary"),
        ("user.nowhere_at_all", "Nowhere at all"),
    ],
)
def test_names(key: str, name: str) -> None:
    assert MAP.name(key) == name


# What is wrong


@pytest.mark.parametrize(
    ("key", "hint"),
    [
        ("user.email", "did you mean user.contact.email?"),
        ("contact", "did you mean user.contact?"),
        ("user.contact.emial", "did you mean user.contact.email?"),
        ("user.contct.emial", "did you mean user.contact.email?"),
        ("user.contact.pigeon", "name one below user.contact, or declare user.contact.pigeon under `data_categories`"),
        ("weather", "name a category of the taxonomy, such as user.contact, or declare your own below one under `data_categories`"),
    ],
)
def test_hints_for_unknown_keys(key: str, hint: str) -> None:
    assert key not in PLAIN
    assert PLAIN.meant(key) == hint


def test_hints_know_the_categories_of_the_map() -> None:
    assert MAP.meant("user.chat") == "did you mean user.content.chat?"


def test_own_categories_extend_known_ones() -> None:
    assert MAP.problems() == []
    assert PLAIN.problems(own(CHAT, GROUPS)) == []


@pytest.mark.parametrize(
    ("category", "path", "wrong", "hint"),
    [
        (
            Category(key="user.contnet.chat"),
            ("data_categories", "user.contnet.chat"),
            "'user.contnet.chat' extends no known category: there is no 'user.contnet'",
            "did you mean user.content?",
        ),
        (
            Category(key="weather"),
            ("data_categories", "weather"),
            "'weather' extends no known category",
            "extend a built-in key, as in user.content.chat",
        ),
        (
            Category(key="user.race.detail"),
            ("data_categories", "user.race.detail"),
            "'user.race.detail' extends no known category: there is no 'user.race'",
            "it became user.demographic.race_ethnicity in fideslang 2.0.0",
        ),
        (
            Category(key="user.content.chat", replaced_by="user.content.chats"),
            ("data_categories", "user.content.chat", "replaced_by"),
            "there is no data category 'user.content.chats'",
            "did you mean user.content.chat?",
        ),
        (
            Category(key="user.content.chat", replaced_by="user.content.chat"),
            ("data_categories", "user.content.chat", "replaced_by"),
            "'user.content.chat' is replaced by itself",
            "name the key to use instead",
        ),
    ],
)
def test_what_is_wrong_with_own_categories(category: Category, path: tuple[str, ...], wrong: str, hint: str) -> None:
    (problem,) = PLAIN.problems(own(category))
    assert (problem.path, problem.wrong, problem.hint) == (path, wrong, hint)


def test_a_category_on_its_way_out_loads_and_can_be_told() -> None:
    going = Taxonomy.of(own(Category(key="user.content.chat", replaced_by="user.content.private")))
    assert "user.content.chat" in going
    assert going.replaced("user.content.chat") == "user.content.private"
    assert going.problems() == []


def test_a_category_refuses_what_it_does_not_know() -> None:
    with pytest.raises(ValidationError):
        Category(key="user.content.chat", nmae="Chat")  # type: ignore[call-arg]
    with pytest.raises(ValidationError):
        Category(key="User.Content")


def test_a_map_may_use_its_own_categories() -> None:
    m = DataMap(
        data_categories={"user.content.chat": {"name": "Chat messages"}, "user.content.draft": None},
        data_subjects={"users": {"location": "EEA"}},
        entities={"shop": {"location": "NL", "role": "controller"}},
        transfers=[{"from": "users", "to": "shop", "data_categories": ["user.content.chat", "user.content.draft"]}],
    )
    taxonomy = Taxonomy.of(m.data_categories)
    assert taxonomy.name("user.content.chat") == "Chat messages"
    assert taxonomy.name("user.content.draft") == "Draft"
