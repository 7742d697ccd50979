"""A refusal says why, and the next step is one tap away, whoever is refused."""

from dataclasses import replace
from typing import Any

import pytest

from bot.errors import NoLongerThereError
from handlers.meetings.buttons import MeetingAct, MeetingPress
from handlers.ui.view import Button, row
from handlers.ui.welcome_views import refused
from storage.database import Database
from storage.ids import CompanyId, MeetingId
from storage.vocabulary import Role
from tests.chat import Chat
from tests.forms.asked import asked

WHY = "That no longer exists. This is the current state."


@pytest.mark.parametrize(
    ("who", "next_step"),
    [
        ({"companies": {CompanyId(1): "Senzor"}}, "📤 Offer something"),
        ({"companies": {}, "roles": frozenset({Role.ORGANIZER})}, "🛠 Events"),
        ({"companies": {}, "roles": frozenset(), "consented": True}, "▶️ Register my company"),
        ({"companies": {}, "roles": frozenset(), "consented": False}, "✅ I agree, register first"),
    ],
)
def test_the_next_step_is_the_persons_own_start(database: Database, who: dict[str, Any], next_step: str) -> None:
    view = refused(replace(asked(database).caller, **who), NoLongerThereError())
    assert (view.text, view.rows[0][0].text) == (WHY, next_step)


def test_a_step_that_knows_better_says_so(database: Database) -> None:
    better = row(Button(text="Again", url="https://t.me"))
    assert refused(asked(database).caller, NoLongerThereError(), better).rows == (better,)


async def test_a_link_that_leads_nowhere_leads_on(chat: Chat) -> None:
    ana = await chat.join("Ana", company="Senzor d.o.o.", country="Serbia")
    await ana.does("starts", "e_NOWHERE")
    assert "📤 Offer something" in ana.buttons()
    eve = chat.person("Eve")
    await eve.types("/start")
    await eve.does("starts", "e_NOWHERE")
    assert "✅ I agree, register first" in eve.buttons()


async def test_a_meeting_that_is_gone_leads_to_the_others(chat: Chat) -> None:
    ana = await chat.join("Ana", company="Senzor d.o.o.", country="Serbia")
    await ana.types("/help")
    await ana.does("presses_stale", ana.phone.last(), MeetingPress(MeetingId(999), MeetingAct.DECLINE).pack())
    assert "📅 My meetings" in ana.buttons()
