"""A person's plan as pictures: readable on a phone, in every script, whatever is in it."""

from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image

from bot.charts import meetings as charts
from bot.i18n.translator import translator_for
from storage.vocabulary import Language
from tests.charts.drawn import watched
from tests.meetings.agendas import COMPANIES, NINE, agenda, meeting

ENGLISH = translator_for(Language.EN)


def test_a_plan_says_when_where_and_whom() -> None:
    hidden = meeting(2, starts_at=NINE + timedelta(hours=2), counterpart="", title="An offer from China", hall=None)
    with watched(charts) as drawn:
        charts.draw_agenda(ENGLISH, agenda(meeting(1), hidden))
    (said,) = drawn.pictures
    assert said == [
        "Innovation Fair",
        "Time: Belgrade",
        "Tue, Nov 3",
        *("09:00", "– 09:30", "Senzor d.o.o.", "Soil moisture sensors", "Table 12 · Hall 2"),
        *("11:00", "– 11:30", "An offer from China", "Table 12"),
    ]


def test_a_reader_elsewhere_sees_the_own_time_too_also_on_the_next_day() -> None:
    evening = meeting(starts_at=NINE + timedelta(hours=9), place="", hall=None, video_link="https://meet.example/a")
    with watched(charts) as drawn:
        charts.draw_agenda(translator_for(Language.ZH), agenda(evening, reader="Asia/Shanghai"))
    (said,) = drawn.pictures
    assert "18:00" in said
    assert "01:00 +1" in said
    assert any("贝尔格莱德" in one and "上海" in one for one in said)
    assert "视频" in said


def test_cancelled_meetings_are_left_out() -> None:
    with watched(charts) as drawn:
        charts.draw_agenda(ENGLISH, agenda(meeting(cancelled=True)))
    (said,) = drawn.pictures
    assert "You have no meetings yet." in " ".join(" ".join(said).split())
    assert "Senzor d.o.o." not in said


def test_a_long_plan_has_pages_of_a_phone_s_shape_and_misses_no_meeting() -> None:
    many = [meeting(n, starts_at=NINE + timedelta(days=n // 14, minutes=30 * (n % 14))) for n in range(30)]
    with watched(charts) as drawn:
        pictures = charts.draw_agenda(ENGLISH, agenda(*many))
    assert sum(text.startswith("– ") for page in drawn.pictures for text in page) == 30
    assert [page[2] for page in drawn.pictures] == [f"{n}/{len(pictures)}" for n in range(1, len(pictures) + 1)]
    assert all("Nov" in page[3] for page in drawn.pictures), "every page begins with its day"
    for each in pictures:
        width, height = Image.open(BytesIO(each)).size
        assert width == 1080
        assert height <= 1920


@pytest.mark.parametrize("language", list(Language))
def test_no_text_leaves_the_picture_and_every_letter_has_a_font(language: Language) -> None:
    texts = [*COMPANIES, "$x_1^2$ \\frac{1}{2} $", "🎪🏭", "Sveobuhvatno rešenje " * 9, "农" * 90]
    many = [
        meeting(n, starts_at=NINE + timedelta(hours=n), counterpart=text, title=text, place=text, hall=text)
        for n, text in enumerate(texts)
    ]
    plan = agenda(*many, reader="America/Argentina/ComodRivadavia", name="Sajam inovacija 创新展会 " * 6)
    with watched(charts) as drawn:
        charts.draw_agenda(translator_for(language), plan)
    assert drawn.outside == []
