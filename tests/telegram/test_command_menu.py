"""The command menus of people with roles, set at every start."""

import json
import logging

import pytest

from bot.telegram import command_menu
from storage.moderation import roles
from storage.people import people
from storage.vocabulary import Role
from tests.chat import Chat
from tests.clock import Clock


async def test_who_blocked_the_bot_is_left_alone(chat: Chat, clock: Clock, caplog: pytest.LogCaptureFixture) -> None:
    ana = await chat.join("Ana", company="Senzor d.o.o.", country="Srbija")
    mei = await chat.join("Mei", company="浦东农业科技", country="中国")
    services = chat.program.services
    async with services.database.writing() as session:
        for human in (ana, mei):
            await roles.grant(session, human.id, Role.MODERATOR, by=None, now=clock())
        await people.mark_unreachable(session, mei.id, clock())
    before = len(chat.world.journal.calls())
    with caplog.at_level(logging.WARNING):
        await command_menu.publish_for_all(chat.program.application.bot, services.database, admins=(mei.id, 12345))
    calls = chat.world.journal.calls()[before:]
    scopes = [call.params["scope"] for call in calls if call.method == "setMyCommands"]
    asked = {int((json.loads(scope) if isinstance(scope, str) else scope)["chat_id"]) for scope in scopes}
    assert ana.id in asked
    assert not {mei.id, 12345} & asked
    assert "could not be set" not in caplog.text, "the neighbours never started this bot"
