"""Notices to organizers about their announcements."""

from sqlalchemy.ext.asyncio import AsyncSession

from bot.context import Services
from bot.errors import NotAllowedError
from bot.i18n.translator import Translator
from bot.usecases.announcements import outcome
from bot.usecases.announcements.running import measure
from bot.usecases.moderation.roles import Actor
from handlers.announcements import progress_views, report
from handlers.ui.notice import Words
from handlers.ui.screen import View
from storage.announcements import announcements
from storage.events import events
from storage.ids import AnnouncementId
from storage.models import Delivery
from storage.vocabulary import AnnouncementStatus, Topic


async def _ended(session: AsyncSession, services: Services, delivery: Delivery, t: Translator) -> View | None:
    found = await announcements.find(session, AnnouncementId(delivery.payload["announcement_id"]))
    event = None if found is None else await events.find(session, found.event_id)
    if found is None or event is None:
        return None
    view = progress_views.progress(t, event, await measure(session, found, services.clock()))
    if delivery.payload["state"] != AnnouncementStatus.PAUSED:
        return view
    note = t("⏸ I stopped it: Telegram refuses this message for everybody. See the report and write it again.")
    return View(text=f"{note}\n\n{view.text}", rows=view.rows)


async def _outcome(session: AsyncSession, services: Services, delivery: Delivery, t: Translator) -> View | None:
    """Returns None if the person no longer organizes the event."""
    who = Actor(id=delivery.person_id, admins=services.settings.admins)
    number = AnnouncementId(delivery.payload["announcement_id"])
    try:
        found = await outcome.report(session, who, number, services.clock())
    except NotAllowedError:
        return None
    return report.by_itself(t, found)


WORDS: dict[str, Words] = {Topic.ANNOUNCEMENT_ENDED: _ended, Topic.ANNOUNCEMENT_OUTCOME: _outcome}
