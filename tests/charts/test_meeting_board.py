"""The organizer's board as pictures: every meeting is on it, and no text leaves it."""

from io import BytesIO

import pytest
from PIL import Image

from bot.charts import meeting_board as charts
from bot.i18n.translator import translator_for
from storage.vocabulary import Language
from tests.charts.drawn import watched
from tests.meetings.agendas import COMPANIES, board

MOST_PIXELS = 10_000  # width and height together; Telegram takes no larger photo


def meetings_on(pictures: list[list[str]]) -> int:
    """Half of the names on all pictures."""
    beginnings = tuple(name[:5] for name in COMPANIES)
    return sum(text.startswith(beginnings) for picture in pictures for text in picture) // 2


def test_a_board_shows_places_slots_and_states() -> None:
    with watched(charts) as drawn:
        (picture,) = charts.draw_board(translator_for(Language.EN), board())
    (said,) = drawn.pictures
    assert picture.day.isoformat() == "2026-11-03"
    assert {"Table 1", "Table 3", "09:00 – 09:25", "10:30 – 10:55", "running late", "missed"} <= set(said)
    assert "Senzor d.o.o. Ša…" in said
    assert said.count("✓") == 1 + 1, "one in the legend, one on the board"


def test_each_day_has_its_picture() -> None:
    with watched(charts) as drawn:
        pictures = charts.draw_board(translator_for(Language.EN), board(tables=3, slots=4, days=2))
    assert [one.day.day for one in pictures] == [3, 4]
    assert meetings_on(drawn.pictures) == 3 * 4


def test_a_picture_has_no_more_rows_than_can_be_read() -> None:
    with watched(charts) as drawn:
        pictures = charts.draw_board(translator_for(Language.EN), board(tables=45, slots=18))
    assert len(pictures) == 4
    assert meetings_on(drawn.pictures) == 45 * 18 // 2
    for one in pictures:
        assert sum(Image.open(BytesIO(one.png)).size) <= MOST_PIXELS


def test_forty_tables_and_sixteen_slots_are_one_photo() -> None:
    (picture,) = charts.draw_board(translator_for(Language.ZH), board(tables=40, slots=16))
    assert sum(Image.open(BytesIO(picture.png)).size) <= MOST_PIXELS


def test_a_table_with_several_meetings_at_a_time_shows_all() -> None:
    with watched(charts) as drawn:
        charts.draw_board(translator_for(Language.EN), board(tables=30, slots=2, capacity=4))
    assert meetings_on(drawn.pictures) == 30 * 4
    assert len(drawn.pictures) == 3


def test_a_board_without_slots_has_no_picture() -> None:
    assert charts.draw_board(translator_for(Language.EN), board(slots=0)) == []


@pytest.mark.parametrize("language", list(Language))
def test_no_text_leaves_the_picture(language: Language) -> None:
    with watched(charts) as drawn:
        charts.draw_board(translator_for(language), board(tables=2, slots=1))
    assert drawn.outside == []
