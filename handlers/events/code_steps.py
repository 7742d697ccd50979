"""QR codes and links of an event: posters, booths, listings, and claims of a company."""

from functools import partial

from sqlalchemy.ext.asyncio import AsyncSession
from telegram import InputFile, Update

from bot.context import Context
from bot.usecases.events import access, booths
from bot.usecases.events.codes import EVENT, deep_link
from bot.usecases.events.names import in_language
from bot.usecases.file_names import event_file, own_file
from bot.usecases.introductions.overview import shown
from handlers.events import qr, views
from handlers.events.acting import read
from handlers.events.buttons import CompaniesPage, ExhibitorAct, ExhibitorPress
from handlers.listings import shared_views
from handlers.listings.buttons import ListingQr
from handlers.ui.pages import Page
from handlers.ui.screen import acknowledge, redraw, reply, respond
from handlers.ui.topics import in_topic, topic_of
from handlers.ui.view import Rows, View, inline
from storage.events import events, exhibitors
from storage.ids import CompanyId, EventId
from storage.listings import listings
from storage.people import companies


async def turn_companies_page(update: Update, context: Context, press: CompaniesPage) -> None:
    view = await read(context, lambda s: companies_page(s, context, press.event, press.page))
    await redraw(update, view)


async def company(update: Update, context: Context, press: ExhibitorPress) -> None:
    """Sends the QR code of a company's booth, or the link by which its people claim it."""
    services, now = context.services, context.services.clock()
    async with services.database.writing() as session:
        found = await companies.find(session, press.company)
        file = await _booth_file(session, press.event, press.company)
        name = "" if found is None else found.name
        if press.act is ExhibitorAct.CLAIM:
            link = await booths.claim_link(
                session, context.caller.id, press.company, event_id=press.event, draw=services.draw, now=now
            )
        else:
            link = await booths.booth_link(
                session, context.actor, press.event, press.company, draw=services.draw, now=now
            )
    address = deep_link(context.bot.username, link.kind, link.code)
    await acknowledge(update)
    if press.act is ExhibitorAct.CLAIM:
        await reply(update, views.claim_link(context.t, name, address))
    else:
        await _send_qr(update, context, address, views.qr_caption(context.t, name, address), name=file)


async def _booth_file(session: AsyncSession, event_id: EventId, company_id: CompanyId) -> str:
    event, booth = await events.find(session, event_id), await exhibitors.find(session, event_id, company_id)
    return "booth" if event is None else event_file(event, "booth", "" if booth is None else booth.booth or "")


async def listing_qr(update: Update, context: Context, press: ListingQr) -> None:
    """Sends the QR code of the person's own listing, for a poster or a catalogue. People pass it on as it is."""
    services = context.services
    async with services.database.writing() as session:
        link = await booths.listing_link(
            session, context.actor, press.listing, draw=services.draw, now=services.clock()
        )
    async with services.database.reading() as session:  # masking a text takes a thread
        listing = await listings.find(session, press.listing)
        masked, _ = await shown(session, listing)
    address = deep_link(context.bot.username, link.kind, link.code)
    await acknowledge(update)
    title = "" if listing is None else listing.title
    inline_mode = bool(context.bot.supports_inline_queries)
    rows = shared_views.ways_to_share(context.t, press.listing, title, inline=inline_mode)
    caption = views.qr_caption(context.t, masked, address)
    await _send_qr(update, context, address, caption, name=own_file(masked, "listing"), rows=rows)


async def send_codes(update: Update, context: Context, event_id: EventId) -> None:
    async with context.services.database.reading() as session:
        event = await access.own_event(session, context.actor, event_id)
    address = deep_link(context.bot.username, EVENT, event.code)
    name = in_language(event.names, context.t.language)
    await _send_qr(update, context, address, views.qr_caption(context.t, name, address), name=event_file(event))
    await respond(update, views.code(context.t, event, context.bot.username))


async def _send_qr(update: Update, context: Context, address: str, caption: str, *, name: str, rows: Rows = ()) -> None:
    """Sends a picture for the screen and a drawing for the printer. The buttons are below the last one."""
    bot, person, topic = context.bot, context.caller.id, topic_of(update)
    picture = InputFile(qr.png(address), filename=f"{name}.png")
    drawing = InputFile(qr.svg(address), filename=f"{name}.svg")
    await in_topic(topic, partial(bot.send_photo, person, picture, caption=caption[:1000]))
    await in_topic(topic, partial(bot.send_document, person, drawing, reply_markup=inline(rows)))


async def companies_page(session: AsyncSession, context: Context, event_id: EventId, index: int) -> View:
    event = await access.own_event(session, context.actor, event_id)
    total = await exhibitors.count_companies_at(session, event_id)
    page = Page(total=total, size=views.PER_PAGE, asked=index)
    found = await exhibitors.companies_at(session, event_id, offset=page.offset, limit=page.size)
    return views.companies(context.t, event, found, page, mine=context.caller.companies)
