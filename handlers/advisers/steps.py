"""/clients: the inbox of an adviser, choosing for whom to act, and handing a company over."""

from collections.abc import Sequence

from telegram import Update

from bot.context import Context
from bot.usecases import advisers
from bot.usecases.advisers import Client
from bot.usecases.events import booths
from bot.usecases.events.codes import deep_link
from handlers.advisers import views
from handlers.advisers.buttons import AllClientsPress, ClientPress, ClientsPage, HandOverPress, Successor
from handlers.ui.gate import members_only
from handlers.ui.pages import Page
from handlers.ui.screen import redraw, respond
from handlers.ui.view import View
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
    clients = await _act_for(context, press.company)
    client = next(one for one in clients if one.company_id == press.company)
    await redraw(update, views.client(context.t, client))


@members_only
async def choose_all(update: Update, context: Context, _press: AllClientsPress) -> None:
    clients = await _act_for(context, None)
    page = Page(total=len(clients), size=views.PER_PAGE, asked=0)
    await redraw(update, views.clients(context.t, clients, page, acting_for=None))


async def _act_for(context: Context, company_id: CompanyId | None) -> Sequence[Client]:
    async with context.services.database.writing() as session:
        await advisers.act_for(session, context.caller.id, company_id)
        return await advisers.my_clients(session, context.caller.id, context.services.clock())


@members_only
async def hand_over(update: Update, context: Context, press: HandOverPress) -> None:
    """Asks who takes the company over, or shows the link for it."""
    services, person_id = context.services, context.caller.id
    async with services.database.writing() as session:
        company = await booths.may_hand_over(session, person_id, press.company)
        if press.to is Successor.MENU:
            view = views.successors(context.t, company)
        else:
            link = await booths.claim_link(
                session,
                person_id,
                company.id,
                event_id=None,
                relation=Relation.ADVISER if press.to is Successor.ADVISER else Relation.REPRESENTATIVE,
                draw=services.draw,
                now=services.clock(),
            )
            view = views.hand_over(context.t, company, deep_link(context.bot.username, link.kind, link.code))
    await redraw(update, view)


async def _list(context: Context, page: int) -> View:
    async with context.services.database.reading() as session:
        clients = await advisers.my_clients(session, context.caller.id, context.services.clock())
    here = Page(total=len(clients), size=views.PER_PAGE, asked=page)
    return views.clients(context.t, clients, here, acting_for=context.caller.acting_for)
