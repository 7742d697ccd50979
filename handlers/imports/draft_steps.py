"""Buttons of the drafts of an imported list."""

from sqlalchemy.ext.asyncio import AsyncSession
from telegram import Update

from bot.context import Context
from bot.usecases.events.codes import deep_link
from bot.usecases.imports import drafts
from bot.usecases.imports.drafts import Published
from handlers.events.acting import read
from handlers.imports import draft_views as views
from handlers.imports.buttons import ImportDraftAct, ImportDraftPress, ImportDraftsPage, OwnDraftsPress
from handlers.ui.pages import Page
from handlers.ui.screen import View, acknowledge, replace, reply
from storage.events import events
from storage.ids import EventId
from storage.listings import origins


async def turn_page(update: Update, context: Context, press: ImportDraftsPage) -> None:
    view = await read(context, lambda s: _queue(s, context, press.event, press.page))
    await acknowledge(update)
    await replace(update, view)


async def act(update: Update, context: Context, press: ImportDraftPress) -> None:
    match press.act:
        case ImportDraftAct.FORM | ImportDraftAct.TOLD:
            view = views.published(context.t, press.event, await _publish(context, press))
        case ImportDraftAct.LEAVE_OUT:
            view = await _delete(context, press)
        case ImportDraftAct.LINKS:
            view = await _invitations(context, press.event)
        case _:
            view = await read(context, lambda s: _look(s, context, press))
    await acknowledge(update)
    await (reply if press.act is ImportDraftAct.LINKS else replace)(update, view)


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
    page = Page(total=found.drafts, size=views.PER_PAGE, asked=index)
    here = await origins.drafts(session, event_id, offset=page.offset, limit=page.size)
    return views.queue(context.t, found, here, page)


async def _look(session: AsyncSession, context: Context, press: ImportDraftPress) -> View:
    if press.listing == views.ALL:
        found = await drafts.queue(session, context.actor, press.event)
        return views.ask_consent(context.t, press.event, press.listing, found.drafts, found.companies)
    draft = await drafts.one(session, context.actor, press.event, press.listing)
    if press.act is ImportDraftAct.ASK:
        return views.ask_consent(context.t, press.event, press.listing, 1, 1)
    may_correct = draft.company.id in context.caller.companies
    return views.draft(context.t, press.event, draft, may_correct=may_correct)


async def _publish(context: Context, press: ImportDraftPress) -> Published:
    """Publishes drafts in batches, so that no transaction is long. The matcher's next run finds counterparts."""
    services, one = context.services, press.listing or None
    done = Published()
    while True:
        async with services.database.writing() as session:
            batch = await drafts.publish(
                session,
                context.actor,
                press.event,
                views.CONSENTS[press.act],
                services.clock(),
                review=services.settings.review,
                listing_id=one,
            )
        done += batch
        if one is not None or not batch.total:
            return done


async def _delete(context: Context, press: ImportDraftPress) -> View:
    async with context.services.database.writing() as session:
        await drafts.leave_out(session, context.actor, press.event, press.listing, context.services.clock())
        return await _queue(session, context, press.event, 0)


async def _invitations(context: Context, event_id: EventId) -> View:
    services = context.services
    async with services.database.writing() as session:
        found = await drafts.invitations(session, context.actor, event_id, draw=services.draw, now=services.clock())
        event = await events.find(session, event_id)
    linked = [(each, deep_link(context.bot.username, link.kind, link.code)) for each, link in found]
    return views.invitations(context.t, "" if event is None else event.code, linked)
