"""Notices about personal data: a new privacy text, and the warning before a deletion."""

from datetime import datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.people.registration import CONSENT_VERSION
from bot.usecases.privacy import rights
from bot.usecases.privacy.periods import Periods
from handlers.privacy import views
from handlers.ui.notice import Notice, NoticeContext, Renderer
from storage.privacy import retention
from storage.vocabulary import Topic


async def _changed(ctx: NoticeContext) -> Notice | None:
    """Returns None once the person has agreed to the new text."""
    if (await rights.consents(ctx.session, ctx.person_id)).is_of_today:
        return None
    person_id = ctx.person_id

    async def mark_told(session: AsyncSession, _now: datetime) -> None:
        await retention.mark_privacy_told(session, person_id, CONSENT_VERSION)

    return Notice(view=views.changed(ctx.t), on_sent=mark_told)


async def _inactivity_warning(ctx: NoticeContext) -> Notice | None:
    """Returns None if the person was active meanwhile. The period until the deletion starts when this is sent."""
    now, periods, person_id = ctx.now, Periods.of(ctx.services.settings), ctx.person_id
    if not await retention.is_still_inactive(ctx.session, person_id, before=now - periods.silence):
        return None

    async def mark_told(session: AsyncSession, now: datetime) -> None:
        await retention.mark_inactivity_warned(session, person_id, now)

    return Notice(view=views.long_silence(ctx.t, ctx.t.date(now + periods.notice)), on_sent=mark_told)


NOTICES: Final[dict[str, Renderer]] = {Topic.PRIVACY_CHANGED: _changed, Topic.LONG_SILENCE: _inactivity_warning}
