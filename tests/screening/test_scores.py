"""How alike names are, in the spellings of many languages. 0: not shown to a moderator."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.usecases.screening.index import NameIndex
from bot.usecases.screening.listed_names import ListedEntry

_KINDS = {"person": True, "company": False, "unknown": None}


def _rows(table: str) -> Iterator[dict[str, str]]:
    with Path(__file__).with_name(table).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t")


@pytest.fixture(scope="module")
def index() -> NameIndex:
    listed = {row["listed"]: _KINDS[row["kind"]] for row in _rows("scores.tsv")}
    return NameIndex(
        ListedEntry(list_name="eu", entity=name, name=name, is_person=kind) for name, kind in listed.items()
    )


@pytest.mark.parametrize("row", list(_rows("scores.tsv")), ids=lambda row: f"{row['asked']} = {row['listed']}")
def test_a_name_is_as_alike_as_its_spelling(index: NameIndex, row: dict[str, str]) -> None:
    scores = {hit.listed.entity: hit.score for hit in index.alike(row["asked"])}
    expected = int(row["score"])
    assert scores == ({row["listed"]: expected} if expected else {})


@pytest.mark.parametrize("row", list(_rows("pairs.tsv")), ids=lambda row: f"{row['asked']} = {row['listed']}")
def test_a_name_is_found_or_not_on_a_list_of_one(row: dict[str, str]) -> None:
    name = row["listed"]
    alone = NameIndex([ListedEntry(list_name="eu", entity=name, name=name, is_person=_KINDS[row["kind"]])])
    assert ("hit" if alone.alike(row["asked"]) else "none") == row["expected"]
