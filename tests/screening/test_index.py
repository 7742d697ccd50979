"""Which names match which listed names."""

import random
from dataclasses import replace

import pytest

from bot.usecases.screening.index import NameIndex
from bot.usecases.screening.listed_names import ListedEntry
from bot.usecases.screening.spelling import words_of
from tests.bench.screening import word

LISTED = [
    ListedEntry(list_name="eu", entity="1", name="Viktor Anatolyevich Bout", is_person=True),
    ListedEntry(list_name="eu", entity="2", name="Dmitriy Yuryevich Shcherbakov", is_person=True),
    ListedEntry(list_name="eu", entity="3", name="Severnaya Verf Shipbuilding LLC", is_person=False),
    ListedEntry(list_name="eu", entity="4", name="北方造船有限公司", is_person=False),
    ListedEntry(list_name="eu", entity="5", name="Muhammad al-Khatib Trading Co", is_person=False),
]


@pytest.fixture(scope="module")
def index() -> NameIndex:
    return NameIndex(LISTED)


@pytest.mark.parametrize(
    ("asked", "entity"),
    [
        ("Viktor Bout", "1"),
        ("Виктор Бут", "1"),
        ("BOUT, Viktor", "1"),
        ("Viktor Boot", "1"),
        ("Дмитрий Щербаков", "2"),
        ("Dmitri Scherbakov", "2"),
        ("Dmitrij Ščerbakov", "2"),
        ("OOO Severnaja Verf Shipbuilding", "3"),
        ("北方造船有限公司", "4"),
        ("Mohammad Al Hatib Trading", "5"),
    ],
)
def test_the_same_name_written_otherwise_is_found(index: NameIndex, asked: str, entity: str) -> None:
    assert [hit.listed.entity for hit in index.alike(asked)][:1] == [entity]


@pytest.mark.parametrize(
    "asked",
    [
        "Ana Anić",
        "Senzor d.o.o.",
        "浦东农业科技有限公司",
        "Viktor Petrović",
        "Trading Co",
        "Shipbuilding LLC",
        "",
        "حسن-علي",
    ],
)
def test_others_are_not(index: NameIndex, asked: str) -> None:
    assert index.alike(asked) == []


def test_a_person_is_not_taken_for_a_company(index: NameIndex) -> None:
    assert index.alike("Viktor Bout", is_person=False) == []
    assert index.alike("Viktor Bout", is_person=True)


def test_legal_forms_and_diacritics_say_nothing() -> None:
    assert words_of("Čačanska Šljiva d.o.o.") == words_of("Cacanska Sljiva DOO")
    assert words_of("Чачанска Шљива") == words_of("Čačanska Šljiva")


@pytest.mark.parametrize("asked", ["V. Bout", "V.A. Bout", "Bout V."])
def test_an_initial_stands_for_a_name(index: NameIndex, asked: str) -> None:
    assert [hit.listed.entity for hit in index.alike(asked, is_person=True)] == ["1"]


def test_each_word_stands_for_one_of_the_other_name() -> None:
    index = NameIndex([ListedEntry(list_name="eu", entity="1", name="Linova Export", is_person=None)])
    assert index.alike("Linova Linovo") == []


def test_a_short_word_that_is_nearly_the_same_is_another_firm_and_a_long_one_a_slip() -> None:
    rest = [f"{name} Trading" for name in ("Kvarc", "Zumbul", "Oblak", "Potok", "Jasen", "Hrast", "Breza", "Topola")]
    names = ["Lifo Trading", "Severstal Trading", *rest]
    index = NameIndex(ListedEntry(list_name="eu", entity=name, name=name, is_person=False) for name in names)
    assert index.alike("Lino Trading d.o.o.") == []
    assert [hit.listed.entity for hit in index.alike("Severstaal Trading")] == ["Severstal Trading"]


def test_a_country_in_common_counts_for_it_and_none_against() -> None:
    listed = ListedEntry(
        list_name="eu", entity="1", name="Dmitriy Yuryevich Shcherbakov", is_person=True, countries=frozenset({"RU"})
    )
    index = NameIndex([listed])

    def score(*countries: str) -> int:
        return index.alike("Dmitri Shcherbakow", countries=frozenset(countries))[0].score

    assert score("RU") - score() == score() - score("BR") == 3
    assert [hit.score for hit in index.alike(listed.name, countries=frozenset({"BR"}))] == [100]
    elsewhere = NameIndex([replace(listed, countries=frozenset())])
    assert elsewhere.alike("Dmitri Shcherbakow", countries=frozenset({"RU"}))[0].score == score()


def test_the_order_of_chinese_characters_counts() -> None:
    index = NameIndex([ListedEntry(list_name="eu", entity="1", name="王伟明", is_person=True)])
    assert index.alike("王伟明")
    assert index.alike("王明伟") == []


@pytest.fixture(scope="module")
def many() -> NameIndex:
    """1,200 people of each of four common names, and two more."""
    draw = random.Random(2)
    rare = [word(draw) for _ in range(1_200)]
    names = [name for one in rare for name in (f"Wang {one}", f"{one} Li", f"Ivan {one}", f"Petar {one}")]
    names += ["Wang Li", "Petar Bout"]
    return NameIndex(ListedEntry(list_name="eu", entity=name, name=name, is_person=True) for name in names)


def test_a_name_of_common_words_is_found(many: NameIndex) -> None:
    assert [(hit.listed.name, hit.score) for hit in many.alike("Wang Li")] == [("Wang Li", 100)]


def test_a_family_name_with_another_common_given_name_is_somebody_else(many: NameIndex) -> None:
    assert many.alike("Ivan Bout") == []
    assert many.alike("Petar Bout")


def test_an_unknown_word_does_not_hide_the_others() -> None:
    names = ("Vrbas Marlin Oblak Potok", "Potok Hrast Oblak Breza Marlin Vrbas")
    index = NameIndex(ListedEntry(list_name="eu", entity=name, name=name, is_person=False) for name in names)
    assert [hit.listed.name for hit in index.alike("Vrbas Marlin Oblak Potok Zumbul")] == [names[0]]


def test_al_is_no_article_before_a_listed_name() -> None:
    names = ("Ina Koprivšek", "Alina Vrbničan")
    index = NameIndex(ListedEntry(list_name="eu", entity=name, name=name, is_person=True) for name in names)
    assert index.alike("Ina Vrbničan") == []


def test_an_empty_index_knows_nobody() -> None:
    assert NameIndex(()).alike("Viktor Bout") == []
