"""The form that imports a list of exhibitors: send a file, check the preview, import."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from telegram.error import TelegramError

from bot.errors import InputError
from bot.i18n.translator import mark
from bot.usecases.imports import storing
from bot.usecases.imports.background import ImportOptions, chosen_rows
from bot.usecases.imports.doubles import DIFFERENT, Double
from bot.usecases.imports.errors import TooLargeFileError
from bot.usecases.imports.exhibitor_list import ExhibitorList
from bot.usecases.imports.listings import DraftOptions, Guess, ImportedListing, guess_all, listings_of_row
from bot.usecases.imports.plan import Comparison, Plan, compare, decide, load_known, load_names
from bot.usecases.imports.storing import AT_ONCE, NewImport, import_at_once, start_import
from bot.usecases.imports.tables import MEGABYTES, ROWS
from handlers.forms.context import Data, FieldContext, FinishContext
from handlers.forms.country_field import CountryField
from handlers.forms.fields import ChoiceField
from handlers.forms.form import Accept, Choice, Field, Finished, Form, Outcome, Question, Redraw, Refuse
from handlers.forms.user_input import Act, File, Pressed, UserInput
from handlers.imports import result_views, views
from handlers.imports.buttons import ImportAct, ImportPress
from handlers.listings.guesses import UNKNOWN, languages
from storage.ids import EventId, ImportId
from storage.listings import origins
from storage.vocabulary import FileKind

NAME: Final = "import"
EVENT: Final = "event_id"
FILE: Final = "file"
COUNTRY, LANGUAGE, LISTINGS, DOUBLES = "country", "language", "listings", "doubles"
_LISTED: Final = "_listed"
"""Set if the list contains needs or offers."""
_DOUBLED: Final = "_doubled"
"""Set if rows probably repeat other rows or companies of the event."""
_REMARKED: Final = "_remarked"
"""Set if some cells were not understood."""
LONG_FILE: Final = 256 * 1024
"""Bytes. Reading takes a second or more, so the bot says first that it does: 50,000 rows take half a minute."""
_YES, _NO = "yes", "no"
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
        return Accept({self.key: kept, _LISTED: listed or None})

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


async def _plan(ctx: FieldContext) -> Plan:
    found = await read_list(ctx, ctx.data[FILE]["file_id"], ctx.data.get(COUNTRY))
    found = chosen_rows(found, with_listings=_takes_listings(ctx.data))
    comparison = await _compare(ctx, found)
    rows = comparison.exhibitors.rows
    async with ctx.reading() as session:
        known = await load_known(session, ctx.actor, EventId(ctx.data[EVENT]), rows, comparison.at_event)
    return Plan(comparison=comparison, steps=await asyncio.to_thread(decide, rows, known, comparison.repeats))


async def _compare(ctx: FieldContext, found: ExhibitorList) -> Comparison:
    async with ctx.reading() as session:
        names = await load_names(session, EventId(ctx.data[EVENT]))
    return await asyncio.to_thread(compare, found, names, ctx.data.get(DOUBLES) or {})


async def _derive(ctx: FieldContext) -> Data:
    if FILE not in ctx.data:
        return {}
    found = await read_list(ctx, ctx.data[FILE]["file_id"], ctx.data.get(COUNTRY))
    doubles = (await _compare(ctx, found)).doubles
    return {_REMARKED: views.has_remarks(found), _DOUBLED: bool(doubles or ctx.data.get(DOUBLES)) or None}


async def _preview(ctx: FieldContext) -> str:
    left_out = bool(ctx.data.get(_LISTED)) and not _takes_listings(ctx.data)
    try:
        found = await _plan(ctx)
    except FileUnavailableError as error:
        return ctx.t(error.message)
    return views.understood(ctx.t, found, ctx.data[FILE]["name"], country=ctx.data.get(COUNTRY), left_out=left_out)


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
    return (await _compare(ctx, found)).doubles


@dataclass(frozen=True, slots=True, kw_only=True)
class _Prepared:
    plan: Plan
    guesses: dict[ImportedListing, Guess]


async def _prepare(ctx: FieldContext) -> _Prepared:
    """Reads the list. For a list that is imported at once, also guesses language and sectors of its listings."""
    shown = await _plan(ctx)
    texts = shown.texts if len(shown.steps) <= AT_ONCE else []
    return _Prepared(plan=shown, guesses=await asyncio.to_thread(guess_all, texts, ctx.data.get(LANGUAGE)))


async def _finish(ctx: FinishContext) -> Finished:
    prepared: _Prepared = ctx.prepared
    plan, event_id = prepared.plan, EventId(ctx.data[EVENT])
    options = ImportOptions(
        country=ctx.data.get(COUNTRY),
        language=ctx.data.get(LANGUAGE),
        with_listings=_takes_listings(ctx.data),
        doubles=ctx.data.get(DOUBLES) or {},
    )
    file = ctx.data[FILE]
    new = NewImport(event_id=event_id, file_id=file["file_id"], file_name=file["name"], options=options.as_json())
    if len(plan.steps) > AT_ONCE:
        number = await start_import(ctx.session, ctx.actor, new, plan.exhibitors, ctx.now)
        return Finished(view=result_views.running(ctx.t, number, 0, len(plan.steps)))
    draft_options = DraftOptions(language=options.language, guesses=prepared.guesses)
    number = await import_at_once(
        ctx.session, ctx.actor, new, plan.comparison, now=ctx.now, draft_options=draft_options
    )
    drafts = (await origins.draft_state(ctx.session, event_id)).drafts
    done = await storing.own_import(ctx.session, ctx.actor, number)
    until = ctx.now + timedelta(days=ctx.settings.keep_imports_days)
    view = result_views.imported(ctx.t, done, plan.counts, len(plan.new_listings), drafts=drafts, until=until)
    return Finished(view=view)


def _takes_listings(data: Data) -> bool:
    return data.get(_LISTED) is True and data.get(LISTINGS) != _NO


def _finishes(ctx: FieldContext) -> Sequence[Choice]:
    choices = [Choice("✅ " + ctx.t("Import"), Act.FINISH)]
    if ctx.data.get(_REMARKED):
        press = ImportPress(ImportId(0), ImportAct.REMARKS)
        choices.append(Choice(ctx.t("📝 Remarks as a file"), Act.FINISH, press=press))
    return choices


def _has_listings(data: Data) -> bool:
    return bool(data.get(_LISTED))


FORM = Form(
    name=NAME,
    title=lambda t, _: t("Import a list"),
    fields=(
        SheetField(key=FILE, label=mark("List")),
        CountryField(key=COUNTRY, label=mark("Country for rows without one"), optional=True, hidden=True),
        DoublesField(
            key=DOUBLES, label=mark("Probable duplicates"), when=lambda data: bool(data.get(_DOUBLED)), hidden=True
        ),
        ChoiceField(
            key=LANGUAGE,
            label=mark("Language if not recognised"),
            question=mark("Which language are the needs and offers in, if I can't tell from the text?"),
            options=lambda data: {code: name for code, name in languages(data).items() if code != UNKNOWN},
            when=_has_listings,
            hidden=True,
            optional=True,
            per_row=2,
        ),
        ChoiceField(
            key=LISTINGS,
            label=mark("Needs and offers"),
            question=mark("Should I draft listings of what the companies need and offer?"),
            options=lambda _: {_YES: mark("Yes, draft them"), _NO: mark("No, leave them out")},
            when=_has_listings,
            hidden=True,
            optional=True,
        ),
    ),
    sent=FILE,
    aside=mark("Nothing was done."),
    finish_label=lambda t, _: t("Import"),
    preview=_preview,
    prepare=_prepare,
    finish=_finish,
    finishes=_finishes,
    derive=_derive,
)
