"""A draft survives errors: it stays as it was, the person is told kindly, and the dialog goes on."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.exc import OperationalError

from handlers.forms.country_field import CountryField
from handlers.forms.fields import TextField
from handlers.people.registration import form as registration_form
from storage.models import Draft
from storage.people import drafts
from tests.chat import Chat, Human

Break = Callable[[pytest.MonkeyPatch], None]


def fails(*_args: Any, **_more: Any) -> Any:
    raise KeyError("a bug")


def database_fails(*_args: Any, **_more: Any) -> Any:
    raise OperationalError("UPDATE draft", {}, Exception("disk I/O error"))


BREAKS: dict[str, Break] = {
    "a bug in reading the answer": lambda patch: patch.setattr(TextField, "read", fails),
    "a bug in asking the next question": lambda patch: patch.setattr(CountryField, "ask", fails),
    "a database error": lambda patch: patch.setattr(drafts, "store", database_fails),
}


async def asked_for_a_name(chat: Chat) -> Human:
    ana = chat.person("Ana")
    await ana.types("/start")
    await ana.says("✅ I agree, register first")
    await ana.says("🏢 Company")
    return ana


async def draft_of(chat: Chat, human: Human) -> tuple[str, dict[str, Any]]:
    async with chat.program.services.database.reading() as session:
        draft = await drafts.active(session, human.id)
        assert draft is not None
        return draft.step, dict(draft.data)


@pytest.mark.parametrize("breaks", BREAKS.values(), ids=BREAKS)
async def test_an_error_leaves_the_draft_as_it_was(chat: Chat, breaks: Break) -> None:
    ana = await asked_for_a_name(chat)
    before = await draft_of(chat, ana)
    with pytest.MonkeyPatch.context() as patch:
        breaks(patch)
        assert "something is wrong on my side. Nothing is lost." in await ana.types("Firma Jedan")
    assert await draft_of(chat, ana) == before
    assert "In which country is it?" in await ana.types("Firma Jedan")


async def test_an_error_in_finishing_keeps_the_draft(chat: Chat) -> None:
    ana = await asked_for_a_name(chat)
    await ana.types("Firma Jedan")
    await ana.types("Srbija")
    await ana.phone_presses_first()
    await ana.says("I work there")
    await ana.says("Done")
    await ana.says("Skip the rest »")
    before = await draft_of(chat, ana)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(registration_form.registration, "register", fails)
        assert "Nothing is lost." in await ana.says("Register")
    assert await draft_of(chat, ana) == before
    assert "is registered" in await ana.says("Register", older=True)


async def test_a_question_that_did_not_arrive_is_asked_again_before_anything_answers_it(chat: Chat) -> None:
    ana = await asked_for_a_name(chat)
    chat.world.faults.add("forbidden", "sendMessage", times=1)
    await ana.types("Firma Jedan")
    seen = await ana.types("Firma Jedan")
    assert "This question did not reach you before." in seen
    assert "In which country is it?" in seen
    assert "Is this the one?" in await ana.types("Srbija")


@pytest.mark.parametrize(
    ("step", "data", "question"),
    [
        ("motto", {}, "What is its name?"),
        ("preview", {}, "What is its name?"),
        ("relation", {"kind": "inventor"}, "What is your name?"),
    ],
)
async def test_a_step_that_no_longer_stands_leads_to_the_first_open_question(
    chat: Chat, step: str, data: dict[str, Any], question: str
) -> None:
    ana = await asked_for_a_name(chat)
    async with chat.program.services.database.writing() as session:
        await session.execute(update(Draft).values(step=step, data={"kind": "company", **data}))
    assert question in await ana.types("whatever was asked before")
    assert "In which country is it?" in await ana.types("Firma Jedan")
