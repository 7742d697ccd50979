"""/clients: the inbox of an adviser, choosing for whom to act, and handing a company over."""

from telegram import Update

from bot.context import Context
from bot.usecases import advisers
from bot.usecases.events import booths
from bot.usecases.events.codes import deep_link
from handlers.advisers import views
from handlers.advisers.buttons import EVERYBODY, ClientPress, ClientsPage, HandOverPress, Successor
from handlers.ui.gate import members_only
from handlers.ui.pages import Page
from handlers.ui.screen import View, redraw, respond
from storage.ids import CompanyId
from storage.vocabulary import Relation


@members_only
async def show(update: Update, context: Context) -> None:
    await respond(update, await _list(context, 0))


@members_only
async def turn_page(update: Update, context: Context, press: ClientsPage) -> None:
    await redraw(update, await _list(context, press.page))


@members_only
async def choose(update: Update, context: Context, press: ClientPress) -> None:
    """Acts for a company, and shows what is due there."""
    services, person_id = context.services, context.caller.id
    company_id = None if press.company == EVERYBODY else CompanyId(press.company)
    async with services.database.writing() as session:
        await advisers.act_for(session, person_id, company_id)
        clients = await advisers.my_clients(session, person_id, services.clock())
    client = next((one for one in clients if one.company_id == company_id), None)
    if client is None:
        page = Page(total=len(clients), size=views.PER_PAGE, asked=0)
        await redraw(update, views.clients(context.t, clients, page, acting_for=None))
    else:
        await redraw(update, views.client(context.t, client))


@members_only
async def hand_over(update: Update, context: Context, press: HandOverPress) -> None:
    """Asks who takes the company over, or shows the link for it."""
    services, person_id = context.services, context.caller.id
    name = context.caller.companies.get(press.company, "")
    if press.to is Successor.MENU:
        await redraw(update, views.successors(context.t, press.company, name))
        return
    relation = Relation.ADVISER if press.to is Successor.ADVISER else Relation.REPRESENTATIVE
    async with services.database.writing() as session:
        link = await booths.claim_link(
            session,
            person_id,
            press.company,
            event_id=None,
            relation=relation,
            draw=services.draw,
            now=services.clock(),
        )
    await redraw(update, views.hand_over(context.t, name, deep_link(context.bot.username, link.kind, link.code)))


async def _list(context: Context, page: int) -> View:
    async with context.services.database.reading() as session:
        clients = await advisers.my_clients(session, context.caller.id, context.services.clock())
    here = Page(total=len(clients), size=views.PER_PAGE, asked=page)
    return views.clients(context.t, clients, here, acting_for=context.caller.acting_for)
