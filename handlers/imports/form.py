"""Sending a list, seeing what was understood of it, and taking it over."""

import asyncio
from dataclasses import dataclass
from typing import Any, Final

from telegram.error import TelegramError

from bot.errors import DomainError
from bot.i18n import Translator, mark
from bot.usecases.imports.plan import Plan, plan, read
from bot.usecases.imports.takeover import take_over
from handlers.events.actor import actor
from handlers.form.form import Accept, Asking, Data, Field, Finished, Form, Outcome, Question, Refuse
from handlers.form.given import File, Given
from handlers.imports import views
from handlers.registration.country import CountryField
from storage.ids import EventId
from storage.vocabulary import FileKind

EVENT: Final = "event_id"


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
            await asyncio.to_thread(read, content, None)
        except DomainError as error:
            return Refuse(asking.t(error.message, **error.values))
        except TelegramError:
            return Refuse(asking.t("I could not fetch this file. Please send it again."))
        return Accept({self.key: {"file_id": given.file_id, "name": name[:200]}})

    def shown(self, asking: Asking) -> str:
        kept = asking.data.get(self.key)
        return str(kept["name"]) if kept else ""


async def _planned(asking: Asking) -> Plan:
    content = await asking.services.download(asking.data["file"]["file_id"])
    layout, readings = await asyncio.to_thread(read, content, asking.data.get("country"))
    who = actor(asking.caller, asking.services)
    return await plan(asking.session, who, EventId(asking.data[EVENT]), layout, readings)


async def _preview(asking: Asking) -> str:
    return views.understood(asking.t, await _planned(asking), asking.data["file"]["name"])


async def _finish(asking: Asking) -> Finished:
    shown, who = await _planned(asking), actor(asking.caller, asking.services)
    event_id, now = EventId(asking.data[EVENT]), asking.services.clock()
    name = asking.data["file"]["name"]
    number = await take_over(asking.session, who, event_id, shown, file_name=name, now=now)
    return Finished(view=views.taken(asking.t, number, event_id, shown))


def _title(t: Translator, _: Data) -> str:
    return t("Import a list")


def _label(t: Translator, _: Data) -> str:
    return t("Take it over")


def _fields() -> tuple[Any, ...]:
    return (
        SheetField(key="file", label=mark("List")),
        CountryField(key="country", label=mark("Country where none is given"), optional=True, hidden=True),
    )


FORM = Form(name="import", title=_title, fields=_fields(), finish_label=_label, preview=_preview, finish=_finish)
