"""Looking at one's company, changing it, leaving it."""

from sqlalchemy.ext.asyncio import AsyncSession
from telegram import Update

from bot.context import Context
from bot.errors import NotAllowedError
from bot.usecases import privacy
from handlers.access import members_only
from handlers.company import views
from handlers.company.buttons import CompanyAct, CompanyPress
from handlers.form.steps import Forms
from handlers.navigation import steps as navigation
from handlers.privacy.gone import forget_gone, listings_of
from handlers.registration.finish import data_of
from handlers.registration.form import CHANGE
from handlers.screen import View, acknowledge, replace, reply
from storage import companies, contacts, verification
from storage import privacy as stored
from storage.ids import CompanyId
from storage.models import Company


@members_only
async def show(update: Update, context: Context) -> None:
    await acknowledge(update)
    async with context.services.database.reading() as session:
        mine = await companies.represented_by(session, context.caller.id)
        view = await _company(session, context, mine[0].id)
    await reply(update, view)


@members_only
async def act(update: Update, context: Context) -> None:
    """Everything but changing, which opens a form."""
    query = update.callback_query
    press = CompanyPress.unpack(query.data if query else None)
    if press is None or press.act is CompanyAct.CHANGE:
        await navigation.old_button(update, context)
        return
    if press.act is CompanyAct.LEAVE_NOW:
        await _leave(update, context, press.company)
        return
    await acknowledge(update)
    async with context.services.database.reading() as session:
        company = await _own(session, context, press.company)
        if press.act is CompanyAct.LEAVE:
            last = company.id in await stored.left_alone_without(session, context.caller.id)
            view = views.leave(context.t, company, last=last)
        else:
            view = await _company(session, context, company.id)
    await replace(update, view)


async def _leave(update: Update, context: Context, company_id: CompanyId) -> None:
    services, person_id = context.services, context.caller.id
    async with services.database.writing() as session:
        company = await _own(session, context, company_id)
        had = await listings_of(session, person_id)
        await privacy.leave(session, person_id, company_id, services.clock())
        registered = bool(await companies.represented_by(session, person_id))
    await forget_gone(services, had)
    services.deliveries.wake()
    await acknowledge(update)
    await replace(update, views.left(context.t, company, registered=registered))


async def _own(session: AsyncSession, context: Context, company_id: CompanyId) -> Company:
    """Raises NotAllowedError for somebody who does not speak for it."""
    company = await companies.find(session, company_id)
    if company is None or not await companies.speaks_for(session, context.caller.id, company_id):
        raise NotAllowedError
    return company


async def _company(session: AsyncSession, context: Context, company_id: CompanyId) -> View:
    person_id = context.caller.id
    known = await contacts.of_company(session, company_id)
    pairs = zip(known.people, known.memberships, strict=True)
    mine = views.Mine(
        company=known.company,
        people=[(person.id, person.name, membership) for person, membership in pairs],
        channels=[channel for channel in known.channels if channel.person_id == person_id],
        me=person_id,
        verified=await verification.standing(session, company_id),
    )
    others = [one for one in await companies.represented_by(session, person_id) if one.id != company_id]
    return views.company(context.t, mine, others)


class Changing:
    """The button that opens the registration form on a company: part of the conversation."""

    def __init__(self, forms: Forms) -> None:
        self._forms = forms

    async def change(self, update: Update, context: Context) -> str | int | None:
        query = update.callback_query
        press = CompanyPress.unpack(query.data if query else None)
        if press is None:
            await navigation.old_button(update, context)
            return None
        async with context.services.database.reading() as session:
            company = await _own(session, context, press.company)
            membership = await companies.membership(session, context.caller.id, company.id)
            channels = await companies.channels(session, context.caller.id, company.id)
        if membership is None:
            raise NotAllowedError
        await acknowledge(update)
        data = data_of(company, membership, [(channel.kind, channel.value) for channel in channels])
        known = {key: value for key, value in data.items() if value is not None}
        return await self._forms.begin(update, context, CHANGE, known)
