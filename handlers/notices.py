"""Renders deliveries when they are sent, from the database and in the person's language."""

from dataclasses import replace
from datetime import datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession
from telegram.ext import ExtBot

from bot.context import Services
from bot.i18n.translator import Translator, translator_for
from bot.outbox import notice_pairs
from bot.outbox.channel import MessagePart, Prepared
from bot.telegram import command_menu
from bot.telegram.send_slots import Lane
from bot.usecases.listings import cards
from bot.usecases.people import settings
from handlers.announcements import notices as announcement_notices
from handlers.events import notices as event_notices
from handlers.follow_up import notices as follow_up_notices
from handlers.forms.resuming import unfinished
from handlers.imports import notices as import_notices
from handlers.introductions import notices as introduction_notices
from handlers.introductions import topics
from handlers.listings import break_steps, hints
from handlers.listings import views as listing_views
from handlers.listings.form import EXPRESS
from handlers.mail import notices as mail_notices
from handlers.meetings import notices as meeting_notices
from handlers.moderation import notices as moderation_notices
from handlers.people.registration import views as registration_views
from handlers.privacy import notices as privacy_notices
from handlers.recommendations import notices as recommendation_notices
from handlers.suggestions import views as match_views
from handlers.suggestions.buttons import ALL
from handlers.ui.gate import reads_english
from handlers.ui.notice import Notice, NoticeContext, Renderer
from handlers.ui.screen import requests
from handlers.ui.view import View
from handlers.verification import notices as verification_notices
from storage.ids import CompanyId, ListingId, PersonId, ThreadId
from storage.listings import listings
from storage.models import Delivery
from storage.moderation import sanctions
from storage.people import companies, drafts, memberships, people
from storage.suggestions import open_suggestions, suggestions
from storage.vocabulary import Frequency, ListingStatus, MembershipStatus, Topic


async def prepare(services: Services, bot: ExtBot[Lane], delivery: Delivery) -> Prepared | None:
    """Returns the parts of a delivery and the write that follows. Returns None if the delivery is obsolete."""
    if delivery.topic in {Topic.ROLE_GRANTED, Topic.ROLE_TAKEN}:
        admins = services.settings.admins
        await command_menu.publish_for(bot, services.database, delivery.person_id, admins=admins)
    rendered = await _render(services, delivery)
    if rendered is None:
        return None
    t, notice = rendered
    view, on_sent = (notice.view, notice.on_sent) if isinstance(notice, Notice) else (notice, None)
    topic = await topics.of_delivery(services, bot, delivery)
    if topic is not None and (topic.new or delivery.topic == Topic.INTRODUCTION_ACCEPTED):
        view = topics.with_hint(t, view)
    parts = message_parts(bot, delivery.person_id, view, None if topic is None else topic.id)
    if on_sent is None:
        return Prepared(parts=parts)
    return Prepared(parts=parts, on_sent=lambda session: on_sent(session, services.clock()))


def message_parts(bot: ExtBot[Lane], chat_id: int, view: View, topic: ThreadId | None = None) -> list[MessagePart]:
    """Returns one part per request, so that a retry sends only the missing parts."""
    return [MessagePart(send=send) for send in requests(bot, chat_id, view, lane=Lane.IN_TURN, topic=topic)]


async def _render(services: Services, delivery: Delivery) -> tuple[Translator, View | Notice] | None:
    render = NOTICES.get(delivery.topic)
    if render is None:
        return None
    async with services.database.reading() as session:
        person, is_banned = await sanctions.person_and_ban(session, delivery.person_id)
        if person is None or (is_banned and delivery.topic not in moderation_notices.ALSO_TO_BANNED):
            return None
        if await notice_pairs.lacks_beginning(session, delivery):
            return None
        t = translator_for(person.language, reads_english(person), can_translate=services.translator is not None)
        notice = await render(NoticeContext(session=session, services=services, delivery=delivery, t=t))
        return None if notice is None else (t, notice)


async def _join_request(ctx: NoticeContext) -> View | None:
    person_id, company_id = PersonId(ctx.payload["person_id"]), CompanyId(ctx.payload["company_id"])
    membership = await memberships.find(ctx.session, person_id, company_id)
    person, company = await people.find(ctx.session, person_id), await companies.find(ctx.session, company_id)
    if membership is None or membership.status is not MembershipStatus.REQUESTED or person is None or company is None:
        return None
    return registration_views.join_request(ctx.t, person.name, company.name, person_id, company_id)


async def _join_answered(ctx: NoticeContext) -> View | None:
    company = await companies.find(ctx.session, CompanyId(ctx.payload["company_id"]))
    if company is None:
        return None
    draft = await drafts.of_form(ctx.session, ctx.person_id, EXPRESS.name)
    return registration_views.join_answered(
        ctx.t,
        company.name,
        welcome=bool(ctx.payload["welcome"]),
        unfinished=unfinished(ctx.t, EXPRESS, draft.data) if draft is not None else None,
    )


async def _suggestions(ctx: NoticeContext) -> Notice | None:
    """Shows the best unseen suggestion. It counts as seen once the message is sent."""
    now = ctx.now
    habits = await settings.notification_settings(ctx.session, ctx.person_id)
    best = await open_suggestions.open_for(ctx.session, ctx.person_id, now, unseen=True, limit=1)
    if habits.suggestions is not Frequency.AT_ONCE or not best:
        return None
    suggestion = best[0].suggestion
    count = await open_suggestions.count_open(ctx.session, ctx.person_id, now, unseen=True)
    index = await open_suggestions.index_of(ctx.session, ctx.person_id, suggestion.id, now)
    page = await cards.page(ctx.session, ctx.person_id, now, listing_id=None, index=index)
    names = {one.id: one.name for one in await memberships.represented_by(ctx.session, ctx.person_id)}
    own = names.get(page.card.mine.company_id, "") if page.card is not None and len(names) > 1 else ""
    view = match_views.match(ctx.t, page, ALL, heading=match_views.new_ones(ctx.t, count), own=own)

    async def mark_seen(session: AsyncSession, now: datetime) -> None:
        await suggestions.mark_seen(session, ctx.person_id, [suggestion.id], now)

    return Notice(view=replace(view, silent=settings.is_quiet(now, habits)), on_sent=mark_seen)


async def _listing_expiring(ctx: NoticeContext) -> View | None:
    listing = await listings.find(ctx.session, ListingId(ctx.payload["listing_id"]))
    if listing is None or listing.status is not ListingStatus.PUBLISHED:
        return None
    return listing_views.expires_soon(ctx.t, listing)


async def _listing_expired(ctx: NoticeContext) -> View | None:
    listing = await listings.find(ctx.session, ListingId(ctx.payload["listing_id"]))
    if listing is None or listing.status is not ListingStatus.EXPIRED:
        return None
    return listing_views.expired(ctx.t, listing)


NOTICES: Final[dict[str, Renderer]] = {
    Topic.JOIN_REQUEST: _join_request,
    Topic.JOIN_ANSWERED: _join_answered,
    Topic.SUGGESTIONS: _suggestions,
    Topic.LISTING_EXPIRING: _listing_expiring,
    Topic.LISTING_EXPIRED: _listing_expired,
    **break_steps.NOTICES,
    **hints.NOTICES,
    **introduction_notices.NOTICES,
    **follow_up_notices.NOTICES,
    **recommendation_notices.NOTICES,
    **event_notices.NOTICES,
    **meeting_notices.NOTICES,
    **announcement_notices.NOTICES,
    **import_notices.NOTICES,
    **moderation_notices.NOTICES,
    **verification_notices.NOTICES,
    **privacy_notices.NOTICES,
    **mail_notices.NOTICES,
}
