"""The country of a company whose row names none: what each piece of evidence says, and which one wins."""

from typing import Any

import pytest

from bot.usecases.imports import country_guess
from bot.usecases.imports.country_guess import BY_ADDRESS, BY_CITY, BY_DOMAIN, BY_FORM, BY_PHONE, CountryGuess


def guess(**row: Any) -> tuple[str, str] | None:
    nothing: dict[str, Any] = {"name": "X", "websites": (), "emails": (), "phones": ()}
    found = country_guess.guess_country(**(nothing | {"address": "", "state": "", "city": ""} | row))
    return found and (found.code, found.why)


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ({}, None),
        ({"websites": ["https://a.rs/en"]}, ("RS", BY_DOMAIN)),
        ({"websites": ["a.uk"]}, ("GB", BY_DOMAIN)),
        ({"emails": ["info@a.de"]}, ("DE", BY_DOMAIN)),
        ({"websites": ["a.com", "a.eu", "a.io", "a.xx", "com.c"]}, None),
        ({"phones": ["+381 64 1234567"]}, ("RS", BY_PHONE)),
        ({"phones": ["00381641234567"]}, ("RS", BY_PHONE)),
        ({"phones": ["064 123 4567", "+800 1234 5678", "+3", "+999 123"]}, None),
        ({"address": "Knez Mihailova 2, 11000 Belgrade, Serbia"}, ("RS", BY_ADDRESS)),
        ({"address": "Main St 1\nBerlin"}, ("DE", BY_ADDRESS)),
        ({"address": "Street 1, Cambridge"}, None),
        ({"address": "Germany and France"}, None),
        ({"state": "TX"}, ("US", BY_ADDRESS)),
        ({"state": "Vojvodina"}, None),
        ({"city": "Beograd"}, ("RS", BY_CITY)),
        ({"city": "Cambridge"}, None),
        ({"city": "Nowhere"}, None),
        ({"name": "杭州有限公司"}, ("CN", BY_FORM)),
        ({"name": "Senzor d.o.o."}, None),  # of five countries
        ({"name": "Senzor d.o.o.", "city": "Zagreb"}, ("HR", BY_CITY)),
        ({"city": "Berlin", "websites": ["a.at"]}, ("AT", BY_DOMAIN)),
        # The phone weighs as much as the domain; the form decides.
        ({"name": "Oslo GmbH", "websites": ["a.rs"], "phones": ["+49 30 1234567"]}, ("DE", BY_PHONE)),
        # Several addresses of one country are one vote.
        ({"emails": ["a@a.rs", "b@b.rs"], "address": "Berlin, Germany"}, ("DE", BY_ADDRESS)),
    ],
)
def test_the_best_evidence_wins(row: dict[str, Any], found: tuple[str, str] | None) -> None:
    assert guess(**row) == found


@pytest.mark.parametrize(
    ("name", "others", "code"),
    [
        ("Uljanik d.d.", {}, "HR"),
        ("Uljanik d.d.", {"SI": 2}, "SI"),
        ("Acme Co Ltd", {}, None),
        ("Acme Co Ltd", {"CN": 1}, "CN"),
        ("Acme", {"CN": 1}, None),
    ],
)
def test_a_form_of_several_countries_is_that_of_most_rows(name: str, others: dict[str, int], code: str | None) -> None:
    found = country_guess.guess_by_form(name, others)
    assert found == (None if code is None else CountryGuess(code=code, why=BY_FORM))


@pytest.mark.parametrize(
    ("text", "code"), [("+381", "RS"), ("00381", "RS"), ("+1", None), ("+800", None), ("381", None), ("+381 64", None)]
)
def test_a_dialling_code_names_a_country_if_it_is_of_one(text: str, code: str | None) -> None:
    assert country_guess.country_of_prefix(text) == code


@pytest.mark.parametrize(
    ("name", "countries"),
    [
        ("GmbH Berlin", ("DE", "AT", "CH")),
        ("Firma Sp. z o.o.", ("PL",)),
        ("d.o.o.", ()),
        ("ABC", ()),
        ("臺灣精密有限公司", ("TW", "HK")),
        ("台湾精密有限公司", ("CN",)),
        ("株式會社みなと", ("JP",)),
        ("株式会社みなと", ("JP",)),
    ],
)
def test_a_legal_form_stands_at_an_end_of_the_name(name: str, countries: tuple[str, ...]) -> None:
    assert country_guess.form_countries(name) == countries
