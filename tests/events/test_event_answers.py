"""The questions of the forms of an event: which answers are taken, and at which limit."""

import io
from datetime import date, timedelta
from typing import Any

import pytest
from PIL import Image

from bot.errors import InputError
from bot.usecases.events import look
from bot.usecases.events.look import COLOUR, LARGEST, SPONSOR_LIMIT, BadPictureError
from handlers.events import form, look_form, programme_form
from handlers.forms.form import Accept, Field, Outcome, Redraw, Refuse
from handlers.forms.user_input import Act, File, Pressed, Text, UserInput
from storage.database import Database
from storage.vocabulary import FileKind
from tests.announcements.fair import Fair
from tests.events.test_printing import picture
from tests.factories import NOW
from tests.forms.asked import asked

FIELDS: dict[str, Field] = {field.key: field for each in (form, programme_form, look_form) for field in each.FIELDS}
TODAY = NOW.date()


async def answered(database: Database, key: str, said: UserInput | str, **answers: Any) -> Outcome:
    said = Text(said) if isinstance(said, str) else said
    return await FIELDS[key].read(said, asked(database, **answers))


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("2.3.2026", [TODAY, TODAY]),
        ("28.2.2026 - 2.3.2026", [date(2026, 2, 28), TODAY]),
        ("28.2.2026 - 1.3.2026", None),
        ("next week or so", None),
    ],
)
async def test_the_last_day_of_an_event_is_not_over(database: Database, typed: str, days: list[date] | None) -> None:
    outcome = await answered(database, "days", typed)
    if days is None:
        assert isinstance(outcome, Refuse)
        assert ("has passed" in outcome.why) is ("2026" in typed)
    else:
        assert isinstance(outcome, Accept)
        assert outcome.values == {"days": [day.isoformat() for day in days]}


async def test_a_button_is_no_day(database: Database) -> None:
    assert isinstance(await answered(database, "days", Pressed(Act.CHOOSE, "2.3.2026")), Refuse)


@pytest.mark.parametrize(
    ("typed", "place", "zones"),
    [
        ("Europe/Belgrade", "", "Europe/Belgrade"),
        ("CET", "", None),  # a zone of the library, which names no place
        ("UTC+1", "Novi Sad, Serbia", "Europe/Belgrade"),
        ("UTC+1:00", "Novi Sad, Serbia", "Europe/Belgrade"),
        ("gmt - 3:30", "St Johns", "America/St_Johns"),
        ("UTC-1", "Novi Sad, Serbia", None),
        ("qwerty", "Novi Sad, Serbia", None),
    ],
)
async def test_a_time_zone_is_taken_if_it_is_clear(
    database: Database, typed: str, place: str, zones: str | None
) -> None:
    outcome = await answered(database, "zone", typed, place=place)
    assert (outcome.values["zone"] if isinstance(outcome, Accept) else None) == zones


async def test_people_choose_among_several_time_zones(database: Database) -> None:
    outcome = await answered(database, "zone", "Kazakhstan <i&")
    assert isinstance(outcome, Redraw)
    assert len(outcome.values["_zones"]) > 1
    question = await FIELDS["zone"].ask(asked(database, **outcome.values))
    assert "<b>Kazakhstan &lt;i&amp;</b> may be one of these" in question.text
    question = await FIELDS["zone"].ask(asked(database, place="Novi Sad, Serbia"))
    assert "Which time zone is it in?" in question.text
    assert isinstance(await answered(database, "zone", "qwertyuiop"), Refuse)
    assert isinstance(await answered(database, "zone", Pressed(Act.CHOOSE, "Europe/Nowhere")), Refuse)
    assert isinstance(await answered(database, "zone", Pressed(Act.CHOOSE, "Asia/Almaty")), Accept)


@pytest.mark.parametrize(
    ("typed", "lasts_h"),
    [
        ("2.3.2026 12:00 - 13:30", 1.5),
        ("2.3.2026 12:00", 1),
        ("2.3.2026 12:00 - 3.3.2026 12:00", 24),
        ("2.3.2026 12:00 - 3.3.2026 12:01", None),
        ("some day", None),
    ],
)
async def test_an_item_lasts_a_day_at_most(database: Database, typed: str, lasts_h: float | None) -> None:
    outcome = await answered(database, "when", typed, _zone="Europe/Belgrade")
    if lasts_h is None:
        assert isinstance(outcome, Refuse)
    else:
        assert isinstance(outcome, Accept)
        start, end = [form.datetime.fromisoformat(at) for at in outcome.values["when"]]
        assert end - start == timedelta(hours=lasts_h)


def test_unanswered_fields_are_shown_empty(database: Database) -> None:
    assert [FIELDS[key].shown(asked(database, _zone="UTC")) for key in ("when", "days", "zone", "logo")] == [""] * 4


@pytest.mark.parametrize("kind", FileKind)
async def test_a_logo_is_a_picture(database: Database, kind: FileKind) -> None:
    assert isinstance(await answered(database, "logo", "https://example.com/logo.png"), Refuse)
    sent = File(kind, "file", "image/png", "", None)
    if kind in {FileKind.PHOTO, FileKind.DOCUMENT}:
        with pytest.raises(BadPictureError):  # it is looked at, and it is none
            await answered(database, "logo", sent)
    else:
        assert isinstance(await answered(database, "logo", sent), Refuse)


def test_a_small_file_of_many_pixels_is_refused() -> None:
    out = io.BytesIO()
    Image.new("1", (8_000, 6_000)).save(out, format="PNG")
    assert len(out.getvalue()) < 10_000
    with pytest.raises(BadPictureError):
        look.small_picture(out.getvalue())


def test_a_picture_of_ten_megabytes_is_read() -> None:
    small = picture()
    largest = small + b"\0" * (LARGEST - len(small))  # what follows the picture is not read
    with Image.open(io.BytesIO(look.small_picture(largest))) as made:
        assert made.size == (600, 200)
    with pytest.raises(BadPictureError):
        look.small_picture(largest + b"\0")


@pytest.mark.parametrize(
    ("colour", "sponsor", "is_kept"),
    [
        (COLOUR, None, True),
        ("#123456", None, False),
        (COLOUR, "a" * SPONSOR_LIMIT, True),
        (COLOUR, "a" * (SPONSOR_LIMIT + 1), False),
    ],
)
async def test_a_look_has_a_colour_of_the_list_and_a_short_line_of_the_sponsor(
    fair: Fair, colour: str, sponsor: str | None, is_kept: bool
) -> None:
    async with fair.database.writing() as session:
        assert (await look.of_event(session, fair.event_id)).colour == COLOUR

        async def changes() -> None:
            await look.change(
                session, fair.actor, fair.event_id, colour=colour, logo=b"x", sponsor=sponsor, sponsor_logo=None
            )

        if is_kept:
            await changes()
            found = await look.of_event(session, fair.event_id)
            assert (found.colour, found.sponsor, found.logo) == (colour, sponsor, b"x")
        else:
            with pytest.raises(InputError):
                await changes()
