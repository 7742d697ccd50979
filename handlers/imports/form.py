"""The form that imports a list of exhibitors: send it, see what was understood, take it over."""

import asyncio
import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from telegram.error import TelegramError

from bot.errors import InputError
from bot.i18n.translator import mark
from bot.usecases.imports.columns import Layout
from bot.usecases.imports.errors import TooLargeFileError
from bot.usecases.imports.listings import Guess, Publishing, Wish, guess_all
from bot.usecases.imports.plan import Plan, plan
from bot.usecases.imports.reading import MEGABYTES, ROWS
from bot.usecases.imports.rows import Reading
from bot.usecases.imports.takeover import take_over
from bot.usecases.listings import abroad
from handlers.forms.context import Data, FieldContext, FinishContext
from handlers.forms.country_field import CountryField
from handlers.forms.fields import ChoiceField
from handlers.forms.form import FINISHED_BY, Accept, Choice, Field, Finished, Form, Outcome, Question, Refuse
from handlers.forms.user_input import Act, File, UserInput
from handlers.imports import views
from handlers.listings.guesses import UNKNOWN, languages
from storage.ids import EventId
from storage.vocabulary import FileKind

EVENT: Final = "event_id"
COUNTRY, LANGUAGE, LISTINGS = "country", "language", "listings"
_LISTED: Final = "_listed"
"""Set where the list says what companies need or offer."""
_NEW: Final = "_new"
"""How many listings the import would make as things stand."""
_YES, _NO = "yes", "no"
_ABROAD, _PRIVATE = "abroad", "private"


class FileUnavailableError(InputError):
    """Telegram does not hand out the file: it is gone, or Telegram is out of reach."""

    default = mark("I could not fetch this file. Please send it again.")


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetField(Field):
    """Stores the file's id and name. The file itself stays with Telegram."""

    async def ask(self, ctx: FieldContext) -> Question:
        return Question(
            text=ctx.t(
                "Send me the list of exhibitors as a file: XLSX or CSV, in whatever order and language the columns "
                "are. I show you what I understood before anything is done."
            )
        )

    async def read(self, user_input: UserInput, ctx: FieldContext) -> Outcome:
        message = user_input.message if isinstance(user_input, File) and user_input.kind is FileKind.DOCUMENT else None
        document = None if message is None else message.document
        if document is None:
            return Refuse(ctx.t("Please send the list as a file."))
        if (document.file_size or 0) > MEGABYTES * 1024 * 1024:
            raise TooLargeFileError(rows=ROWS, megabytes=MEGABYTES)
        _, readings = await _read(ctx, document.file_id, None)
        listed = any(reading.needs or reading.offers for reading in readings)
        kept = {"file_id": document.file_id, "name": (document.file_name or "")[:200]}
        return Accept({self.key: kept, _LISTED: listed or None})

    def shown(self, ctx: FieldContext) -> str:
        kept = ctx.data.get(self.key)
        return str(kept["name"]) if kept else ""


async def _read(ctx: FieldContext, file_id: str, country: str | None) -> tuple[Layout, list[Reading]]:
    """Raises FileUnavailableError, and an error of `imports.errors` for a file that is no list."""
    try:
        return await ctx.sheets.read(file_id, country)
    except TelegramError as error:
        raise FileUnavailableError from error


async def _plan(ctx: FieldContext) -> Plan:
    layout, readings = await _read(ctx, ctx.data["file"]["file_id"], ctx.data.get(COUNTRY))
    if not _takes_listings(ctx.data):
        readings = [dataclasses.replace(reading, needs=(), offers=()) for reading in readings]
    async with ctx.reading() as session:
        return await plan(session, ctx.actor, EventId(ctx.data[EVENT]), layout, readings)


async def _settle(ctx: FieldContext) -> Data:
    if not _takes_listings(ctx.data):
        return {_NEW: 0}
    return {_NEW: len((await _plan(ctx)).wishes)}


async def _preview(ctx: FieldContext) -> str:
    left_out = bool(ctx.data.get(_LISTED)) and not _takes_listings(ctx.data)
    try:
        found = await _plan(ctx)
    except FileUnavailableError as error:
        return ctx.t(error.message)
    return views.understood(ctx.t, found, ctx.data["file"]["name"], country=ctx.data.get(COUNTRY), left_out=left_out)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Prepared:
    plan: Plan
    guesses: dict[Wish, Guess]


async def _prepare(ctx: FieldContext) -> _Prepared:
    """Reads the list and guesses the language and sectors of its listings."""
    shown = await _plan(ctx)
    guesses = await asyncio.to_thread(guess_all, shown.wishes, ctx.data.get(LANGUAGE))
    return _Prepared(plan=shown, guesses=guesses)


async def _finish(ctx: FinishContext) -> Finished:
    prepared: _Prepared = ctx.prepared
    event_id, way = EventId(ctx.data[EVENT]), ctx.data.get(FINISHED_BY)
    if way == _ABROAD:
        await abroad.agree(ctx.session, ctx.caller.id, ctx.now)
    # Without consent nothing is shown abroad, even if listings have become new since the buttons were drawn.
    private = way == _PRIVATE or (way != _ABROAD and not ctx.caller.shown_abroad)
    how = Publishing(
        language=ctx.data.get(LANGUAGE), private=private, review=ctx.settings.review, guesses=prepared.guesses
    )
    name = ctx.data["file"]["name"]
    number = await take_over(ctx.session, ctx.actor, event_id, prepared.plan, file_name=name, now=ctx.now, how=how)
    return Finished(view=views.taken(ctx.t, number, event_id, prepared.plan))


def _takes_listings(data: Data) -> bool:
    return data.get(_LISTED) is True and data.get(LISTINGS) != _NO


def _finishes(ctx: FieldContext) -> Sequence[Choice]:
    """Asks for the separate consent to being shown abroad, unless it was given before or nothing would be shown."""
    if not ctx.data.get(_NEW) or ctx.caller.shown_abroad:
        return ()
    return (
        Choice(ctx.t("✅ Take it over, listings seen abroad"), Act.FINISH, _ABROAD),
        Choice(ctx.t("🔒 Take it over, listings private"), Act.FINISH, _PRIVATE),
    )


def _has_listings(data: Data) -> bool:
    return bool(data.get(_LISTED))


FORM = Form(
    name="import",
    title=lambda t, _: t("Import a list"),
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
    finish_label=lambda t, _: t("Take it over"),
    preview=_preview,
    prepare=_prepare,
    finish=_finish,
    finishes=_finishes,
    settle=_settle,
)
