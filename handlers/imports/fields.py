"""Fields of the form that imports a list of exhibitors: its file, and its probable duplicates."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from telegram.error import TelegramError

from bot.errors import InputError
from bot.i18n.translator import mark
from bot.usecases.imports.doubles import DIFFERENT, Double
from bot.usecases.imports.errors import TooLargeFileError
from bot.usecases.imports.exhibitor_list import ExhibitorList
from bot.usecases.imports.listings import listings_of_row
from bot.usecases.imports.plan import Comparison, compare, load_names
from bot.usecases.imports.tables import MEGABYTES, ROWS
from handlers.forms.context import FieldContext
from handlers.forms.form import Accept, Choice, Field, Outcome, Question, Redraw, Refuse
from handlers.forms.user_input import Act, File, Pressed, UserInput
from handlers.imports import views
from storage.ids import EventId
from storage.vocabulary import FileKind

EVENT: Final = "event_id"
FILE: Final = "file"
COUNTRY, DOUBLES = "country", "doubles"
LISTED: Final = "_listed"
"""Set if the list contains needs or offers."""
LONG_FILE: Final = 256 * 1024
"""Bytes. Reading takes a second or more, so the bot says first that it does: 50,000 rows take half a minute."""
_SAME, _DIFFERENT, _AGAIN = "s", "d", "again"


class FileUnavailableError(InputError):
    """Telegram does not return the file: it is deleted, or Telegram is unreachable."""

    default = mark("I couldn't get this file. Send it again.")


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetField(Field):
    """Stores the file's id and name. The file itself stays with Telegram."""

    async def ask(self, ctx: FieldContext) -> Question:
        return Question(
            text=ctx.t(
                "Send me the list of exhibitors as an XLSX or CSV file. The columns can be in any order and "
                "language. I show you what I understood before anything is imported."
            )
        )

    async def read(self, user_input: UserInput, ctx: FieldContext) -> Outcome:
        message = user_input.message if isinstance(user_input, File) and user_input.kind is FileKind.DOCUMENT else None
        document = None if message is None else message.document
        if document is None:
            return Refuse(ctx.t("Send the list as a file."))
        if (document.file_size or 0) > MEGABYTES * 1024 * 1024:
            raise TooLargeFileError(rows=ROWS, megabytes=MEGABYTES)
        if message is not None and (document.file_size or 0) > LONG_FILE:
            with suppress(TelegramError):
                await message.reply_text(ctx.t("I am reading the list. A long one can take a minute."))
        found = await read_list(ctx, document.file_id, None)
        listed = await asyncio.to_thread(_lists_any, found)
        kept = {"file_id": document.file_id, "name": (document.file_name or "")[:200]}
        return Accept({self.key: kept, LISTED: listed or None})

    def shown(self, ctx: FieldContext) -> str:
        kept = ctx.data.get(self.key)
        return str(kept["name"]) if kept else ""


def _lists_any(found: ExhibitorList) -> bool:
    return any(listings_of_row(row) for row in found.rows)


async def read_list(ctx: FieldContext, file_id: str, country: str | None) -> ExhibitorList:
    """Reads the list. Raises FileUnavailableError, and an error of `imports.errors` if the file is no list."""
    try:
        return await ctx.sheets.read(file_id, country)
    except TelegramError as error:
        raise FileUnavailableError from error


async def compare_list(ctx: FieldContext, found: ExhibitorList) -> Comparison:
    async with ctx.reading() as session:
        names = await load_names(session, EventId(ctx.data[EVENT]))
    return await asyncio.to_thread(compare, found, names, ctx.data.get(DOUBLES) or {})


@dataclass(frozen=True, slots=True, kw_only=True)
class DoublesField(Field):
    """Shows probable duplicates pair by pair and asks if they are one company. Stores `doubles.Choices`."""

    async def ask(self, ctx: FieldContext) -> Question:
        try:
            doubles = await _open_doubles(ctx)
        except FileUnavailableError as error:
            return Question(text=ctx.t(error.message))
        if not doubles:
            again = Choice(ctx.t("Decide again"), Act.CHOOSE, _AGAIN)
            return Question(text=ctx.t("You have decided on all probable duplicates."), choices=((again,),))
        position = doubles[0].position
        choices = (
            Choice(ctx.t("✅ The same"), Act.CHOOSE, f"{_SAME}{position}"),
            Choice(ctx.t("↔️ Different"), Act.CHOOSE, f"{_DIFFERENT}{position}"),
        )
        return Question(text=views.double(ctx.t, doubles[0], len(doubles)), choices=(choices,))

    async def read(self, user_input: UserInput, ctx: FieldContext) -> Outcome:
        if not isinstance(user_input, Pressed) or user_input.act is not Act.CHOOSE:
            return Refuse(ctx.t("Choose one of the buttons below."))
        if user_input.value == _AGAIN:
            return Redraw({self.key: None})
        doubles = await _open_doubles(ctx)
        if not doubles or user_input.value[1:] != str(doubles[0].position):
            return Redraw({})  # a second tap on a pair that is decided
        same = user_input.value.startswith(_SAME)
        decided = {**(ctx.data.get(self.key) or {}), doubles[0].name: doubles[0].other_name if same else DIFFERENT}
        return Redraw({self.key: decided}) if len(doubles) > 1 else Accept({self.key: decided})

    def shown(self, ctx: FieldContext) -> str:
        decided = ctx.data.get(self.key) or {}
        return views.decided(ctx.t, sum(name != DIFFERENT for name in decided.values()), len(decided))


async def _open_doubles(ctx: FieldContext) -> Sequence[Double]:
    found = await read_list(ctx, ctx.data[FILE]["file_id"], ctx.data.get(COUNTRY))
    return (await compare_list(ctx, found)).doubles
