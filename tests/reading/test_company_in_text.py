"""The company that a person names as their own in a message."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.reading.company_in_text import company_in

TABLE = Path(__file__).parent / "cases" / "companies_in_texts.tsv"


def _rows() -> Iterator[tuple[str, str | None]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            yield row["text"].replace("\\n", "\n"), None if row["company"] == "-" else row["company"]


@pytest.mark.parametrize(("text", "company"), list(_rows()))
def test_the_company_is_found_with_its_legal_form(text: str, company: str | None) -> None:
    assert company_in(text) == company


def test_a_company_far_into_the_text_is_somebody_else() -> None:
    assert company_in("We make brackets for cars. " * 4 + "We deliver to Siemens AG in Munich.") is None


def test_two_companies_offer_none() -> None:
    assert company_in("Senzor d.o.o. and Zelena Dolina d.o.o. make sensors.") is None
