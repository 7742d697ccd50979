"""Buttons of the drafts of an imported list."""

from sqlalchemy.ext.asyncio import AsyncSession
from telegram import Update

from bot.context import Context
from bot.usecases.events import access
from bot.usecases.events.codes import deep_link
from bot.usecases.imports import drafts
from bot.usecases.imports.drafts import DraftsChangedError, Published
from handlers.events.acting import read
from handlers.imports import draft_views as views
from handlers.imports.buttons import ImportDraftAct, ImportDraftPress, ImportDraftsPage, OwnDraftsPress, StatementPress
from handlers.ui.notes import error_text
from handlers.ui.pages import Page
from handlers.ui.screen import acknowledge, replace, reply
from handlers.ui.view import View
from storage.ids import EventId, ListingId
from storage.listings import origins
from storage.listings.origins import DraftState


async def turn_page(update: Update, context: Context, press: ImportDraftsPage) -> None:
    view = await read(context, lambda s: _queue(s, context, press.event, press.page))
    await acknowledge(update)
    await replace(update, view)


async def act(update: Update, context: Context, press: ImportDraftPress) -> None:
    match press.act:
        case ImportDraftAct.LEAVE_OUT:
            view = await _delete(context, press)
        case ImportDraftAct.LINKS:
            await acknowledge(update)
            for view in await _invitations(context, press.event):
                await reply(update, view)
            return
        case _:
            view = await read(context, lambda s: _view(s, context, press))
    await acknowledge(update)
    await replace(update, view)


async def publish(update: Update, context: Context, press: StatementPress) -> None:
    """Publishes in batches, so that nobody waits for a long transaction. The matcher's next sweep does the rest."""
    services, asked = context.services, DraftState(press.drafts, press.companies, press.newest, press.texts)
    done = Published(left=asked)
    try:
        while done.left is not None and done.left.drafts:
            async with services.database.writing() as session:
                done += await drafts.publish(
                    session,
                    context.actor,
                    press.event,
                    views.CONSENTS[press.act],
                    done.left,
                    services.clock(),
                    review=services.settings.review,
                    listing_id=press.listing or None,
                )
        view = views.published(context.t, press.event, done)
    except DraftsChangedError as error:
        notice = error_text(context.t, error)
        view = await read(context, lambda s: _ask(s, context, press.event, press.listing, notice))
    await acknowledge(update)
    await replace(update, view)


async def publish_own(update: Update, context: Context, press: OwnDraftsPress) -> None:
    """Publishes imported drafts of the exhibitor's own company. The press is the consent to be shown abroad."""
    services = context.services
    async with services.database.writing() as session:
        done = await drafts.publish_own(
            session, context.caller.id, press.company, services.settings.review, services.clock()
        )
    await acknowledge(update)
    await replace(update, views.own_published(context.t, done))
    for listing_id in done.shown:
        await services.matchmaker.consider(listing_id)


async def _queue(session: AsyncSession, context: Context, event_id: EventId, index: int) -> View:
    found = await drafts.queue(session, context.actor, event_id)
    page = Page(total=found.state.drafts, size=views.PER_PAGE, asked=index)
    here = await origins.drafts(session, event_id, offset=page.offset, limit=page.size)
    return views.queue(context.t, found, here, page)


async def _view(session: AsyncSession, context: Context, press: ImportDraftPress) -> View:
    if press.act is ImportDraftAct.ASK:
        return await _ask(session, context, press.event, press.listing)
    draft = await drafts.one(session, context.actor, press.event, press.listing)
    may_correct = draft.company.id in context.caller.companies
    return views.draft(context.t, press.event, draft, may_correct=may_correct)


async def _ask(
    session: AsyncSession, context: Context, event_id: EventId, listing_id: ListingId, notice: str = ""
) -> View:
    state = await drafts.state(session, context.actor, event_id, listing_id or None)
    return views.ask_consent(context.t, event_id, listing_id, state, notice)


async def _delete(context: Context, press: ImportDraftPress) -> View:
    async with context.services.database.writing() as session:
        await drafts.leave_out(session, context.actor, press.event, press.listing, context.services.clock())
        return await _queue(session, context, press.event, 0)


async def _invitations(context: Context, event_id: EventId) -> list[View]:
    services = context.services
    async with services.database.writing() as session:
        found = await drafts.invitations(session, context.actor, event_id, draw=services.draw, now=services.clock())
        event = await access.own_event(session, context.actor, event_id)
    linked = [(each, deep_link(context.bot.username, link.kind, link.code)) for each, link in found]
    table = views.invitations(context.t, event, linked)
    return [table, views.invitation_codes(context.t, event, linked)] if linked else [table]
