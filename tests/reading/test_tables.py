"""Every line of the tables of what people type is read right."""

import pytest

from tests.reading.tables import KINDS, rows


@pytest.mark.parametrize("kind", KINDS)
def test_every_line_of_the_table_is_read_right(kind: str) -> None:
    judged = list(KINDS[kind]())
    assert len(judged) > 90
    assert [(one.text, one.expected, one.read) for one in judged if not one.right] == []


@pytest.mark.parametrize("kind", KINDS)
def test_no_line_stands_twice_in_a_table(kind: str) -> None:
    keys = ["\t".join(row) for row in rows(kind)]
    assert len(keys) == len(set(keys))
