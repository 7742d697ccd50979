"""/find, /unban, and the cards of people, companies and listings."""

from sqlalchemy.ext.asyncio import AsyncSession
from telegram import Update

from bot.context import Context
from bot.usecases.moderation import marks, sanctions
from bot.usecases.moderation.finding import find
from handlers.moderation import finding_views, person_views, review_views
from handlers.moderation.access import moderators_only
from handlers.moderation.buttons import (
    CardPress,
    CompanyMark,
    CompanyMarkPress,
    LiftPress,
    ListingCardPress,
    TargetKind,
)
from handlers.moderation.labels import company_row
from handlers.moderation.target import command_target, person_meant
from handlers.ui.match_index import update_index
from handlers.ui.presses import OldPressError
from handlers.ui.screen import redraw, reply, respond
from handlers.ui.view import View
from storage.ids import CompanyId, ListingId, PersonId
from storage.listings import listings

_MARKS = {
    CompanyMark.TRUST: marks.put_trust,
    CompanyMark.DISTRUST: marks.lift_trust,
    CompanyMark.VERIFY: marks.verify,
    CompanyMark.UNVERIFY: marks.unverify,
}


@moderators_only
async def search(update: Update, context: Context) -> None:
    """Handles /find WORDS, or /find as a reply to a forwarded message."""
    words, sender = command_target(update)
    async with context.services.database.reading() as session:
        number = await person_meant(session, words, sender)
        if number is not None:
            view = await _card(session, context, TargetKind.PERSON, number)
        elif words is None:
            view = finding_views.how_to_search(context.t)
        else:
            view = finding_views.found(context.t, words, await find(session, words))
    await reply(update, view)


@moderators_only
async def card(update: Update, context: Context, press: CardPress) -> None:
    async with context.services.database.reading() as session:
        view = await _card(session, context, press.whom, press.number)
    await respond(update, view)


@moderators_only
async def listing_card(update: Update, context: Context, press: ListingCardPress) -> None:
    async with context.services.database.reading() as session:
        listing = await listings.find(session, ListingId(press.listing))
        if listing is None:
            raise OldPressError
        lines = await review_views.listing_lines(session, context.t, listing)
    await respond(update, View(text="\n".join(lines), rows=(company_row(context.t, listing.company_id),)))


@moderators_only
async def unban(update: Update, context: Context) -> None:
    """Handles /unban WHOM, or a reply to a forwarded message. Shows search results if the target is unclear."""
    words, sender = command_target(update)
    async with context.services.database.reading() as session:
        number = await person_meant(session, words, sender)
    if number is None:
        await search(update, context)
        return
    await _lift(update, context, TargetKind.PERSON, number)


@moderators_only
async def lift(update: Update, context: Context, press: LiftPress) -> None:
    await _lift(update, context, press.whom, press.number)


async def _lift(update: Update, context: Context, whom: TargetKind, number: int) -> None:
    now, is_person = context.services.clock(), whom is TargetKind.PERSON
    async with context.services.database.writing() as session:
        done = await sanctions.unban(
            session,
            context.actor,
            person_id=PersonId(number) if is_person else None,
            company_id=None if is_person else CompanyId(number),
            now=now,
        )
        view = await _card(session, context, whom, number)
    await update_index(context.services, done.touched)
    await redraw(update, view, context.t("Done."))


@moderators_only
async def mark(update: Update, context: Context, press: CompanyMarkPress) -> None:
    """Sets or removes a company's check mark or trust."""
    async with context.services.database.writing() as session:
        await _MARKS[press.mark](session, context.actor, press.company, context.services.clock())
        view = await _card(session, context, TargetKind.COMPANY, press.company)
    await redraw(update, view, context.t("Done."))


async def _card(session: AsyncSession, context: Context, whom: TargetKind, number: int) -> View:
    now = context.services.clock()
    if whom is TargetKind.COMPANY:
        return await person_views.company_card(session, context.t, CompanyId(number), now)
    admins = context.services.settings.admins
    return await person_views.person_card(session, context.t, PersonId(number), now, admins=admins)
