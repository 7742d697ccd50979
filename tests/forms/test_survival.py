"""A draft survives errors: it stays as it was, the person is told kindly, and the dialog goes on."""

from collections.abc import Awaitable, Callable
from contextlib import nullcontext
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncSession
from telegram.ext import ConversationHandler

from handlers.forms.country_field import CountryField
from handlers.forms.fields import TextField
from handlers.people.registration import form as registration_form
from storage.database import Database
from storage.ids import PersonId
from storage.models import Draft
from storage.people import drafts
from tests.chat import Chat, Human
from tests.imports.test_import_dialog import olga  # noqa: F401 - a fixture
from tests.neighbours import is_own, select_own

Break = Callable[[pytest.MonkeyPatch], None]


def fails(*_args: Any, **_more: Any) -> Any:
    raise KeyError("a bug")


def database_fails(*_args: Any, **_more: Any) -> Any:
    raise OperationalError("UPDATE draft", {}, Exception("disk I/O error"))


BREAKS: dict[str, Break] = {
    "a bug in reading the answer": lambda patch: patch.setattr(TextField, "read", fails),
    "a bug in asking the next question": lambda patch: patch.setattr(CountryField, "ask", fails),
    "a database error": lambda patch: patch.setattr(drafts, "advance", database_fails),
}


async def asked_for_a_name(chat: Chat) -> Human:
    ana = chat.person("Ana")
    await ana.types("/start")
    await ana.says("✅ I agree, register first")
    await ana.says("🏢 Company")
    return ana


async def draft_number(chat: Chat, human: Human) -> int:
    async with chat.program.services.database.reading() as session:
        draft = await drafts.active(session, human.id)
        assert draft is not None
        return draft.id


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
    ("step", "data", "questions"),
    [
        ("motto", {}, ("What is its name?", "In which country is it?")),
        ("preview", {}, ("What is its name?", "In which country is it?")),
        ("relation", {"kind": "inventor"}, ("What is your name?", "In which country are you?")),
    ],
)
async def test_a_step_that_no_longer_stands_leads_to_the_first_open_question(
    chat: Chat, step: str, data: dict[str, Any], questions: tuple[str, str]
) -> None:
    ana = await asked_for_a_name(chat)
    async with chat.program.services.database.writing() as session:
        await session.execute(update(Draft).where(is_own(Draft)).values(step=step, data={"kind": "company", **data}))
    assert questions[0] in await ana.types("whatever was asked before")
    assert questions[1] in await ana.types("Firma Jedan")


Change = Callable[[AsyncSession, PersonId], Awaitable[Any]]


def meanwhile(patch: pytest.MonkeyPatch, name: str, change: Change) -> None:
    """Another process changes the person's drafts just before this one writes what it has read."""
    write: Callable[..., Any] = getattr(drafts, name)
    people: list[PersonId] = []

    async def late(where: AsyncSession | Database, draft: Any, **more: Any) -> Any:
        if not people:
            async with where.writing() if isinstance(where, Database) else nullcontext(where) as session:
                people.append((await session.scalars(select_own(Draft.person_id))).one())
                await change(session, people[0])
        return await write(where, draft, **more)

    patch.setattr(drafts, name, late)


async def stores_a_turn(session: AsyncSession, person_id: PersonId) -> None:
    await session.execute(update(Draft).where(Draft.person_id == person_id).values(update_id=-1))


async def test_an_answer_reaches_the_dialog_that_another_process_opened(chat: Chat) -> None:
    ana = await asked_for_a_name(chat)
    for handler in chat.program.application.handlers[0]:
        if isinstance(handler, ConversationHandler):
            handler._conversations.clear()  # as in a process that started before
    assert "In which country is it?" in await ana.types("Firma Jedan")
    assert "Firma Jedan" in str(await draft_of(chat, ana))


async def test_an_answer_to_a_draft_that_was_set_aside_meanwhile_is_no_fault(
    chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana = await asked_for_a_name(chat)
    meanwhile(monkeypatch, "advance", drafts.set_aside)
    assert "Firma Jedan" in await ana.types("Firma Jedan"), "as without a dialog: it is asked what the words are"


async def test_going_on_with_a_draft_that_changed_meanwhile_is_answered(
    chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana = await asked_for_a_name(chat)
    await ana.types("/cancel")
    meanwhile(monkeypatch, "reopen", stores_a_turn)
    assert "What is its name?" in await ana.does("presses_stale", ana.phone.last(), "d1:company:g")


async def test_going_on_with_a_draft_that_is_complete_finishes_it(
    chat: Chat,
    olga: Human,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = chat.program.services.clock()
    async with chat.program.services.database.writing() as session:
        await drafts.begin(
            session,
            PersonId(olga.id),
            form="hall",
            step="preview",
            data={"event_id": 1, "name": "Hall 3"},
            update_id=1,
            now=now,
            expires_at=now + timedelta(days=1),
        )
    await olga.types("/cancel")
    meanwhile(monkeypatch, "discard", stores_a_turn)
    assert "Hall 3" in await olga.does("presses_stale", olga.phone.last(), "d1:hall:g")


@pytest.mark.parametrize("older", [1, 2], ids=["the last update", "the last two"])
async def test_updates_that_come_again_after_a_kill_count_once(chat: Chat, older: int) -> None:
    """Telegram sends them again if they were handled but not confirmed."""
    ana = await chat.join("Ana", company="Firma Jedan", country="Srbija")
    came: list[dict[str, Any]] = []

    async def come_again() -> None:
        before = await draft_number(chat, ana), await draft_of(chat, ana)
        chat.world.updates.pending.extend(came[-older:])
        await chat.settle()
        assert (await draft_number(chat, ana), await draft_of(chat, ana)) == before

    async def does(act: Callable[[], object]) -> None:
        act()
        came.extend(chat.world.updates.pending)
        await chat.settle()

    await does(lambda: ana.phone.types("/offer"))
    await come_again()
    await does(lambda: ana.phone.presses("📦", older=True))
    await does(lambda: ana.phone.types("Soil moisture sensors"))
    await come_again()
    await does(lambda: ana.phone.types("Wireless sensors for greenhouses and orchards."))
    await come_again()
    assert "Which sectors?" in ana.sees()


@pytest.mark.parametrize("by", ["/cancel", "Cancel"], ids=["command", "button"])
async def test_a_cancel_that_comes_again_gets_the_same_answer(chat: Chat, by: str) -> None:
    """Telegram sends it again if the program was killed after its answer."""
    ana = await chat.join("Ana", company="Firma Jedan", country="Srbija")
    await ana.types("/offer")
    ana.phone.types(by) if by.startswith("/") else ana.phone.presses(by)
    came = list(chat.world.updates.pending)
    await chat.settle()
    assert "Your draft is saved" in ana.sees()
    answers = len(ana.phone.messages())
    chat.world.updates.pending.extend(came)
    await chat.settle()
    assert len(ana.phone.messages()) > answers
    assert "Your draft is saved" in ana.phone.last()["text"]
    assert "Your draft is saved" not in await ana.types("/cancel")
