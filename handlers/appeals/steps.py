"""What the gate does with those who may not pass: they are told once, and may appeal once."""

from telegram import Message, Update

from bot.context import Caller, Services
from bot.errors import DomainError
from bot.usecases.moderation import appeals
from handlers.appeals import views
from handlers.appeals.buttons import AppealPress
from handlers.screen import acknowledge, reply
from storage import companies, moderation
from storage.ids import PersonId, SanctionId
from storage.models import Sanction


async def stops(update: Update, services: Services, caller: Caller) -> bool:
    """True for what goes no further than the gate: whatever a banned person does, and an appeal by anybody."""
    query = update.callback_query
    press = AppealPress.unpack(query.data if query else None)
    if press is not None:
        await _begin(update, services, caller, press.sanction)
        return True
    if await _is_appeal(update, services, caller):
        await reply(update, views.handed_in(caller.t))
        return True
    if caller.ban is None:
        return False
    await acknowledge(update)
    if await _tell_first(services, caller.ban):
        company = await company_name(services, caller.ban)
        await reply(update, views.sanctioned(caller.t, caller.ban, company, can_appeal=True))
    return True


async def _begin(update: Update, services: Services, caller: Caller, sanction_id: SanctionId) -> None:
    await acknowledge(update)
    try:
        async with services.database.writing() as session:
            await appeals.begin(session, caller.id, sanction_id, services.clock())
    except DomainError:
        await reply(update, views.once_only(caller.t))
        return
    await reply(update, views.write_it(caller.t))


async def _is_appeal(update: Update, services: Services, caller: Caller) -> bool:
    """A text is kept as the appeal that the person was asked to word."""
    words, now = _words(update.message), services.clock()
    if not words or not await _is_awaited(services, caller.id):
        return False
    async with services.database.writing() as session:
        appeal = await appeals.is_awaited(session, caller.id, now)
        if appeal is not None:
            await appeals.make(session, appeal, words, now)
    return appeal is not None


async def _is_awaited(services: Services, person_id: PersonId) -> bool:
    async with services.database.reading() as session:
        return await appeals.is_awaited(session, person_id, services.clock()) is not None


def _words(message: Message | None) -> str:
    text = (message.text or "") if message else ""
    return "" if text.startswith("/") else text.strip()


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
