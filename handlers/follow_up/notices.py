"""Writes the daily or weekly message of a person."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.follow_up.digest import compose
from bot.usecases.people import settings
from handlers.follow_up import digest_views
from handlers.ui.notice import Notice, NoticeContext, Renderer
from storage.people import memberships
from storage.suggestions import suggestions
from storage.vocabulary import Topic


async def _digest(ctx: NoticeContext) -> Notice | None:
    """The matches in it count as seen once it is sent. None if nothing is due, or another rhythm was chosen."""
    habits = await settings.notification_settings(ctx.session, ctx.person_id)
    if not habits.has_digest:
        return None
    since = datetime.fromisoformat(ctx.payload["since"])
    found = await compose(ctx.session, ctx.person_id, habits, since=since, now=ctx.now)
    if found is None:
        return None
    names = {one.id: one.name for one in await memberships.represented_by(ctx.session, ctx.person_id)}
    shown = [card.suggestion_id for card in found.matches]

    async def mark_seen(session: AsyncSession, now: datetime) -> None:
        await suggestions.mark_seen(session, ctx.person_id, shown, now)

    return Notice(view=digest_views.digest(ctx.t, found, names if len(names) > 1 else {}), on_sent=mark_seen)


NOTICES: dict[str, Renderer] = {Topic.DIGEST: _digest}
