"""What an organizer sends as an announcement: what can be copied to others, and what becomes one message."""

from typing import Any

import pytest
from telegram import Message
from telegram.error import BadRequest

from bot.i18n.translator import translator_for
from handlers.announcements.compose_form import _DETECTED, PartsField, _detected, part_of
from handlers.announcements.post import _all, _with_voice_fallback
from handlers.announcements.small_forms import _read
from handlers.forms.form import Redraw, Refuse
from handlers.forms.user_input import OtherKind
from storage.database import Database
from storage.vocabulary import Language
from tests.forms.asked import asked

EN = translator_for(Language.EN)
FIELD = PartsField(key="parts", label="")
FILE = {"file_id": "f", "file_unique_id": "u"}
PICTURE = FILE | {"width": 1, "height": 1}
FILM = PICTURE | {"duration": 1}
PLACE = {"latitude": 45.0, "longitude": 19.0}


def message(**content: Any) -> Message:
    stored = {"message_id": 7, "date": 0, "chat": {"id": 1, "type": "private"}} | content
    made = Message.de_json(stored, None)
    assert made is not None
    return made


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ({"text": "Hello"}, "text"),
        ({"photo": [PICTURE]}, "media"),
        ({"video": FILM}, "media"),
        ({"document": FILE}, "media"),
        ({"audio": FILE | {"duration": 1}}, "media"),
        ({"animation": FILM}, "media"),
        ({"photo": [PICTURE], "media_group_id": "g"}, "album"),
        ({"location": PLACE}, "other"),
        ({"voice": FILE | {"duration": 1}}, "other"),
        ({"contact": {"phone_number": "1", "first_name": "A"}}, None),
        ({"dice": {"emoji": "🎲", "value": 1}}, None),
        ({"venue": {"location": PLACE, "title": "A", "address": "B"}, "location": PLACE}, "other"),
        ({"new_chat_title": "A"}, None),
    ],
)
def test_only_what_telegram_copies_becomes_a_part(content: dict[str, Any], kind: str | None) -> None:
    part = part_of(message(**content))
    assert (part and part["kind"]) == kind


async def test_a_message_that_cannot_be_copied_is_refused(database: Database) -> None:
    outcome = await FIELD.read(OtherKind(message(dice={"emoji": "🎲", "value": 1})), asked(database))
    assert isinstance(outcome, Refuse)
    assert outcome.why.startswith("I can't send that to others.")


def part(number: int, *, album: str | None = None, html: str = "") -> dict[str, Any]:
    made: dict[str, Any] = {"kind": "text" if album is None else "album", "message_ids": [number], "html": html}
    return made if album is None else made | {"album": album}


@pytest.mark.parametrize(
    ("before", "new", "ids"),
    [
        ([], part(2), [[2]]),
        ([], part(2, album="g"), [[2]]),
        ([part(1)], part(2), [[1], [2]]),
        ([part(1)], part(2, album="g"), [[1], [2]]),
        ([part(1, album="g")], part(2, album="g"), [[1, 2]]),
        ([part(1, album="f")], part(2, album="g"), [[1], [2]]),
        ([part(1, album="g")], part(2), [[1], [2]]),
        ([part(1)] * 4, part(2), [[1]] * 4 + [[2]]),
        ([part(1)] * 5, part(2), None),
        ([*[part(1)] * 4, part(1, album="g")], part(2, album="g"), [[1]] * 4 + [[1, 2]]),
    ],
)
async def test_five_parts_are_kept_and_an_album_is_one(
    before: list[dict[str, Any]], new: dict[str, Any], ids: list[list[int]] | None
) -> None:
    outcome = await FIELD._with_part(before, new, EN)
    if ids is None:
        assert isinstance(outcome, Refuse)
    else:
        assert isinstance(outcome, Redraw)
        assert [each["message_ids"] for each in outcome.values["parts"]] == ids


async def test_the_first_text_tells_the_language() -> None:
    chinese = "开幕式下午两点在主展馆举行，欢迎大家光临！"
    first = await FIELD._with_part([part(1)], part(2, html=chinese), EN)
    assert isinstance(first, Redraw)
    assert first.values[_DETECTED] == "zh"
    second = await FIELD._with_part([part(1, html="Welcome")], part(2, html=chinese), EN)
    assert isinstance(second, Redraw)
    assert _DETECTED not in second.values


@pytest.mark.parametrize(
    ("markup", "language"),
    [
        ("<b>The opening ceremony</b> takes place at two o'clock &amp; everybody is welcome.", "en"),
        ("Die Eröffnung findet um zwei Uhr in der Haupthalle statt. Herzlich willkommen!", None),
        ("14:00", None),
        ("会", "zh"),
        ("Свечано отварање је у четрнаест часова у главној хали.", "sr-Cyrl"),
        ("Svečano otvaranje je u četrnaest časova u glavnoj hali.", "sr-Latn"),
    ],
)
def test_a_language_that_the_bot_does_not_speak_is_not_labelled(markup: str, language: str | None) -> None:
    assert _detected(markup, EN) == (language and Language(language).value)


def test_a_language_that_is_only_guessed_is_not_labelled() -> None:
    assert _detected("Meeting point", translator_for(Language.SR_LATN)) is None


@pytest.mark.parametrize(
    ("text", "buttons"),
    [
        ("Site - example.com\nShop: example.org", [("Site", "https://example.com"), ("Shop", "https://example.org")]),
        ("Site - example.com\n\n", [("Site", "https://example.com")]),
        ("Site - example.com\nno address", None),
        ("Site - localhost.", None),
        (f"{'a' * 40} - example.com", [("a" * 40, "https://example.com")]),
        (f"{'a' * 41} - example.com", None),
        (" ", None),
    ],
)
def test_a_button_is_a_text_and_an_address(text: str, buttons: list[tuple[str, str]] | None) -> None:
    read = _read(text)
    assert (read and [(each["text"], each["url"]) for each in read]) == buttons


@pytest.mark.parametrize("refusal", ["message to copy not found", "Bad Request: VOICE_MESSAGES_FORBIDDEN"])
async def test_only_a_refused_voice_message_is_replaced_by_a_text(refusal: str) -> None:
    async def copies() -> list[int]:
        raise BadRequest(refusal)

    async def text() -> list[int]:
        return [7]

    send = _with_voice_fallback(copies, text)
    if "VOICE" in refusal:
        assert await send() == [7]
    else:
        with pytest.raises(BadRequest, match="not found"):
            await send()


async def test_an_album_of_which_nothing_is_left_failed() -> None:
    async def made() -> list[Any]:
        return []

    with pytest.raises(BadRequest):
        await _all(made)()
