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
from handlers.ui.screen import View, inline
from storage.announcements import announcements
from storage.database import Database
from storage.events import events
from storage.ids import AnnouncementId
from storage.models import Announcement
from storage.people import people
from storage.vocabulary import AnnouncementStatus, Language

_MOVING: Final = (AnnouncementStatus.RUNNING, AnnouncementStatus.RECALLING)
_BEFORE: Final = (AnnouncementStatus.DRAFT, AnnouncementStatus.SCHEDULED)
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
        ids = {each.id for each in (*moving, *ended)} | self._shown.keys()
        for number in sorted(ids):
            await self._refresh(number)
        return 0

    async def _refresh(self, number: AnnouncementId) -> None:
        async with self._database.reading() as session:
            found = await announcements.find(session, number)
            event = None if found is None else await events.find(session, found.event_id)
            author = None if found is None or found.author_id is None else await people.find(session, found.author_id)
            state = None if found is None else await measure(session, found, self._clock())
        if found is None or event is None or state is None or found.progress_message_id is None:
            self._shown.pop(number, None)
            return
        if found.status in _BEFORE:
            self._shown.pop(number, None)
            return
        t = translator_for(Language.EN if author is None else author.language)
        view = progress_views.progress(t, event, state)
        if view != self._shown.get(number):
            await self._edit(found, view)
        if found.status in _MOVING or (found.ended_at is not None and found.ended_at > self._clock() - _LINGERS):
            self._shown[number] = view
        else:
            self._shown.pop(number, None)

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
