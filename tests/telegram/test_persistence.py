"""What python-telegram-bot reads of everybody's place in their dialog, and that it writes nothing."""

from datetime import timedelta

import pytest
from telegram.ext import ApplicationBuilder

from bot.telegram.persistence import DIALOGS, DialogPersistence
from storage.database import Database
from storage.people import drafts
from tests.factories import NOW, add_person


async def test_the_active_drafts_are_the_states(database: Database) -> None:
    async with database.writing() as session:
        person = await add_person(session)
        for form in ("need", "offer"):
            await drafts.begin(
                session, person.id, form=form, step="title", data={}, now=NOW, expires_at=NOW + timedelta(days=1)
            )
    persistence = DialogPersistence(database)
    assert (await persistence.get_conversations(DIALOGS))[person.id,] == "offer.title"
    assert await persistence.get_conversations("another") == {}


async def test_nothing_is_written_and_nothing_else_is_read(database: Database) -> None:
    persistence = DialogPersistence(database)
    states = await persistence.get_conversations(DIALOGS)
    await persistence.update_conversation(name=DIALOGS, key=(1,), new_state="offer.title")
    await persistence.update_user_data(1, {"a": 1})
    await persistence.update_chat_data(1, {"a": 1})
    await persistence.update_bot_data({"a": 1})
    await persistence.update_callback_data(([], {}))
    await persistence.drop_user_data(1)
    await persistence.drop_chat_data(1)
    await persistence.refresh_user_data(1, {})
    await persistence.refresh_chat_data(1, {})
    await persistence.refresh_bot_data({})
    await persistence.flush()
    assert await persistence.get_conversations(DIALOGS) == states
    assert await persistence.get_user_data() == await persistence.get_chat_data() == {}
    assert await persistence.get_callback_data() is None
    with pytest.raises(NotImplementedError):
        await persistence.get_bot_data()


async def test_an_application_takes_it(database: Database) -> None:
    application = ApplicationBuilder().token("1:a").persistence(DialogPersistence(database)).job_queue(None).build()
    assert application.persistence.store_data == DialogPersistence(database).store_data
    assert not any(application.persistence.store_data)
