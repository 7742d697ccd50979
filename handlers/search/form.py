"""A search as a form of two steps: the words and the results.

The draft stores the numbers of the results, so that paging and filtering need no new search.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from bot.i18n.translator import Translator, mark
from bot.usecases.suggestions import search
from bot.usecases.suggestions.search import LONGEST, Filters, Results
from handlers.forms.context import Data, FieldContext, FinishContext
from handlers.forms.fields import TextField, fold
from handlers.forms.form import Accept, Field, Finished, Form, NextForm, Outcome, Question, Redraw, Refuse
from handlers.forms.user_input import Act, Pressed, Text, UserInput
from handlers.introductions.dialogs import finish_with_proposal
from handlers.listings import quick
from handlers.listings.fields import company_of
from handlers.listings.form import EXPRESS
from handlers.search import views
from storage.ids import ListingId
from storage.listings import listings
from storage.models import Listing
from storage.vocabulary import Kind

WORDS, HITS = "words", "_hits"
HITS_OF: Final = "_hits_of"
_KIND, _COUNTRY, _SECTOR, _PAGE, _OPENED, _MENU = "_kind", "_country", "_sector", "_page", "_opened", "_menu"
_THEIRS, _MINE = "_theirs", "_mine"
_UNFILTERED: Final = dict.fromkeys((_KIND, _COUNTRY, _SECTOR, _PAGE, _OPENED, _MENU, _THEIRS))
_OWN: Final = "own"


async def found_by(words: str, ctx: FieldContext) -> dict[str, Any]:
    """Searches, and returns the values for the draft."""
    return {WORDS: words, HITS_OF: words, HITS: await ctx.search(words)}


async def _derive(ctx: FieldContext) -> Data:
    words = ctx.data.get(WORDS)
    if not words or ctx.data.get(HITS_OF) == words:
        return {}
    return {**_UNFILTERED, **await found_by(words, ctx)}


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultsField(Field):
    """The results, five in a list. Their numbers open them, and typed words search again."""

    key: str = "results"
    label: str = mark("Results")

    async def ask(self, ctx: FieldContext) -> Question:
        t, data, found = ctx.t, ctx.data, await _results(ctx)
        text = views.results(t, data[WORDS], found, _filters(data), still_reading=ctx.still_reading)
        match data.get(_MENU):
            case views.COUNTRY:
                return Question(text=text, choices=views.countries(t, found))
            case views.SECTOR:
                return Question(text=text, choices=views.sectors(t, found))
            case menu if menu == _OWN and data.get(_THEIRS):
                own = await _own(ctx, ListingId(data[_THEIRS]))
                return Question(text=t("Which of your listings is this request for?"), choices=views.own(list(own)))
        return Question(text=text, choices=views.choices(t, found, _filters(data)))

    async def read(self, user_input: UserInput, ctx: FieldContext) -> Outcome:
        match user_input:
            case Text(text) if fold(text, several_lines=False):
                words = fold(text, several_lines=False)[:LONGEST]
                return Redraw({**_UNFILTERED, **await found_by(words, ctx)})
            case Pressed(Act.PAGE, value) if value.isdecimal():
                return Redraw({_PAGE: int(value)})
            case Pressed(Act.TOGGLE, value):
                return Redraw(_toggled(value, ctx.data))
            case Pressed(Act.DONE, _):
                return Accept({self.key: True})
            case Pressed(Act.CHOOSE, value) if value[1:].isdecimal():
                return await self._chosen(value[0], ListingId(int(value[1:])), ctx)
        return Refuse(ctx.t("Use the buttons, or type other words to search for."))

    def shown(self, ctx: FieldContext) -> str:
        return str(ctx.data.get(WORDS) or "")

    async def _chosen(self, what: str, listing_id: ListingId, ctx: FieldContext) -> Outcome:
        """Handles the choice of a result to open or to be introduced to, or of an own listing to propose from."""
        if what == views.OPEN:
            return Redraw({_OPENED: listing_id or None})
        if what == views.INTRODUCE:
            own = await _own(ctx, listing_id)
            if len(own) > 1:
                return Redraw({_THEIRS: listing_id, _MENU: _OWN})
            return Accept({self.key: True, _THEIRS: listing_id, _MINE: own[0].id if own else None})
        return Accept({self.key: True, _MINE: listing_id})


async def _prepare(ctx: FieldContext) -> NextForm | None:
    """Returns the form for a listing made of the words, unless an introduction can be proposed."""
    mine, theirs = ctx.data.get(_MINE), ctx.data.get(_THEIRS)
    if mine and theirs:
        return None
    async with ctx.reading() as session:
        other = await listings.find(session, ListingId(theirs)) if theirs else None
    kind = None if other is None else Kind(other.kind).counterpart
    notice = "" if kind is None else _listing_needed(ctx.t, kind)
    return NextForm(form=EXPRESS, data=await listing_answers(ctx, ctx.data[WORDS], kind), notice=notice)


async def _finish(ctx: FinishContext) -> Finished:
    if ctx.prepared is not None:
        return Finished(next_form=ctx.prepared)
    return await finish_with_proposal(ctx, ListingId(ctx.data[_MINE]), ListingId(ctx.data[_THEIRS]))


def _toggled(value: str, data: Data) -> dict[str, Any]:
    """Toggles a filter, or opens its menu."""
    if value in set(Kind):
        return {_KIND: None if data.get(_KIND) == value else value, _PAGE: None, _OPENED: None, _MENU: None}
    if value in {views.COUNTRY, views.SECTOR}:
        return {_MENU: value}
    which = {views.COUNTRY: _COUNTRY, views.SECTOR: _SECTOR}.get(value[:1])
    if which is None:
        return {_MENU: None}
    return {which: None if value[1:] == views.ANY else value[1:], _PAGE: None, _OPENED: None, _MENU: None}


def _filters(data: Data) -> Filters:
    kind = data.get(_KIND)
    return Filters(kind=Kind(kind) if kind else None, country=data.get(_COUNTRY), sector=data.get(_SECTOR))


async def _results(ctx: FieldContext) -> Results:
    hits = [(int(number), int(score)) for number, score in ctx.data.get(HITS) or ()]
    page, opened = int(ctx.data.get(_PAGE) or 0), ctx.data.get(_OPENED)
    async with ctx.reading() as session:
        return await search.results(
            session,
            ctx.caller.id,
            hits,
            _filters(ctx.data),
            ctx.now,
            page=page,
            opened=ListingId(opened) if opened else None,
        )


async def _own(ctx: FieldContext, theirs: ListingId) -> Sequence[Listing]:
    async with ctx.reading() as session:
        other = await listings.find(session, theirs)
        if other is None:
            return ()
        return await search.own_counterparts(session, ctx.caller.id, other, ctx.now, acting_for=ctx.caller.acting_for)


FORM = Form(
    name="search",
    title=lambda _t, _data: "",
    fields=(
        TextField(
            key=WORDS,
            label=mark("Search"),
            question=mark("🔎 What are you looking for? A few words, in any language."),
            shortest=1,
            longest=LONGEST,
        ),
        ResultsField(),
    ),
    prepare=_prepare,
    finish=_finish,
    derive=_derive,
    leave_label=mark("Done"),
    aside=mark("OK. Search again at any time: /search"),
)


def _listing_needed(t: Translator, kind: Kind) -> str:
    """Says that the person needs a listing of this kind before they can propose an introduction."""
    if kind is Kind.NEED:
        return t("To ask for an introduction you need a listing that says what you look for. Let's create it.")
    return t("To ask for an introduction you need a listing that says what you offer. Let's create it.")


async def listing_answers(ctx: FieldContext, text: str, kind: Kind | None) -> dict[str, Any]:
    """Returns the answers that the words contain. A given `kind` overrides the guess."""
    data = quick.one_half(await quick.guess_answers(text, ctx), kind) | company_of(ctx.caller)
    if len(text) < quick.SHORTEST:
        del data["summary"]
    if kind is not None and data.get("kind") != kind:
        data |= {"kind": kind}
        data.pop("profile_type", None)
    return data
