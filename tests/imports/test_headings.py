"""Headings as registration tools and people write them."""

import tomllib
from pathlib import Path

import pytest

from bot.usecases.imports.errors import NoTableError
from bot.usecases.imports.exhibitor_list import read_list
from bot.usecases.imports.headings import Column, recognise

CASES = tomllib.loads(Path(__file__).with_name("headings.toml").read_text("utf-8"))
KNOWN = [(text, Column(column)) for column, texts in CASES.items() if column != "none" for text in texts]


@pytest.mark.parametrize(("heading", "column"), KNOWN)
def test_a_heading_is_recognised_however_it_is_written(heading: str, column: Column) -> None:
    guess = recognise(heading)
    assert guess is not None
    assert guess.column is column


@pytest.mark.parametrize("heading", CASES["none"])
def test_other_headings_mean_no_column(heading: str) -> None:
    guess = recognise(heading)
    assert guess is None or guess.column is None


@pytest.mark.parametrize("heading", [f"Website {'of ' * 40}us", f"Company ({'x' * 200})"])
def test_a_sentence_is_no_heading(heading: str) -> None:
    assert recognise(heading) is None


ATTENDEES = [
    "Name;Company;Country\nVesna Zlatić;{company};Serbia\n",
    "Name;Surname;Organization;Country\nVesna;Zlatić;{company};Serbia\n",
    "First name;Last name;Job title;Company;Country\nVesna;Zlatić;CEO;{company};Serbia\n",
    "Ime;Prezime;Naziv firme;Država\nVesna;Zlatić;{company};Srbija\n",
    "Ime i prezime;Firma;Zemlja\nVesna Zlatić;{company};Srbija\n",
    "Full name;Affiliation;Country\nVesna Zlatić;{company};Serbia\n",
    "Attendee;Employer;Country\nVesna Zlatić;{company};Serbia\n",
    "姓名;单位;国家\nVesna Zlatić;{company};塞尔维亚\n",
    "Vorname;Nachname;Unternehmen;Land\nVesna;Zlatić;{company};Serbien\n",
    "ФИО;Организация;Страна\nVesna Zlatić;{company};Сербия\n",
    "Company;Contact;Country\n{company};Vesna Zlatić;Serbia\n",
]


@pytest.mark.parametrize("text", ATTENDEES)
def test_in_a_list_of_people_the_person_is_the_contact_of_the_company(text: str) -> None:
    [row] = read_list(text.format(company="Morava Alati d.o.o.").encode(), None).rows
    assert (row.name, row.contact, row.country) == ("Morava Alati d.o.o.", "Vesna Zlatić", "RS")


@pytest.mark.parametrize("heading", ["Name", "Ime", "Naziv", "名称"])
def test_without_a_column_of_companies_a_name_is_the_companys(heading: str) -> None:
    [row] = read_list(f"{heading};Country\nMorava Alati d.o.o.;Serbia\n".encode(), None).rows
    assert (row.name, row.contact) == ("Morava Alati d.o.o.", None)


@pytest.mark.parametrize(
    "text",
    [
        "Day,Hour,Session\nMonday,9,Opening\n",
        "First name;Last name;Country\nAna;Anić;Serbia\n",
        '{"company": 1}',
        "hello\nworld\n",
    ],
)
def test_a_table_without_companies_is_refused(text: str) -> None:
    with pytest.raises(NoTableError):
        read_list(text.encode(), None)


def test_answers_of_yes_and_no_are_no_needs() -> None:
    text = "Company;Country;Needs\nA1 d.o.o.;Serbia;Yes\nB1 d.o.o.;Serbia;no\nC1 d.o.o.;Serbia;yes\n"
    found = read_list(text.encode(), None)
    assert [row.needs for row in found.rows] == [(), (), ()]
    assert found.layouts[0].unused == ("Needs",)
