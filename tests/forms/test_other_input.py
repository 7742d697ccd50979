"""What a question does not take: every kind of message gets one clear answer, and the question stays open."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from telegram import Message

from handlers.conversation import FORMS
from handlers.forms import turn
from handlers.forms.form import Accept, Field, Form, Redraw
from handlers.forms.user_input import File, OtherKind, SharedContact, UserInput
from storage.database import Database
from storage.vocabulary import FileKind
from tests.chat import Chat
from tests.forms.asked import asked

MESSAGES: list[tuple[str, list[Any]]] = [
    ("sends_photo", [b"x"]),
    ("sends_document", [b"x"]),
    ("sends_voice", []),
    ("sends_media", ["sticker"]),
    ("sends_media", ["video_note"]),
    ("sends_media", ["animation"]),
    ("sends_contact", ["+381641234567"]),
    ("sends_location", [45.0, 19.0]),
    ("sends_album", [[b"1", b"2", b"3"]]),
]


def answers(chat: Chat) -> int:
    return sum(call.method == "sendMessage" for call in chat.world.journal.calls())


@pytest.mark.parametrize(("act", "arguments"), MESSAGES, ids=lambda value: str(value)[:24])
async def test_a_question_for_text_answers_other_messages_once(chat: Chat, act: str, arguments: list[Any]) -> None:
    ana = chat.person("Ana")
    await ana.types("/start")
    await ana.says("✅ I agree, register first")
    await ana.says("🏢 Company")
    before = answers(chat)
    seen = await ana.does(act, *arguments)
    assert "Answer with a text message." in seen
    assert "What is its name?" in seen
    assert answers(chat) == before + 1
    assert "In which country is it?" in await ana.types("Firma Jedan")


async def test_only_one_photo_of_an_album_is_attached(chat: Chat) -> None:
    ana = await chat.join("Ana", company="Firma Jedan", country="Srbija")
    await ana.types("/offer")
    await ana.presses("📦")
    await ana.types("Senzori vlage za plastenike")
    await ana.types("Senzori vlage za plastenike, sa bežičnim prenosom. Tražimo distributere.")
    await ana.presses(next(label for label in ana.buttons() if label.startswith("Done")))
    for _ in range(2):
        await ana.says("Skip")
    before = answers(chat)
    assert "How long should it be shown?" in await ana.does("sends_album", [b"1", b"2", b"3"])
    assert answers(chat) == before + 1


FIELDS = [pytest.param(form, field, id=f"{form.name}.{field.key}") for form in FORMS for field in form.fields]
INPUTS: dict[str, UserInput] = {
    "contact": SharedContact("+381641234567", own=False),
    "sticker": OtherKind(message=Message(1, datetime(2026, 1, 1, tzinfo=UTC), None)),  # type: ignore[arg-type]
    **{
        kind.value: File(kind, "file", "application/octet-stream", "", None)
        for kind in (FileKind.PHOTO, FileKind.DOCUMENT, FileKind.VIDEO, FileKind.AUDIO, FileKind.VOICE)
    },
}
TAKEN = {("attachment", "photo")}
ANSWERS = {  # what the fields of some forms need to know from earlier answers
    "event_id": 1,
    "first": 1,
    "second": 2,
    "_zone": "Europe/Belgrade",
    "_days": ["2026-03-02", "2026-03-04"],
    "words": "sensors",
    "introduction": 1,
    "_look_alike": 1,
    "country": "RS",
    "company": 1,
    "address": "ana@example.com",
}


@pytest.mark.parametrize(("form", "field"), FIELDS)
async def test_no_field_takes_what_it_does_not_ask_for(form: Form, field: Field, database: Database) -> None:
    ctx = asked(database, **ANSWERS, kind={"sanction": "ban", "need": "need"}.get(form.name, "offer"))
    refusals = set()
    for name, user_input in INPUTS.items():
        outcome, _ = await turn.read(replace(form, derive=None), field, user_input, ctx)
        if (field.key, name) in TAKEN:
            assert isinstance(outcome, Accept)
            continue
        assert not isinstance(outcome, Accept | Redraw), (name, outcome)
        assert outcome.why.strip()
        refusals.add(outcome.why)
    assert len(refusals) <= 2, "one clear answer, and perhaps one of its own for a contact"
