"""Groups and channels of an event: views for the organizer and messages in the group."""

import html
from collections.abc import Sequence
from typing import Final

from bot.i18n.translator import LANGUAGE_NAMES, Translator
from bot.usecases.events.groups import HOURS
from bot.usecases.events.names import in_language
from handlers.events.buttons import (
    ChatAct,
    ChatPress,
    ChatsPage,
    DigestHourPress,
    EventAct,
    EventPress,
    OfferedEventsPage,
)
from handlers.events.views import back, name_of
from handlers.ui.pages import Page
from handlers.ui.view import Button, Rows, View, row
from storage.ids import ChatId
from storage.models import Event, EventChat

_PAGE: Final = 8
_TITLE: Final = 40
_HOURS_IN_A_ROW: Final = 6


def chats(t: Translator, event: Event, found: Sequence[EventChat], index: int, username: str) -> View:
    page = Page(total=len(found), size=_PAGE, asked=index)
    text = t("<b>Groups and channels of {event}</b>", event=name_of(t, event))
    text += "\n" + t("They get announcements if you choose so, and once a day what is new, without names.")
    rows: list[tuple[Button, ...]] = [
        row(
            Button(
                text=f"{_clock(chat.digest_hour)} · {chat.title[:_TITLE]}",
                press=ChatPress(event.id, chat.chat_id, ChatAct.OPEN),
            )
        )
        for chat in page.cut(found)
    ]
    rows += page.turning(lambda index: ChatsPage(event.id, index))
    add = Button(text=t("➕ Add me to a group"), url=f"https://t.me/{username}?startgroup=fair")
    return View(text=text, rows=(*rows, row(add), back(t, event.id)))


def chat(t: Translator, event: Event, found: EventChat) -> View:
    """Shows a group and what is sent to it."""
    zone = event.zone.replace("_", " ")
    lines = [
        f"💬 <b>{html.escape(found.title)}</b>",
        f"{name_of(t, event)} · {LANGUAGE_NAMES[found.language]}",
        t("📰 No daily digest.")
        if found.digest_hour is None
        else t(
            "📰 New offers and needs once a day at {hour} event time ({zone}), without names. Nothing is posted "
            "if nothing is new.",
            hour=_clock(found.digest_hour)[2:],
            zone=zone,
        ),
    ]
    at = Button(text=t("🕘 When?"), press=ChatPress(event.id, found.chat_id, ChatAct.HOURS))
    off = Button(text=t("🔕 No digest"), press=ChatPress(event.id, found.chat_id, ChatAct.NO_DIGEST))
    remove = Button(text=t("✖️ Disconnect"), press=ChatPress(event.id, found.chat_id, ChatAct.REMOVE))
    choices = (at,) if found.digest_hour is None else (at, off)
    return View(text="\n".join(lines), rows=(choices, row(remove), _to_chats(t, event)))


def hours(t: Translator, event: Event, found: EventChat) -> View:
    text = t("At what hour should I post what is new in “{title}”?", title=html.escape(found.title))
    buttons = [
        Button(
            text=f"✅ {hour}:00" if hour == found.digest_hour else f"{hour}:00",
            press=DigestHourPress(event.id, found.chat_id, hour),
        )
        for hour in range(HOURS)
    ]
    rows = tuple(tuple(buttons[i : i + _HOURS_IN_A_ROW]) for i in range(0, HOURS, _HOURS_IN_A_ROW))
    return View(text=text, rows=(*rows, _to_chats(t, event)))


def chat_added(t: Translator, title: str, chat_id: ChatId, found: Sequence[Event], index: int = 0) -> View:
    """Asks the organizer who added the bot which event the group belongs to."""
    page = Page(total=len(found), size=_PAGE, asked=index)
    text = t("I was added to “{title}”. Which event does it belong to?", title=html.escape(title))
    rows: list[tuple[Button, ...]] = [
        row(Button(text=in_language(event.names, t.language), press=ChatPress(event.id, chat_id, ChatAct.LINK)))
        for event in page.cut(found)
    ]
    rows += page.turning(lambda index: OfferedEventsPage(chat_id, index))
    return View(text=text, rows=tuple(rows))


def topic_closed(t: Translator, title: str) -> View:
    text = t(
        "⚠️ I couldn't post in “{title}”: its General topic is closed. Open it in the group's settings, and I post "
        "there again.",
        title=html.escape(title),
    )
    return View(text=text)


def no_organizer(t: Translator, username: str) -> View:
    """Answers, once, a person who adds the bot to a group but organizes no event."""
    text = t(
        "Hello! I connect companies from different countries, in private chats. In groups I post event news "
        "when one of the event's organizers adds me."
    )
    return View(text=text, rows=_open_the_bot(t, f"https://t.me/{username}?start=group"))


def in_private(t: Translator, username: str, event: Event | None) -> View:
    """Answers a person who addresses the bot in a group. The button also leads to the group's event."""
    parameter = "group" if event is None else f"e_{event.code}"
    text = t("I answer in our private chat, where nobody else reads along:")
    return View(text=text, rows=_open_the_bot(t, f"https://t.me/{username}?start={parameter}"))


def _open_the_bot(t: Translator, link: str) -> Rows:
    return (row(Button(text=t("🤝 Open the bot"), url=link)),)


def _to_chats(t: Translator, event: Event) -> tuple[Button, ...]:
    return row(Button(text=t("« Back"), press=EventPress(event.id, EventAct.CHATS)))


def _clock(hour: int | None) -> str:
    return "🔕" if hour is None else f"📰 {hour}:00"
