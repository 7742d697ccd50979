"""One-question forms of an announcement: its buttons and its start time."""

import html
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from bot.i18n.translator import Translator, mark
from bot.reading.moments import read_moment
from bot.usecases.announcements import compose, running
from bot.usecases.announcements.compose import BUTTONS, LinkButton
from bot.usecases.people.contact_checks.failure import CheckFailed
from bot.usecases.people.contact_checks.website import check_website
from handlers.announcements import views
from handlers.announcements.labels import PLACES
from handlers.events.when import moment_with_weekday
from handlers.forms.context import Data, FieldContext, FinishContext
from handlers.forms.form import Accept, Choice, Field, Finished, Form, Outcome, Question, Redraw, Refuse
from handlers.forms.user_input import Act, Pressed, Text, UserInput
from storage.ids import AnnouncementId

ANNOUNCEMENT: Final = "announcement_id"
ZONE: Final = "_zone"
_READ: Final = "_read"  # the parsed time, until it is confirmed
_LINE: Final = re.compile(r"^(?P<text>.{1,40}?)\s*[-–—|:]\s*(?P<url>\S+\.\S+)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class ButtonsField(Field):
    async def ask(self, ctx: FieldContext) -> Question:
        t, chosen = ctx.t, ctx.data.get(self.key) or []
        text = t(
            "Which buttons should be under it? Type one per line, for example:\n"
            "<i>Our website - example.com</i>\n"
            "or choose places in the bot. I can count only these: Telegram does not tell who opened an address."
        )
        if chosen:
            text += "\n\n" + "\n".join(f"• {html.escape(each['text'])}" for each in chosen)
        rows = [(Choice(t(label), Act.TOGGLE, place),) for place, label in PLACES.items()]
        return Question(text=text, choices=(*rows, (Choice(t("Done ({count})", count=len(chosen)), Act.DONE),)))

    async def read(self, user_input: UserInput, ctx: FieldContext) -> Outcome:
        t, chosen = ctx.t, list(ctx.data.get(self.key) or [])
        match user_input:
            case Pressed(Act.DONE, _):
                return Accept({self.key: chosen, "_done": True})
            case Pressed(Act.TOGGLE, place) if place in PLACES:
                chosen.append({"text": t(PLACES[place]), "place": place})
            case Text(text) if (read := _read(text)) is not None:
                chosen += read
            case _:
                return Refuse(t("Write one button per line: its text, a hyphen, and the address."))
        if len(chosen) > BUTTONS:
            return Refuse(t("Up to four buttons, each with at most 40 characters."))
        return Redraw({self.key: chosen})

    def answered(self, data: Data) -> bool:
        return bool(data.get("_done"))

    def shown(self, ctx: FieldContext) -> str:
        return ctx.t.joined(LinkButton.from_json(each).text for each in ctx.data.get(self.key) or [])


def _read(text: str) -> list[dict[str, Any]] | None:
    """Returns one button per line, or None if a line is not a button."""
    buttons = []
    for line in filter(str.strip, text.splitlines()):
        match = _LINE.match(line.strip())
        if match is None:
            return None
        try:
            buttons.append({"text": match["text"], "url": check_website(match["url"]).url})
        except CheckFailed:
            return None
    return buttons or None


async def _set_buttons(ctx: FinishContext) -> Finished:
    number = AnnouncementId(ctx.data[ANNOUNCEMENT])
    buttons = [LinkButton.from_json(stored) for stored in ctx.data["buttons"]]
    await compose.set_buttons(ctx.session, ctx.actor, number, buttons)
    return Finished(view=await views.announcement(ctx.session, ctx.t, ctx.actor, number, ctx.now))


@dataclass(frozen=True, slots=True, kw_only=True)
class AtField(Field):
    """Stores a time in the event's time zone in ISO format, after the person confirmed it."""

    async def ask(self, ctx: FieldContext) -> Question:
        zone, read = str(ctx.data[ZONE]), ctx.data.get(_READ)
        if read:
            when = moment_with_weekday(ctx.t, datetime.fromisoformat(read), zone)
            text = ctx.t("I'll send it on <b>{when}</b>. If that is wrong, type it again.", when=when)
            return Question(text=text, choices=((Choice(ctx.t("Yes, send it then"), Act.CHOOSE, "yes"),),))
        zone = zone.replace("_", " ")
        text = ctx.t("When should I send it? Event time ({zone}), for example: <i>12.11.2026 08:30</i>.", zone=zone)
        return Question(text=text)

    async def read(self, user_input: UserInput, ctx: FieldContext) -> Outcome:
        match user_input:
            case Pressed(Act.CHOOSE, "yes") if ctx.data.get(_READ):
                return Accept({self.key: ctx.data[_READ], _READ: None})
            case Text(text):
                moment = read_moment(text, ctx.now.astimezone(ZoneInfo(ctx.data[ZONE])))
                if moment is not None:
                    return Redraw({_READ: moment.isoformat()})
        return Refuse(ctx.t("Write a day and an hour in the future."))

    def shown(self, ctx: FieldContext) -> str:
        return ""


async def _schedule(ctx: FinishContext) -> Finished:
    number, at = AnnouncementId(ctx.data[ANNOUNCEMENT]), datetime.fromisoformat(ctx.data["at"])
    await running.schedule(ctx.session, ctx.actor, number, at=at, now=ctx.now)
    return Finished(view=await views.announcement(ctx.session, ctx.t, ctx.actor, number, ctx.now))


def _title(t: Translator, _: Data) -> str:
    return t("Announcement")


BUTTONS_FORM = Form(
    name="annbuttons",
    title=_title,
    fields=(ButtonsField(key="buttons", label=mark("Buttons")),),
    finish=_set_buttons,
    aside=mark("Nothing was done."),
)
LATER_FORM = Form(
    name="annlater",
    title=_title,
    fields=(AtField(key="at", label=mark("When")),),
    finish=_schedule,
    aside=mark("Nothing was done."),
)
