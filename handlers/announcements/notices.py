"""Notices to organizers about their announcements."""

from bot.errors import NotAllowedError
from bot.usecases.announcements import outcome
from bot.usecases.announcements.running import measure
from handlers.announcements import progress_views, report
from handlers.ui.notice import NoticeContext, Renderer
from handlers.ui.view import View
from storage.announcements import announcements
from storage.ids import AnnouncementId
from storage.vocabulary import AnnouncementStatus, Topic


async def _ended(ctx: NoticeContext) -> View | None:
    found = await announcements.with_event(ctx.session, AnnouncementId(ctx.payload["announcement_id"]))
    if found is None:
        return None
    announcement, event = found
    view = progress_views.progress(ctx.t, event, await measure(ctx.session, announcement, ctx.now))
    if ctx.payload["state"] != AnnouncementStatus.PAUSED:
        return view
    note = ctx.t("⏸ I stopped it: Telegram refuses this message for everybody. See the report and write it again.")
    return View(text=f"{note}\n\n{view.text}", rows=view.rows)


async def _outcome(ctx: NoticeContext) -> View | None:
    """Returns None if the person no longer organizes the event."""
    number = AnnouncementId(ctx.payload["announcement_id"])
    try:
        found = await outcome.report(ctx.session, ctx.actor, number, ctx.now)
    except NotAllowedError:
        return None
    return report.report_notice(ctx.t, found)


NOTICES: dict[str, Renderer] = {Topic.ANNOUNCEMENT_ENDED: _ended, Topic.ANNOUNCEMENT_OUTCOME: _outcome}
