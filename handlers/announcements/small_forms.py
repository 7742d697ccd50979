"""What is asked about an announcement in one question: its buttons, and when it goes out."""

import html
import re
from dataclasses import dataclass
from typing import Any, Final
from zoneinfo import ZoneInfo

from bot.i18n.translator import Translator, mark
from bot.usecases.announcements import compose, running
from bot.usecases.announcements.compose import BUTTONS, LinkButton
from bot.usecases.people.contact_checks.failure import CheckFailed
from bot.usecases.people.contact_checks.website import check_website
from handlers.announcements import views
from handlers.announcements.labels import PLACES
from handlers.events.actor import actor
from handlers.events.when import moment, read_dates, read_hours
from handlers.forms.form import (
    Accept,
    Asking,
    Choice,
    Data,
    Field,
    Finished,
    Form,
    Outcome,
    Question,
    Redraw,
    Refuse,
)
from handlers.forms.user_input import Act, Given, Pressed, Text
from storage.ids import AnnouncementId

ANNOUNCEMENT: Final = "announcement_id"
ZONE: Final = "_zone"
_LINE: Final = re.compile(r"^(?P<text>.{1,40}?)\s*[-–—|:]\s*(?P<url>\S+\.\S+)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class ButtonsField(Field):
    key: str
    label: str
    optional: bool = False
    hidden: bool = False

    async def ask(self, asking: Asking) -> Question:
        t, chosen = asking.t, asking.data.get(self.key) or []
        text = t(
            "Which buttons shall be under it? Type one a line, for example:\n<i>Our website - example.com</i>\n"
            "or choose places in the bot. Only these are counted: Telegram does not tell who opened an address."
        )
        if chosen:
            text += "\n\n" + "\n".join(f"• {html.escape(each['text'])}" for each in chosen)
        rows = [(Choice(t(label), Act.TOGGLE, place),) for place, label in PLACES.items()]
        return Question(text=text, choices=(*rows, (Choice(t("Done ({count})", count=len(chosen)), Act.DONE),)))

    async def read(self, given: Given, asking: Asking) -> Outcome:
        t, chosen = asking.t, list(asking.data.get(self.key) or [])
        match given:
            case Pressed(Act.DONE, _):
                return Accept({self.key: chosen, "_done": True})
            case Pressed(Act.TOGGLE, place) if place in PLACES:
                chosen.append({"text": t(PLACES[place]), "place": place})
            case Text(text):
                read = [_read(line) for line in text.splitlines() if line.strip()]
                if not read or None in read:
                    return Refuse(t("One button a line, please: its text, a hyphen, and the address."))
                chosen += [each for each in read if each is not None]
        if len(chosen) > BUTTONS:
            return Refuse(t("Up to four buttons, each with at most 40 characters."))
        return Redraw({self.key: chosen})

    def answered(self, data: Data) -> bool:
        return bool(data.get("_done"))

    def shown(self, asking: Asking) -> str:
        return asking.t.joined(LinkButton.from_json(each).text for each in asking.data.get(self.key) or [])


def _read(line: str) -> dict[str, Any] | None:
    match = _LINE.match(line.strip())
    if match is None:
        return None
    try:
        return {"text": match["text"], "url": check_website(match["url"]).url}
    except CheckFailed:
        return None


async def _set_buttons(asking: Asking) -> Finished:
    who, number = actor(asking.caller, asking.services), AnnouncementId(asking.data[ANNOUNCEMENT])
    buttons = [LinkButton.from_json(stored) for stored in asking.data["buttons"]]
    await compose.set_buttons(asking.session, who, number, buttons)
    return Finished(view=await views.announcement(asking.session, asking.t, who, number, asking.services.clock()))


@dataclass(frozen=True, slots=True, kw_only=True)
class AtField(Field):
    """A moment by the event's clock, kept in ISO form."""

    key: str
    label: str
    optional: bool = False
    hidden: bool = False

    async def ask(self, asking: Asking) -> Question:
        zone = str(asking.data[ZONE]).replace("_", " ")
        text = asking.t(
            "When shall it go out? By the event's clock ({zone}), for example: <i>12.11.2026 08:30</i>.", zone=zone
        )
        return Question(text=text)

    async def read(self, given: Given, asking: Asking) -> Outcome:
        if isinstance(given, Text):
            today = asking.services.clock().astimezone(ZoneInfo(asking.data[ZONE])).date()
            hours, days = read_hours(given.text), read_dates(given.text, today) or [today]
            if hours:
                return Accept({self.key: moment(days[0], hours[0], asking.data[ZONE]).isoformat()})
        return Refuse(asking.t("Please write a day and an hour."))

    def shown(self, asking: Asking) -> str:
        return ""


async def _schedule(asking: Asking) -> Finished:
    from datetime import datetime

    who, number = actor(asking.caller, asking.services), AnnouncementId(asking.data[ANNOUNCEMENT])
    now = asking.services.clock()
    await running.schedule(asking.session, who, number, at=datetime.fromisoformat(asking.data["at"]), now=now)
    return Finished(view=await views.announcement(asking.session, asking.t, who, number, now))


async def _nothing(_: Asking) -> str:
    return ""


def _title(t: Translator, _: Data) -> str:
    return t("Announcement")


def _save(t: Translator, _: Data) -> str:
    return t("Save")


BUTTONS_FORM = Form(
    name="annbuttons",
    title=_title,
    fields=(ButtonsField(key="buttons", label=mark("Buttons")),),
    finish_label=_save,
    preview=_nothing,
    finish=_set_buttons,
    confirmed=False,
)
LATER_FORM = Form(
    name="annlater",
    title=_title,
    fields=(AtField(key="at", label=mark("When")),),
    finish_label=_save,
    preview=_nothing,
    finish=_schedule,
    confirmed=False,
)
