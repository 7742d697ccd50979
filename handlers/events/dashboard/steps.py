"""Sends the dashboard, for /dashboard and for the button of an event."""

import asyncio
from collections.abc import Iterable
from functools import partial

from telegram import InputFile, Update

from bot.context import Context
from bot.i18n.translator import Translator
from bot.usecases.events.access import my_events
from bot.usecases.events.dashboard import Dashboard, look
from bot.usecases.file_names import event_file
from handlers.events.buttons import EventAct, EventPress
from handlers.events.dashboard import files
from handlers.events.views import back, name_of
from handlers.follow_up.views import shown_quote
from handlers.ui import navigation
from handlers.ui.screen import acknowledge, reply
from handlers.ui.topics import in_topic, topic_of
from handlers.ui.view import Button, View, row
from storage.ids import EventId

_QUOTES_SHOWN = 3  # the latest; the workbook has all


async def show(update: Update, context: Context) -> None:
    """Handles /dashboard: shows the latest event that the person organizes."""
    async with context.services.database.reading() as session:
        mine = await my_events(session, context.actor, limit=1)
    if not mine:
        await navigation.unknown(update, context)
        return
    await _send(update, context, mine[0].id)


async def press(update: Update, context: Context, pressed: EventPress) -> None:
    await _send(update, context, pressed.event)


async def _send(update: Update, context: Context, event_id: EventId) -> None:
    async with context.services.database.reading() as session:
        found: Dashboard = await look(session, context.actor, event_id)
    await acknowledge(update)
    t, person = context.t, context.caller.id
    picture, page = await asyncio.to_thread(files.draw_results, t, found)
    book = await asyncio.to_thread(files.write_workbook, t, found)
    name = event_file(found.event, "results")
    topic, file = topic_of(update), InputFile(picture, filename=f"{name}.png")
    await in_topic(topic, partial(context.bot.send_photo, person, file))
    for content, ending in ((page, "pdf"), (book, "xlsx")):
        file = InputFile(content, filename=f"{name}.{ending}")
        await in_topic(topic, partial(context.bot.send_document, person, file))
    await reply(update, _summary(context.t, found))


def _summary(t: Translator, found: Dashboard) -> View:
    text = "\n".join([f"<b>{name_of(t, found.event)}</b>", *_lines(t, files.steps_of(t, found))])
    if found.proposed and found.without_proposal:
        text += "\n\n" + t.n(
            "🙋 {count} company has got no proposal yet.",
            "🙋 {count} companies have got no proposal yet.",
            found.without_proposal,
        )
    outcomes = _lines(t, files.outcomes_of(t, found))
    if outcomes:
        text += "\n".join(["", "", t("<b>What came of it</b>, as both sides say"), *outcomes])
    if found.worths:
        worth, count = t.number(found.worth_at_least), sum(found.worths.values())
        text += "\n\n" + t.n(
            "💶 {count} introduction is worth at least €{worth}, as they say.",
            "💶 {count} introductions are worth at least €{worth} together, as they say.",
            count,
            worth=worth,
        )
    quotes = [shown_quote(t, *quote) for quote in found.quotes[-_QUOTES_SHOWN:]]
    if quotes:
        text += "\n".join(["", "", t("<b>What they say</b>"), *quotes])
    together = Button(text=t("🤝 Bring together"), press=EventPress(found.event.id, EventAct.RECOMMENDED))
    return View(text=text, rows=(row(together), back(t, found.event.id)))


def _lines(t: Translator, figures: Iterable[tuple[str, int]]) -> list[str]:
    return [t("{label}: {figure}", label=label, figure=t.number(number)) for label, number in figures]
