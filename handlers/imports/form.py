"""Sending a list, seeing what was understood of it, and taking it over."""

import asyncio
import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from telegram.error import TelegramError

from bot.errors import DomainError
from bot.i18n.translator import Translator, mark
from bot.usecases.imports.listings import Publishing
from bot.usecases.imports.plan import Plan, plan, read
from bot.usecases.imports.takeover import take_over
from bot.usecases.listings import abroad
from handlers.events.actor import actor
from handlers.forms.country_field import CountryField
from handlers.forms.fields import ChoiceField
from handlers.forms.form import (
    FINISHED_BY,
    Accept,
    Asking,
    Choice,
    Data,
    Field,
    Finished,
    Form,
    Outcome,
    Question,
    Refuse,
)
from handlers.forms.user_input import Act, File, Given
from handlers.imports import views
from handlers.listings.guesses import UNKNOWN, languages
from storage.ids import EventId
from storage.vocabulary import FileKind

EVENT: Final = "event_id"
COUNTRY, LANGUAGE, LISTINGS = "country", "language", "listings"
_LISTED: Final = "_listed"
"""Set where the table says what companies need or offer."""
_NEW: Final = "_new"
"""How many listings would be made as things stand: none where all of them are there already."""
_YES, _NO = "yes", "no"
_ABROAD, _PRIVATE = "abroad", "private"


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetField(Field):
    """Keeps the file's id and name: the file itself stays with Telegram."""

    key: str
    label: str
    optional: bool = False
    hidden: bool = False

    async def ask(self, asking: Asking) -> Question:
        return Question(
            text=asking.t(
                "Send me the list of exhibitors as a file: XLSX or CSV, in whatever order and language the columns "
                "are. I show you what I understood before anything is done."
            )
        )

    async def read(self, given: Given, asking: Asking) -> Outcome:
        if not isinstance(given, File) or given.kind is not FileKind.DOCUMENT or given.message is None:
            return Refuse(asking.t("Please send the list as a file."))
        document = given.message.document
        name = "" if document is None else (document.file_name or "")
        try:
            content = await asking.services.download(given.file_id)
            _, readings = await asyncio.to_thread(read, content, None)
        except DomainError as error:
            return Refuse(asking.t(error.message, **error.values))
        except TelegramError:
            return Refuse(asking.t("I could not fetch this file. Please send it again."))
        listed = any(reading.needs or reading.offers for reading in readings)
        return Accept({self.key: {"file_id": given.file_id, "name": name[:200]}, _LISTED: listed or None})

    def shown(self, asking: Asking) -> str:
        kept = asking.data.get(self.key)
        return str(kept["name"]) if kept else ""


async def _planned(asking: Asking) -> Plan:
    content = await asking.services.download(asking.data["file"]["file_id"])
    layout, readings = await asyncio.to_thread(read, content, asking.data.get(COUNTRY))
    if not _takes_listings(asking.data):
        readings = [dataclasses.replace(reading, needs=(), offers=()) for reading in readings]
    who = actor(asking.caller, asking.services)
    return await plan(asking.session, who, EventId(asking.data[EVENT]), layout, readings)


async def _settle(asking: Asking) -> Data:
    if not _takes_listings(asking.data):
        return {_NEW: 0}
    return {_NEW: len((await _planned(asking)).wishes)}


async def _preview(asking: Asking) -> str:
    left_out = bool(asking.data.get(_LISTED)) and not _takes_listings(asking.data)
    found, name = await _planned(asking), asking.data["file"]["name"]
    return views.understood(asking.t, found, name, country=asking.data.get(COUNTRY), left_out=left_out)


async def _finish(asking: Asking) -> Finished:
    shown, who = await _planned(asking), actor(asking.caller, asking.services)
    event_id, now = EventId(asking.data[EVENT]), asking.services.clock()
    way = asking.data.get(FINISHED_BY)
    if way == _ABROAD:
        await abroad.agree(asking.session, who.id, now)
    # Without a yes nothing is shown abroad, even if listings have become new since the buttons were drawn.
    private = way == _PRIVATE or (way != _ABROAD and not asking.caller.shown_abroad)
    how = Publishing(language=asking.data.get(LANGUAGE), private=private, review=asking.services.settings.review)
    name = asking.data["file"]["name"]
    number = await take_over(asking.session, who, event_id, shown, file_name=name, now=now, how=how)
    return Finished(view=views.taken(asking.t, number, event_id, shown))


def _takes_listings(data: Data) -> bool:
    return data.get(_LISTED) is True and data.get(LISTINGS) != _NO


def _finishes(asking: Asking) -> Sequence[Choice]:
    """The separate yes to being shown abroad is given with the tap that takes listings over, unless it was before."""
    if not asking.data.get(_NEW) or asking.caller.shown_abroad:
        return ()
    return (
        Choice(asking.t("✅ Take it over, listings seen abroad"), Act.FINISH, _ABROAD),
        Choice(asking.t("🔒 Take it over, listings private"), Act.FINISH, _PRIVATE),
    )


def _title(t: Translator, _: Data) -> str:
    return t("Import a list")


def _label(t: Translator, _: Data) -> str:
    return t("Take it over")


def _has_listings(data: Data) -> bool:
    return bool(data.get(_LISTED))


FORM = Form(
    name="import",
    title=_title,
    fields=(
        SheetField(key="file", label=mark("List")),
        CountryField(key=COUNTRY, label=mark("Country where none is given"), optional=True, hidden=True),
        ChoiceField(
            key=LANGUAGE,
            label=mark("Language where none is seen"),
            question=mark("Which language are the needs and offers written in, where their words do not tell?"),
            options=lambda data: {code: name for code, name in languages(data).items() if code != UNKNOWN},
            when=_has_listings,
            hidden=True,
            optional=True,
            per_row=2,
        ),
        ChoiceField(
            key=LISTINGS,
            label=mark("Needs and offers"),
            question=mark("Shall what the companies need and offer be listed, and counterparts be looked for?"),
            options=lambda _: {_YES: mark("Yes, list them"), _NO: mark("No, leave them out")},
            when=_has_listings,
            hidden=True,
            optional=True,
        ),
    ),
    finish_label=_label,
    preview=_preview,
    finish=_finish,
    finishes=_finishes,
    settle=_settle,
)
