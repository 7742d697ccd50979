"""Answers to refused actions: the reason and the current status."""

import html

from sqlalchemy.ext.asyncio import AsyncSession

from bot.context import Caller
from bot.errors import DomainError
from bot.usecases import introductions
from bot.usecases.introductions import errors
from handlers.introductions import card_views
from handlers.ui import welcome_views
from handlers.ui.buttons import Go, Place
from handlers.ui.screen import Button, View, row
from storage.ids import IntroductionId


async def view(
    session: AsyncSession, caller: Caller, error: DomainError, introduction_id: IntroductionId | None = None
) -> View:
    """Shows the reason, and the introduction if the person may see it."""
    t = caller.t
    note = t(error.message, **{key: html.escape(str(value)) for key, value in error.values.items()})
    if isinstance(error, errors.UnderWayError):
        introduction_id = error.introduction_id
    if introduction_id is not None and not isinstance(error, errors.NotYoursError):
        seen = await introductions.my_introduction(session, caller.id, introduction_id)
        thread = await introductions.my_thread(session, caller.id, introduction_id)
        return card_views.card(t, seen, thread, note=f"ℹ️ {note}")
    if isinstance(error, errors.CapReachedError):
        button = Button(text=t("📨 My introductions"), press=Go(Place.INTRODUCTIONS))
        return View(text=note, rows=(row(button),))
    return View(text=note, rows=welcome_views.home_rows(t) if caller.registered else ())
