"""Whole lists as they really are: titles above, sums below, halls between, two lines of headings."""

import pytest

from bot.usecases.imports.exhibitor_list import read_list
from tests.imports.nasty import NASTY


@pytest.mark.parametrize("make", NASTY, ids=lambda make: make.__name__)
def test_every_row_is_accounted_for(make) -> None:
    sheet = make()
    found = read_list(sheet.content, sheet.default_country)
    taken = [row for row in found.rows if row.problem is None]
    assert [(row.name, row.country) for row in taken] == sheet.companies
    assert len(found.rows) - len(taken) == sheet.skipped
    [layout] = found.layouts
    assert sheet.columns <= set(layout.places)
    assert sheet.more(taken)
    assert [row.number for row in found.rows] == [row.number for row in layout.table.rows[layout.first_row :]]
