"""Lists of many kinds and countries, read as the organizers mean them (`lists.toml`)."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from bot.usecases.imports.exhibitor_list import read_list
from bot.usecases.imports.rows import ExhibitorRow

LISTS = tomllib.loads(Path(__file__).with_name("lists.toml").read_text("utf-8"))
CASES = [(name, encoding) for name, each in LISTS.items() for encoding in each["encodings"].split()]


@pytest.mark.parametrize(("name", "encoding"), CASES)
def test_every_company_of_a_list_is_read_with_what_it_says(name: str, encoding: str) -> None:
    wanted = LISTS[name]["rows"]
    rows = [row for row in read_list(LISTS[name]["text"].encode(encoding), None).rows if row.key]
    assert [_read(row, want) for row, want in zip(rows, wanted, strict=True)] == wanted


def _read(row: ExhibitorRow, want: dict[str, Any]) -> dict[str, Any]:
    """What the row says of the wanted fields; empty text for nothing."""
    values = {
        "company": row.name,
        "country": row.country,
        "city": row.city,
        "email": row.email,
        "contact": row.contact,
        "booth": row.booth,
        "phones": list(row.phones),
        "offers": list(row.offers),
        "needs": list(row.needs),
    }
    return {field: values[field] if values[field] is not None else "" for field in want}
