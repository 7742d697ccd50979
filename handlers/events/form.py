"""The form that creates or changes an event."""

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo, available_timezones

from rapidfuzz import fuzz, process, utils

from bot.i18n.translator import LANGUAGE_NAMES, Translator, mark
from bot.matching.country_names import time_zones
from bot.matching.places import find_countries
from bot.reading.days import read_days
from bot.usecases.events import setup
from bot.usecases.events.access import own_event
from bot.usecases.events.setup import NewEvent
from handlers.events import views
from handlers.events.when import span_with_weekdays
from handlers.forms.context import Data, FieldContext, FinishContext, with_own_changes
from handlers.forms.fields import TextField, in_rows
from handlers.forms.form import Accept, Choice, Field, Finished, Form, Outcome, Question, Redraw, Refuse
from handlers.forms.user_input import Act, Pressed, Text, UserInput
from handlers.forms.views import lines
from storage.ids import EventId
from storage.models import Event
from storage.vocabulary import Language

EVENT: Final = "event_id"
_ZONES: Final = 6
_TYPED: Final = "_zone_words"
_TO: Final = re.compile(r"\s*[–—]\s*|\s+-\s+|\s+(?:to|do)\s+|\s*[至到]\s*")
"""What people write between two days."""
_OFFSET: Final = re.compile(r"(?:utc|gmt)\s*([+-])\s*(\d{1,2})(?::?(\d\d))?", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class DaysField(Field):
    """Stores the first and the last day in ISO format."""

    async def ask(self, ctx: FieldContext) -> Question:
        return Question(text=ctx.t("On which days? For example: <i>12.11.2026 – 14.11.2026</i>."))

    async def read(self, user_input: UserInput, ctx: FieldContext) -> Outcome:
        if isinstance(user_input, Text):
            days = read_days(user_input.text, ctx.now)
            if days and days[-1] < ctx.now.date():
                text = ctx.t(
                    "{days} has passed. Write the first and the last day, for example: <i>22–24.11.2026</i>.",
                    days=span_with_weekdays(ctx.t, *days),
                )
                return Refuse(text)
            if days and days[-1] - days[0] > setup.LONGEST:
                return Refuse(ctx.t("An event can last one year at most."))
            if days:
                return Accept({self.key: [day.isoformat() for day in days]})
            if _is_reversed(user_input.text, ctx.now):
                return Refuse(ctx.t("The last day comes before the first. Write the first day first."))
        return Refuse(ctx.t("Write the first and the last day, for example: <i>22–24.11.2026</i>."))

    def shown(self, ctx: FieldContext) -> str:
        days = ctx.data.get(self.key)
        return span_with_weekdays(ctx.t, *map(date.fromisoformat, days)) if days else ""


def _is_reversed(text: str, now: datetime) -> bool:
    days = [read_days(part, now) for part in _TO.split(text)]
    return len(days) == 2 and days[0] is not None and days[1] is not None and days[1][-1] < days[0][0]


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoneField(Field):
    """Stores an IANA time zone, found by country or city."""

    async def ask(self, ctx: FieldContext) -> Question:
        found = ctx.data.get("_zones") or _guessed(ctx.data)
        choices = [Choice(zone.replace("_", " "), Act.CHOOSE, zone) for zone in found]
        text = ctx.t("Which time zone is it in? Choose, or type the country or a big city.")
        if ctx.data.get("_zones"):
            typed = html.escape(str(ctx.data[_TYPED]))
            text = ctx.t("<b>{words}</b> may be one of these time zones. Choose, or type another city.", words=typed)
        return Question(text=text, choices=in_rows(choices, 1))

    async def read(self, user_input: UserInput, ctx: FieldContext) -> Outcome:
        match user_input:
            case Pressed(Act.CHOOSE, zone) if zone in available_timezones():
                return Accept({self.key: zone, "_zones": None})
            case Text(text):
                zones = named_zones(text, _guessed(ctx.data), ctx.now) or find_zones(text)
                if len(zones) == 1:
                    return Accept({self.key: zones[0], "_zones": None})
                if zones:
                    return Redraw({"_zones": zones, _TYPED: text[:80]})
                return Refuse(
                    ctx.t("I don't know this time zone. Type the country or a big city, for example: <i>Belgrade</i>.")
                )
        return Refuse(ctx.t("Choose one of the buttons below."))

    def shown(self, ctx: FieldContext) -> str:
        return str(ctx.data.get(self.key) or "").replace("_", " ")


def _guessed(data: Data) -> list[str]:
    return find_zones(str(data.get("place") or ""))


def named_zones(text: str, near: Sequence[str], now: datetime) -> list[str]:
    """Returns the zone with exactly this name, or the zones of `near` with this abbreviation or UTC offset."""
    typed = text.strip()
    exact = next(
        (zone for zone in available_timezones() if zone.casefold() == typed.replace(" ", "_").casefold()), None
    )
    if exact is not None and "/" in exact:
        return [exact]
    offset = _OFFSET.fullmatch(typed.replace("−", "-"))
    wanted = None
    if offset is not None:
        sign, hours, minutes = offset.groups(default="0")
        wanted = timedelta(hours=int(sign + hours), minutes=int(sign + minutes))
    return [
        zone
        for zone in near
        if (at := now.astimezone(ZoneInfo(zone))).tzname() == typed.upper() or at.utcoffset() == wanted
    ]


def find_zones(text: str) -> list[str]:
    """Returns the IANA zones that a country or city name may mean, most likely first."""
    cities = {zone: zone.rsplit("/", 1)[-1].replace("_", " ") for zone in available_timezones() if "/" in zone}
    hits = process.extract(
        text[:80], cities, scorer=fuzz.partial_ratio, processor=utils.default_process, score_cutoff=90, limit=3
    )
    by_city = [zone for _, _, zone in hits if not zone.startswith(("Etc/", "posix/", "right/"))]
    by_country = [zone for guess in find_countries(text[:80], 2) for zone in time_zones(guess.code)[:3]]
    return list(dict.fromkeys([*by_country, *by_city]))[:_ZONES]


def _name_key(language: Language) -> str:
    return f"name_{language.value}"


def _names(data: Data) -> dict[str, str]:
    return {language.value: data[_name_key(language)] for language in Language if data.get(_name_key(language))}


def _name_field(language: Language) -> TextField:
    first = language is Language.EN
    question = {
        Language.EN: mark("What is the event called, in English?"),
        Language.ZH: mark("And in Chinese? People who use the bot in Chinese see this name."),
        Language.SR_LATN: mark("And in Serbian?"),
        Language.SR_CYRL: mark("And in Serbian Cyrillic?"),
    }[language]
    label = mark("Name") if first else LANGUAGE_NAMES[language]
    return TextField(
        key=_name_key(language),
        label=label,
        question=question,
        longest=120,
        optional=not first,
        check=lambda text, ctx: text if has_letters(text) else Refuse(ctx.t(NO_LETTERS)),
    )


NO_LETTERS: Final = mark("Write the name in letters or numbers: emoji cannot be printed on signs.")


def has_letters(text: str) -> bool:
    return any(char.isalnum() for char in text)


FIELDS: tuple[Field, ...] = (
    *(_name_field(language) for language in (Language.EN, Language.ZH, Language.SR_LATN)),
    DaysField(key="days", label=mark("Days")),
    TextField(
        key="place", label=mark("Place"), question=mark("Where is it? City and venue, as on the poster."), longest=200
    ),
    ZoneField(key="zone", label=mark("Time zone")),
)


async def _preview(ctx: FieldContext) -> str:
    return "\n".join([f"<b>{_title(ctx.t, ctx.data)}</b>", "", *lines(FIELDS, ctx)])


async def _finish(ctx: FinishContext) -> Finished:
    data, session, who = ctx.data, ctx.session, ctx.actor
    if data.get(EVENT):
        data = with_own_changes(data, data_of(await own_event(session, who, EventId(data[EVENT]))))
    first, last = map(date.fromisoformat, data["days"])
    new = NewEvent(names=_names(data), place=data.get("place"), zone=data["zone"], starts_on=first, ends_on=last)
    if data.get(EVENT):
        event_id = EventId(data[EVENT])
        await setup.change(session, who, event_id, new)
    else:
        event_id = await setup.create(session, who, new, draw=ctx.draw, now=ctx.now)
    return Finished(view=await views.event_page(session, ctx.t, who, event_id))


def data_of(event: Event) -> dict[str, Any]:
    """Returns the form answers of an existing event, for a change."""
    return {
        EVENT: event.id,
        "days": [event.starts_on.isoformat(), event.ends_on.isoformat()],
        "place": event.place,
        "zone": event.zone,
        **{f"name_{language}": name for language, name in event.names.items()},
    }


def _title(t: Translator, data: Data) -> str:
    return t("Change the event") if data.get(EVENT) else t("New event")


def _finish_label(t: Translator, data: Data) -> str:
    return t("Save") if data.get(EVENT) else t("Create the event")


FORM = Form(name="event", title=_title, fields=FIELDS, finish_label=_finish_label, preview=_preview, finish=_finish)
CHANGE = replace(FORM, name="event_change", aside=mark("Nothing was done."))
