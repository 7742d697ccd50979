"""The form that imports a list of exhibitors: send a file, check the preview, import."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from bot.i18n.translator import mark
from bot.usecases.imports import storing
from bot.usecases.imports.background import ImportOptions, chosen_rows
from bot.usecases.imports.listings import DraftOptions, Guess, ImportedListing, guess_all
from bot.usecases.imports.plan import Plan, decide, load_known
from bot.usecases.imports.storing import AT_ONCE, NewImport, import_at_once, start_import
from handlers.forms.context import Data, FieldContext, FinishContext
from handlers.forms.country_field import CountryField
from handlers.forms.fields import ChoiceField
from handlers.forms.form import Choice, Finished, Form
from handlers.forms.user_input import Act
from handlers.imports import result_views, views
from handlers.imports.buttons import ImportAct, ImportPress
from handlers.imports.fields import (
    COUNTRY,
    DOUBLES,
    EVENT,
    FILE,
    LISTED,
    DoublesField,
    FileUnavailableError,
    SheetField,
    compare_list,
    read_list,
)
from handlers.imports.remark_views import has_remarks
from handlers.listings.guesses import UNKNOWN, languages
from storage.ids import EventId, ImportId
from storage.listings import origins

NAME: Final = "import"
LANGUAGE, LISTINGS = "language", "listings"
_DOUBLED: Final = "_doubled"
"""Set if rows probably repeat other rows or companies of the event."""
_REMARKED: Final = "_remarked"
"""Set if some cells were not understood."""
_YES, _NO = "yes", "no"


async def _plan(ctx: FieldContext) -> Plan:
    found = await read_list(ctx, ctx.data[FILE]["file_id"], ctx.data.get(COUNTRY))
    found = chosen_rows(found, with_listings=_takes_listings(ctx.data))
    comparison = await compare_list(ctx, found)
    rows = comparison.exhibitors.rows
    async with ctx.reading() as session:
        known = await load_known(session, ctx.actor, EventId(ctx.data[EVENT]), rows, comparison.at_event)
    return Plan(comparison=comparison, steps=await asyncio.to_thread(decide, rows, known, comparison.repeats))


async def _derive(ctx: FieldContext) -> Data:
    if FILE not in ctx.data:
        return {}
    found = await read_list(ctx, ctx.data[FILE]["file_id"], ctx.data.get(COUNTRY))
    doubles = (await compare_list(ctx, found)).doubles
    return {_REMARKED: has_remarks(found), _DOUBLED: bool(doubles or ctx.data.get(DOUBLES)) or None}


async def _preview(ctx: FieldContext) -> str:
    left_out = bool(ctx.data.get(LISTED)) and not _takes_listings(ctx.data)
    try:
        found = await _plan(ctx)
    except FileUnavailableError as error:
        return ctx.t(error.message)
    return views.understood(ctx.t, found, ctx.data[FILE]["name"], country=ctx.data.get(COUNTRY), left_out=left_out)


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
    return data.get(LISTED) is True and data.get(LISTINGS) != _NO


def _finishes(ctx: FieldContext) -> Sequence[Choice]:
    choices = [Choice("✅ " + ctx.t("Import"), Act.FINISH)]
    if ctx.data.get(_REMARKED):
        press = ImportPress(ImportId(0), ImportAct.REMARKS)
        choices.append(Choice(ctx.t("📝 Remarks as a file"), Act.FINISH, press=press))
    return choices


def _has_listings(data: Data) -> bool:
    return bool(data.get(LISTED))


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
