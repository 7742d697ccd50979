"""The message that shows an organizer the progress of an announcement, edited in place."""

import logging
from datetime import timedelta
from typing import Final

from telegram import LinkPreviewOptions
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.context import Clock
from bot.i18n.translator import translator_for
from bot.telegram.errors import FailureKind, classify
from bot.telegram.send_slots import Lane
from bot.usecases.announcements.running import measure
from handlers.announcements import progress_views
from handlers.ui.view import View, inline
from storage.announcements import announcements
from storage.database import Database
from storage.ids import AnnouncementId, PersonId
from storage.models import Announcement
from storage.people import people
from storage.vocabulary import AnnouncementStatus, Language

_MOVING: Final = (AnnouncementStatus.RUNNING, AnnouncementStatus.RECALLING)
_LINGERS: Final = timedelta(minutes=1)
"""How long an ended announcement is still refreshed. A small one is sent completely between two runs."""

log = logging.getLogger(__name__)


class ProgressWatch:
    """A periodic job that refreshes progress messages. Its interval keeps the edits within Telegram's rate limit."""

    def __init__(self, bot: ExtBot[Lane], database: Database, clock: Clock) -> None:
        self._bot = bot
        self._database = database
        self._clock = clock
        self._shown: dict[AnnouncementId, View] = {}

    async def run(self) -> int:
        """Refreshes all progress messages. Returns 0, so that the next run waits for the interval."""
        async with self._database.reading() as session:
            moving = await announcements.in_states(session, *_MOVING)
            ended = await announcements.ended_since(session, self._clock() - _LINGERS)
        current = {each.id for each in (*moving, *ended)}
        for number in sorted(current | self._shown.keys()):
            await self._refresh(number)
        for number in self._shown.keys() - current:
            del self._shown[number]
        return 0

    async def _refresh(self, number: AnnouncementId) -> None:
        async with self._database.reading() as session:
            found = await announcements.with_event(session, number)
            if found is None:
                return
            announcement, event = found
            if announcement.progress_chat_id is None:
                return
            watcher = await people.find(session, PersonId(announcement.progress_chat_id))
            state = await measure(session, announcement, self._clock())
        view = progress_views.progress(
            translator_for(Language.EN if watcher is None else watcher.language), event, state
        )
        if view != self._shown.get(number):
            await self._edit(announcement, view)
        self._shown[number] = view

    async def _edit(self, found: Announcement, view: View) -> None:
        try:
            await self._bot.edit_message_text(
                view.text,
                chat_id=found.progress_chat_id,
                message_id=found.progress_message_id,
                reply_markup=inline(view.rows),
                link_preview_options=LinkPreviewOptions(is_disabled=True),
                # Not worth a wait: the next run has newer figures.
                rate_limit_args=Lane.IN_TURN,
            )
        except TelegramError as error:
            if classify(error).kind is not FailureKind.HARMLESS:
                log.info("progress could not be shown: %s", classify(error).kind)
