"""Notices about moderators' decisions, and to moderators about their queue."""

import html
from datetime import datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.context import Services
from bot.i18n.translator import Translator
from bot.usecases.moderation import queue
from handlers.listings.buttons import ListingAct, ListingPress
from handlers.listings.labels import FIELDS
from handlers.moderation import review_views, role_views
from handlers.moderation.buttons import Line, LinePress
from handlers.moderation.labels import ROLES
from handlers.ui import sanction_views as appeal_views
from handlers.ui.notice import Notice, Words
from handlers.ui.screen import Button, View, row
from storage.ids import AppealId, ListingId, ReviewId, SanctionId
from storage.listings import listings
from storage.models import Delivery, Sanction
from storage.moderation import reviews, sanctions
from storage.people import companies
from storage.vocabulary import REPORT_KINDS, AppealState, RejectionReason, ReviewDecision, Role, SanctionKind, Topic

ALSO_TO_BANNED: Final = frozenset({Topic.SANCTIONED, Topic.SANCTION_LIFTED, Topic.APPEAL_DECIDED})
"""The topics that a banned person still receives."""


async def _sanctioned(session: AsyncSession, _services: Services, delivery: Delivery, t: Translator) -> Notice | None:
    """Tells a person once about their ban, here or at the gate. A company's ban is told to each of its people."""
    sanction = await _sanction(session, delivery)
    if sanction is None or sanction.lifted_at is not None:
        return None
    if sanction.kind is SanctionKind.BAN and sanction.person_id is not None and sanction.told_at is not None:
        return None
    number, can_appeal = sanction.id, await sanctions.appeal_of(session, sanction.id) is None

    async def mark_told(session: AsyncSession, now: datetime) -> None:
        await sanctions.mark_told(session, number, now)

    view = appeal_views.sanctioned(t, sanction, await _name(session, sanction), can_appeal=can_appeal)
    return Notice(view=view, on_sent=mark_told)


async def _lifted(session: AsyncSession, _services: Services, delivery: Delivery, t: Translator) -> View | None:
    sanction = await _sanction(session, delivery)
    if sanction is None or sanction.lifted_at is None:
        return None
    return appeal_views.lifted(t, sanction, await _name(session, sanction))


async def _appeal(session: AsyncSession, _services: Services, delivery: Delivery, t: Translator) -> View | None:
    appeal = await sanctions.find_appeal(session, AppealId(delivery.payload["appeal_id"]))
    refused = appeal is not None and appeal.state is AppealState.REFUSED
    return appeal_views.refused(t) if refused else None


async def _reviewed(session: AsyncSession, _services: Services, delivery: Delivery, t: Translator) -> View | None:
    listing = await listings.find(session, ListingId(delivery.payload["listing_id"]))
    item = await reviews.find(session, ReviewId(delivery.payload["item_id"]))
    if listing is None or item is None:
        return None
    title = html.escape(listing.title)
    if item.decision is ReviewDecision.APPROVED:
        show = Button(text=t("🤝 Matches"), press=ListingPress(listing.id, ListingAct.MATCHES))
        return View(text=t("✅ <b>{title}</b> is published.", title=title), rows=(row(show),))
    if item.decision is ReviewDecision.RETURNED:
        text = t("📝 Please change something before <b>{title}</b> is published.", title=title)
        field = f"\n\n<b>{t(FIELDS.get(item.field or '', 'Description'))}</b>"
    else:
        text, field = t("🚫 <b>{title}</b> is not published.", title=title), ""
        if item.reason and item.reason != RejectionReason.OTHER:
            field = "\n\n" + review_views.reason_text(t, RejectionReason(item.reason))
    note = f"\n<blockquote>{html.escape(item.note)}</blockquote>" if item.note else ""
    change = Button(text=t("✏️ Change"), press=ListingPress(listing.id, ListingAct.EDIT))
    return View(text=f"{text}{field}{note}", rows=(row(change),))


async def _report(_session: AsyncSession, _services: Services, delivery: Delivery, t: Translator) -> View | None:
    if delivery.payload["upheld"]:
        return View(text=t("🚩 Your report was reviewed: you were right, and we acted. Thank you."))
    return View(text=t("🚩 Your report was reviewed: nothing breaks the rules. Thank you."))


async def _queue_waits(session: AsyncSession, services: Services, _delivery: Delivery, t: Translator) -> View | None:
    now = services.clock()
    waiting, reported = await reviews.queue(session, queue.NOT_REPORTS), await reviews.queue(session, REPORT_KINDS)
    if not waiting.length and not reported.length:
        return None
    lines, rows = [t("🗂 Something is waiting for you.")], []
    for found, line, label in ((waiting, Line.QUEUE, t("▶️ Queue")), (reported, Line.REPORTS, t("🚩 Reports"))):
        if found.length:
            lines.append(f"{label}: {found.length} · {review_views.age_of(t, now, found.oldest)}")
            rows.append(row(Button(text=label, press=LinePress(line))))
    return View(text="\n".join(lines), rows=tuple(rows))


async def _role(_session: AsyncSession, _services: Services, delivery: Delivery, t: Translator) -> View | None:
    role = Role(delivery.payload["role"])
    if delivery.topic == Topic.ROLE_TAKEN:
        return View(text=t("You are no longer <b>{role}</b>.", role=t(ROLES[role])))
    return role_views.granted(t, role)


async def _sanction(session: AsyncSession, delivery: Delivery) -> Sanction | None:
    return await sanctions.find(session, SanctionId(delivery.payload["sanction_id"]))


async def _name(session: AsyncSession, sanction: Sanction) -> str:
    company = None if sanction.company_id is None else await companies.find(session, sanction.company_id)
    return "" if company is None else company.name


WORDS: Final[dict[str, Words]] = {
    Topic.SANCTIONED: _sanctioned,
    Topic.SANCTION_LIFTED: _lifted,
    Topic.APPEAL_DECIDED: _appeal,
    Topic.LISTING_REVIEWED: _reviewed,
    Topic.REPORT_DECIDED: _report,
    Topic.QUEUE_WAITS: _queue_waits,
    Topic.ROLE_GRANTED: _role,
    Topic.ROLE_TAKEN: _role,
}
