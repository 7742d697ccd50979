"""What the gate does with those who are banned: they are told once, and keep their rights. See `rights`."""

from collections.abc import Awaitable, Callable

from telegram import Update

from bot.context import Caller, Services
from handlers.appeals import views
from handlers.screen import acknowledge, reply
from storage import companies, moderation
from storage.ids import SanctionId
from storage.models import Sanction

Rights = Callable[[Update, Services, Caller], Awaitable[bool]]
"""Whether the update is what a banned person may do all the same."""


async def stops(update: Update, services: Services, caller: Caller, rights: Rights) -> bool:
    """True for what goes no further than the gate: what a banned person does, but for their rights."""
    if caller.ban is None or await rights(update, services, caller):
        return False
    await acknowledge(update)
    if await _tell_first(services, caller.ban):
        company = await company_name(services, caller.ban)
        can_appeal = await _can_appeal(services, caller.ban.id)
        await reply(update, views.sanctioned(caller.t, caller.ban, company, can_appeal=can_appeal))
    return True


async def _can_appeal(services: Services, sanction_id: SanctionId) -> bool:
    async with services.database.reading() as session:
        return await moderation.appeal_of(session, sanction_id) is None


async def _tell_first(services: Services, ban: Sanction) -> bool:
    async with services.database.reading() as session:
        fresh = await moderation.find(session, ban.id)
    if fresh is None or fresh.told_at is not None:
        return False
    async with services.database.writing() as session:
        return await moderation.mark_told(session, ban.id, services.clock())


async def company_name(services: Services, sanction: Sanction) -> str:
    if sanction.company_id is None:
        return ""
    async with services.database.reading() as session:
        company = await companies.find(session, sanction.company_id)
    return "" if company is None else company.name
