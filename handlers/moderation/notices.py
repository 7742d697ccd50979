"""Notices about moderators' decisions, and to moderators about their queue."""

import html
from datetime import datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.moderation import queue
from handlers.listings.buttons import ListingAct, ListingPress
from handlers.listings.labels import FIELDS, REJECTIONS
from handlers.moderation import review_views
from handlers.moderation.buttons import QueuePress, ReviewQueue
from handlers.moderation.labels import ROLES
from handlers.moderation.role_steps import role_granted
from handlers.ui import sanction_views as appeal_views
from handlers.ui.notice import Notice, NoticeContext, Renderer
from handlers.ui.view import Button, View, row
from storage.ids import AppealId, ListingId, ReviewId, SanctionId
from storage.listings import listings
from storage.models import Sanction
from storage.moderation import reviews, sanctions
from storage.people import companies
from storage.vocabulary import REPORT_KINDS, AppealState, RejectionReason, ReviewDecision, Role, SanctionKind, Topic

ALSO_TO_BANNED: Final = frozenset({Topic.SANCTIONED, Topic.SANCTION_LIFTED, Topic.APPEAL_DECIDED})
"""The topics that a banned person still receives."""


async def _sanctioned(ctx: NoticeContext) -> Notice | None:
    """Tells a person once about their ban, here or at the gate. Each person of a banned company is told."""
    sanction = await _sanction(ctx)
    if sanction is None or sanction.lifted_at is not None:
        return None
    if sanction.kind is SanctionKind.BAN and sanction.person_id is not None and sanction.told_at is not None:
        return None
    number, can_appeal = sanction.id, await sanctions.appeal_of(ctx.session, sanction.id) is None

    async def mark_told(session: AsyncSession, now: datetime) -> None:
        await sanctions.mark_told(session, number, now)

    view = appeal_views.sanctioned(ctx.t, sanction, await _name(ctx.session, sanction), can_appeal=can_appeal)
    return Notice(view=view, on_sent=mark_told)


async def _lifted(ctx: NoticeContext) -> View | None:
    sanction = await _sanction(ctx)
    if sanction is None or sanction.lifted_at is None:
        return None
    return appeal_views.lifted(ctx.t, sanction, await _name(ctx.session, sanction))


async def _appeal(ctx: NoticeContext) -> View | None:
    appeal = await sanctions.find_appeal(ctx.session, AppealId(ctx.payload["appeal_id"]))
    refused = appeal is not None and appeal.state is AppealState.REFUSED
    return appeal_views.refused(ctx.t) if refused else None


async def _reviewed(ctx: NoticeContext) -> View | None:
    listing = await listings.find(ctx.session, ListingId(ctx.payload["listing_id"]))
    item = await reviews.find(ctx.session, ReviewId(ctx.payload["item_id"]))
    if listing is None or item is None:
        return None
    title = html.escape(listing.title)
    if item.decision is ReviewDecision.APPROVED:
        show = Button(text=ctx.t("🤝 Matches"), press=ListingPress(listing.id, ListingAct.MATCHES))
        return View(text=ctx.t("✅ <b>{title}</b> is published.", title=title), rows=(row(show),))
    if item.decision is ReviewDecision.RETURNED:
        text = ctx.t("📝 Please change something before <b>{title}</b> is published.", title=title)
        field = f"\n\n<b>{ctx.t(FIELDS.get(item.field or '', 'Description'))}</b>"
    else:
        text, field = ctx.t("🚫 <b>{title}</b> is not published.", title=title), ""
        if item.reason and item.reason != RejectionReason.OTHER:
            field = "\n\n" + ctx.t(REJECTIONS[RejectionReason(item.reason)])
    note = f"\n<blockquote>{html.escape(item.note)}</blockquote>" if item.note else ""
    change = Button(text=ctx.t("✏️ Change"), press=ListingPress(listing.id, ListingAct.EDIT))
    return View(text=f"{text}{field}{note}", rows=(row(change),))


async def _report(ctx: NoticeContext) -> View | None:
    if ctx.payload["upheld"]:
        return View(text=ctx.t("🚩 Your report was reviewed: you were right, and we acted. Thank you."))
    return View(text=ctx.t("🚩 Your report was reviewed: nothing breaks the rules. Thank you."))


async def _queue_waits(ctx: NoticeContext) -> View | None:
    waiting = await reviews.queue(ctx.session, queue.NOT_REPORTS)
    reported = await reviews.queue(ctx.session, REPORT_KINDS)
    if not waiting.length and not reported.length:
        return None
    lines, rows = [ctx.t("🗂 Something is waiting for you.")], []
    for found, line, label in (
        (waiting, ReviewQueue.QUEUE, ctx.t("▶️ Queue")),
        (reported, ReviewQueue.REPORTS, ctx.t("🚩 Reports")),
    ):
        if found.length:
            lines.append(f"{label}: {found.length} · {review_views.age_of(ctx.t, ctx.now, found.oldest)}")
            rows.append(row(Button(text=label, press=QueuePress(line))))
    return View(text="\n".join(lines), rows=tuple(rows))


async def _role(ctx: NoticeContext) -> View | None:
    role = Role(ctx.payload["role"])
    if ctx.topic == Topic.ROLE_TAKEN:
        return View(text=ctx.t("You are no longer <b>{role}</b>.", role=ctx.t(ROLES[role])))
    return role_granted(ctx.t, role)


async def _sanction(ctx: NoticeContext) -> Sanction | None:
    return await sanctions.find(ctx.session, SanctionId(ctx.payload["sanction_id"]))


async def _name(session: AsyncSession, sanction: Sanction) -> str:
    company = None if sanction.company_id is None else await companies.find(session, sanction.company_id)
    return "" if company is None else company.name


NOTICES: Final[dict[str, Renderer]] = {
    Topic.SANCTIONED: _sanctioned,
    Topic.SANCTION_LIFTED: _lifted,
    Topic.APPEAL_DECIDED: _appeal,
    Topic.LISTING_REVIEWED: _reviewed,
    Topic.REPORT_DECIDED: _report,
    Topic.QUEUE_WAITS: _queue_waits,
    Topic.ROLE_GRANTED: _role,
    Topic.ROLE_TAKEN: _role,
}
