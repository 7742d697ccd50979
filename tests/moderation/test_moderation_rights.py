"""Every command and button of moderators and admins, tried by everyone: pressed, forged and repeated.

The commands come from the table of handlers and the buttons from their classes, so that a new one without a line here
fails.
"""

from collections.abc import Iterator
from dataclasses import fields
from enum import StrEnum
from itertools import product
from typing import Any, get_type_hints

import pytest
from telegram.ext import CommandHandler, ConversationHandler

from handlers.moderation import buttons
from handlers.ui.buttons import Press
from storage.models import (
    AuditEntry,
    Listing,
    ReviewItem,
    RoleGrant,
    Sanction,
    ScreeningHit,
    TrustedCompany,
    Verification,
)
from storage.moderation import reviews
from storage.vocabulary import ReviewKind, Role
from tests.chat import Chat, Human
from tests.clock import Clock
from tests.events.fair import Fair, at_the_fair, registered
from tests.moderation.moderators import bans, moderator, with_role
from tests.neighbours import select_own

MODERATORS = {"ban", "mute", "warn", "unban", "queue", "reports", "find", "audit"}
ADMINS = {"roles", "stats", "health", "countries"}
FOR_ADMINS = {
    buttons.RolePress,
    buttons.GiveRolePress,
    buttons.BlockPairPress,
    buttons.UnblockPairPress,
    buttons.CountriesPage,
}
FOR_EVERYBODY = {buttons.AppealPress, buttons.ReportPress, buttons.ReportReasonPress, buttons.DropReportPress}
GUARDED = (AuditEntry, ReviewItem, RoleGrant, Sanction, ScreeningHit, TrustedCompany, Verification, Listing)
WITHOUT = ("nobody", "member", "adviser", "organizer", "banned")
PRESSES = [
    each
    for each in vars(buttons).values()
    if isinstance(each, type) and issubclass(each, Press) and each not in {Press, *FOR_EVERYBODY}
]


async def somebody(fair: Fair, who: str) -> Human:
    if who == "nobody":
        human = fair.chat.person("Nora")
        await human.types("/start")
        return human
    if who in {"member", "banned"}:
        human = fair.chat.person("Tao")
        await registered(fair.chat, human, "Tao Ltd", "IN", "tao@tao.example")
        if who == "banned":
            await bans(await moderator(fair.chat, "Milo"), str(human.id))
        return human
    return await with_role(fair.chat, who, Role(who))


async def kept(chat: Chat) -> list[Any]:
    """Returns everything that only moderators and admins can change."""
    async with chat.program.services.database.reading() as session:
        return [
            sorted(map(repr, (await session.execute(select_own(*model.__table__.columns))).all())) for model in GUARDED
        ]


def forged(kind: type[Press], numbers: tuple[int, ...]) -> Iterator[str]:
    """Returns the button with every value of its enumerations and with these ids in all places."""
    hints = get_type_hints(kind)
    names = [field.name for field in fields(kind)]
    choices = [
        list(hints[name]) if isinstance(hints[name], type) and issubclass(hints[name], StrEnum) else list(numbers)
        for name in names
    ]
    for values in product(*choices):
        yield kind(*values).pack()


@pytest.fixture
async def fair(chat: Chat, clock: Clock) -> Fair:
    """A fair with a reported proposal in the review queue."""
    fair = await at_the_fair(chat, clock)
    await fair.proposed()
    await fair.ana.presses("⋯")
    await fair.ana.says("They are just asking the price")
    return fair


def commands_of(chat: Chat) -> set[str]:
    found: set[str] = set()
    for handler in chat.program.application.handlers[0]:
        inner = handler.entry_points if isinstance(handler, ConversationHandler) else [handler]
        for one in inner:
            if isinstance(one, CommandHandler):
                found |= one.commands
    return found


def test_all_moderator_commands_and_buttons_are_in_the_table(chat: Chat) -> None:
    assert commands_of(chat) >= MODERATORS | ADMINS


@pytest.mark.parametrize("who", WITHOUT)
async def test_moderator_commands_are_unknown_to_others(fair: Fair, who: str) -> None:
    human = await somebody(fair, who)
    before, seen = await kept(fair.chat), len(human.phone.messages())
    await human.types("/nosuchcommand")
    unknown = human.sees()
    for command in sorted(MODERATORS | ADMINS):
        await human.types(f"/{command} {fair.mei.id}")
        assert human.sees() == unknown, command
    assert await kept(fair.chat) == before
    if who == "banned":
        assert len(human.phone.messages()) == seen


@pytest.mark.parametrize("who", [*WITHOUT, "moderator"])
async def test_forged_buttons_do_nothing_without_the_role(fair: Fair, who: str) -> None:
    human = await somebody(fair, who)
    before, message = await kept(fair.chat), human.phone.last()
    for kind in PRESSES:
        if who == "moderator" and kind not in FOR_ADMINS:
            continue
        for data in forged(kind, (1, human.id)):
            human.phone.presses_stale(message, data)
        await fair.chat.settle()
        assert await kept(fair.chat) == before, kind.__name__
        assert "Li Mei" not in human.sees(), kind.__name__


async def test_a_decision_counts_once_when_pressed_repeatedly(fair: Fair) -> None:
    mira = await moderator(fair.chat)
    await mira.types("/reports")
    card = mira.phone.last()
    data = next(
        button["callback_data"]
        for line in card["reply_markup"]["inline_keyboard"]
        for button in line
        if "Nothing wrong" in button["text"]
    )
    for _ in range(3):
        mira.phone.presses_stale(card, data)
    await fair.chat.settle()
    async with fair.chat.program.services.database.reading() as session:
        assert len((await session.scalars(select_own(AuditEntry))).all()) == 1
        assert (await reviews.queue(session, tuple(ReviewKind))).length == 0


async def test_a_moderator_cannot_act_on_an_item_claimed_by_another(fair: Fair) -> None:
    mira, milo = await moderator(fair.chat), await moderator(fair.chat, "Milo")
    await mira.types("/reports")
    card = mira.phone.last()
    await milo.types("/reports")
    assert "No report is open" in milo.sees()
    before = await kept(fair.chat)
    for line in card["reply_markup"]["inline_keyboard"]:
        for button in line:
            if "⏭" not in button["text"] and button["callback_data"].startswith(buttons.ReviewItemPress.KIND):
                milo.phone.presses_stale(milo.phone.last(), button["callback_data"])
    await fair.chat.settle()
    assert await kept(fair.chat) == before
