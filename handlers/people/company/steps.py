"""/company: shows a company, changes it, leaves it."""

from sqlalchemy.ext.asyncio import AsyncSession
from telegram import Update

from bot.context import Context
from bot.errors import NotAllowedError
from bot.usecases.people import registration
from bot.usecases.privacy import rights
from handlers.forms.form import CHANGING
from handlers.forms.opening import open_form
from handlers.people.buttons import ADDED, CompanyAct, CompanyPress
from handlers.people.company import views
from handlers.people.registration.form import CHANGE, data_of
from handlers.ui.gate import members_only
from handlers.ui.screen import acknowledge, redraw, respond
from handlers.ui.view import View
from storage.ids import CompanyId
from storage.listings import changes, listings
from storage.people import companies, contacts, memberships
from storage.privacy import rights as stored
from storage.verification import verifications

CHANGES = frozenset({CompanyAct.CHANGE, *ADDED})


@members_only
async def show(update: Update, context: Context) -> None:
    """Shows the company that the person acts for, or else the one that they joined first."""
    async with context.services.database.reading() as session:
        mine = await memberships.represented_by(session, context.caller.id)
        view = await _company(session, context, context.caller.acting_for or mine[0].id)
    await respond(update, view)


@members_only
async def act(update: Update, context: Context, press: CompanyPress) -> None:
    """Handles all buttons of a company except those that open the form."""
    if press.act is CompanyAct.LEAVE_NOW:
        await _leave(update, context, press.company)
        return
    async with context.services.database.reading() as session:
        company = await registration.own_company(session, context.caller.id, press.company)
        if press.act is CompanyAct.LEAVE:
            last = company.id in await stored.represented_only_by(session, context.caller.id)
            view = views.leave(context.t, company, last=last)
        else:
            view = await _company(session, context, company.id)
    await redraw(update, view)


async def _leave(update: Update, context: Context, company_id: CompanyId) -> None:
    services, person_id = context.services, context.caller.id
    async with services.database.writing() as session:
        company = await registration.own_company(session, person_id, company_id)
        had = await listings.ids_of_companies(session, [company_id])
        gone = await rights.leave(session, person_id, company_id, services.clock())
        registered = bool(await memberships.represented_by(session, person_id))
    for listing_id in had if gone else ():
        await services.matchmaker.forget(listing_id)
    services.outbox.wake()
    await redraw(update, views.left(context.t, company, registered=registered))


async def _company(session: AsyncSession, context: Context, company_id: CompanyId) -> View:
    person_id = context.caller.id
    known = await contacts.of_company(session, company_id)
    pairs = zip(known.people, known.memberships, strict=True)
    mine = views.OwnCompany(
        company=known.company,
        people=[(person.id, person.name, membership) for person, membership in pairs],
        channels=[channel for channel in known.channels if channel.person_id == person_id],
        me=person_id,
        verified=await verifications.standing(session, company_id),
        mail=known.mail,
        mail_status=known.mail_status,
        break_until=await changes.break_until(session, company_id),
    )
    others = [one for one in await memberships.represented_by(session, person_id) if one.id != company_id]
    return views.company(context.t, mine, others)


async def change(update: Update, context: Context, press: CompanyPress) -> str | int:
    """Opens the preview of a company, where any field can be changed, or the field to add."""
    async with context.services.database.reading() as session:
        company = await registration.own_company(session, context.caller.id, press.company)
        membership = await memberships.find(session, context.caller.id, company.id)
        channels = await companies.channels(session, context.caller.id, company.id)
    if membership is None:
        raise NotAllowedError
    await acknowledge(update)
    data = data_of(company, membership, [(channel.kind, channel.value) for channel in channels])
    known = {key: value for key, value in data.items() if value is not None}
    field = ADDED.get(press.act)
    if field is None:
        return await open_form(update, context, CHANGE, known)
    return await open_form(update, context, CHANGE, {**known, CHANGING: True}, step=field)
