"""A search as a form of two steps: the words, and the results that they lead to.

What was found is kept in the draft as numbers, so that leafing and filtering ask the matcher nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from bot.i18n.translator import Translator, mark
from bot.usecases.suggestions import search
from bot.usecases.suggestions.search import LONGEST, Filters, Results
from handlers.forms.fields import TextField, fold
from handlers.forms.form import (
    Accept,
    Asking,
    Data,
    Field,
    Finished,
    Form,
    Onward,
    Outcome,
    Question,
    Redraw,
    Refuse,
)
from handlers.forms.user_input import Act, Given, Pressed, Text
from handlers.introductions.begin import begin_or_refuse
from handlers.listings.form import EXPRESS
from handlers.suggestions.search import listing_from, views
from storage.ids import ListingId
from storage.listings import listings
from storage.models import Listing
from storage.vocabulary import Kind

WORDS, HITS = "words", "_hits"
HITS_OF: Final = "_hits_of"
_KIND, _COUNTRY, _SECTOR, _INDEX, _MENU = "_kind", "_country", "_sector", "_index", "_menu"
_THEIRS, _MINE = "_theirs", "_mine"
_UNFILTERED: Final = dict.fromkeys((_KIND, _COUNTRY, _SECTOR, _INDEX, _MENU, _THEIRS))
_OWN: Final = "own"


async def found_by(words: str, asking: Asking) -> dict[str, Any]:
    """What a draft keeps of a search."""
    services = asking.services
    hits = await search.look_for(services.database, services.matchmaker, asking.caller.id, words, services.clock())
    return {WORDS: words, HITS_OF: words, HITS: hits}


async def settle(asking: Asking) -> Data:
    words = asking.data.get(WORDS)
    if not words or asking.data.get(HITS_OF) == words:
        return {}
    return {**_UNFILTERED, **await found_by(words, asking)}


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultsField(Field):
    """The results, one at a time; typed words are the next search."""

    key: str = "results"
    label: str = mark("Results")
    optional: bool = False
    hidden: bool = False

    async def ask(self, asking: Asking) -> Question:
        t, data, found = asking.t, asking.data, await _results(asking)
        text = views.results(t, data[WORDS], found, _filters(data))
        match data.get(_MENU):
            case views.COUNTRY:
                return Question(text=text, choices=views.countries(t, found))
            case views.SECTOR:
                return Question(text=text, choices=views.sectors(t, found))
            case menu if menu == _OWN and data.get(_THEIRS):
                own = await _own(asking, ListingId(data[_THEIRS]))
                return Question(text=t("From which of your listings do you ask?"), choices=views.own(list(own)))
        return Question(text=text, choices=views.choices(t, found, _filters(data)))

    async def read(self, given: Given, asking: Asking) -> Outcome:
        match given:
            case Text(text) if fold(text, several_lines=False):
                words = fold(text, several_lines=False)[:LONGEST]
                return Redraw({**_UNFILTERED, **await found_by(words, asking)})
            case Pressed(Act.PAGE, value) if value.isdecimal():
                return Redraw({_INDEX: int(value)})
            case Pressed(Act.TOGGLE, value):
                return Redraw(_toggled(value, asking.data))
            case Pressed(Act.DONE, _):
                return Accept({self.key: True})
            case Pressed(Act.CHOOSE, value) if value[1:].isdecimal():
                return await self._chosen(value[0], ListingId(int(value[1:])), asking)
        return Refuse(asking.t("Please use the buttons, or type other words to search for."))

    def shown(self, asking: Asking) -> str:
        return str(asking.data.get(WORDS) or "")

    async def _chosen(self, what: str, listing_id: ListingId, asking: Asking) -> Outcome:
        """A result to be introduced to, or one's own listing from which to ask."""
        if what == views.INTRODUCE:
            own = await _own(asking, listing_id)
            if len(own) > 1:
                return Redraw({_THEIRS: listing_id, _MENU: _OWN})
            return Accept({self.key: True, _THEIRS: listing_id, _MINE: own[0].id if own else None})
        return Accept({self.key: True, _MINE: listing_id})


async def finish(asking: Asking) -> Finished:
    """On to the introduction, or to a listing of what was looked for where there is none to ask from."""
    mine, theirs = asking.data.get(_MINE), asking.data.get(_THEIRS)
    if mine and theirs:
        return await begin_or_refuse(asking, ListingId(mine), ListingId(theirs))
    other = await listings.find(asking.session, ListingId(theirs)) if theirs else None
    kind = None if other is None else Kind(other.kind).counterpart
    notice = "" if kind is None else listing_from.needed(asking.t, kind)
    data = await listing_from.words(asking, asking.data[WORDS], kind)
    return Finished(view=None, onward=Onward(form=EXPRESS, data=data, notice=notice))


def _toggled(value: str, data: Data) -> dict[str, Any]:
    """A filter set or taken away, or the menu of one opened."""
    if value in set(Kind):
        return {_KIND: None if data.get(_KIND) == value else value, _INDEX: None, _MENU: None}
    if value in {views.COUNTRY, views.SECTOR}:
        return {_MENU: value}
    which = {views.COUNTRY: _COUNTRY, views.SECTOR: _SECTOR}.get(value[:1])
    if which is None:
        return {_MENU: None}
    return {which: None if value[1:] == views.ANY else value[1:], _INDEX: None, _MENU: None}


def _filters(data: Data) -> Filters:
    kind = data.get(_KIND)
    return Filters(kind=Kind(kind) if kind else None, country=data.get(_COUNTRY), sector=data.get(_SECTOR))


async def _results(asking: Asking) -> Results:
    hits = [(int(number), int(score)) for number, score in asking.data.get(HITS) or ()]
    index, now = int(asking.data.get(_INDEX) or 0), asking.services.clock()
    return await search.results(asking.session, asking.caller.id, hits, _filters(asking.data), index, now)


async def _own(asking: Asking, theirs: ListingId) -> Sequence[Listing]:
    other = await listings.find(asking.session, theirs)
    if other is None:
        return ()
    return await search.own_counterparts(asking.session, asking.caller.id, other, asking.services.clock())


def _no_title(_t: Translator, _data: Data) -> str:
    return ""


async def _no_preview(_asking: Asking) -> str:
    return ""


FORM = Form(
    name="search",
    title=_no_title,
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
    finish_label=_no_title,
    preview=_no_preview,
    finish=finish,
    confirmed=False,
    settle=settle,
    leave_label=mark("Done"),
    aside=mark("All right. Search again with /search whenever you like."),
)
