"""Choosing two companies of the event by name, and what of theirs belongs together. Every answer is checked anew."""

import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from bot.matching.places import country_flag
from bot.usecases import recommendations
from bot.usecases.recommendations import Candidate, Match
from bot.usecases.recommendations import errors as reasons
from handlers.events.actor import actor
from handlers.forms.fields import in_rows
from handlers.forms.form import (
    Accept,
    Asking,
    Choice,
    Data,
    Field,
    Outcome,
    Question,
    Redraw,
    Refuse,
)
from handlers.forms.user_input import Act, Given, Pressed, Text
from storage.ids import CompanyId, EventId

EVENT: Final = "event_id"
FIRST, SECOND, PAIR = "first", "second", "pair"
SINGLE: Final = "_single"
"""Set where the two have just one need and one offer in common: nothing to choose."""
_PAGE: Final = 8
_SHOWN: Final = 40  # characters of a title on half a button


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyAtField(Field):
    """One of the event's companies: by button, or by typing something like its name in any script."""

    key: str
    label: str
    question: str
    optional: bool = False
    hidden: bool = False

    async def ask(self, asking: Asking) -> Question:
        everybody = await self._everybody(asking)
        found = self._found(asking.data)
        shown = (
            [one for number in found for one in everybody if one.id == number] if found else self._fitting(everybody)
        )
        pages = max(1, -(-len(shown) // _PAGE))
        page = min(int(asking.data.get(self._page_key, 0)), pages - 1)
        here = shown[page * _PAGE : (page + 1) * _PAGE]
        rows = in_rows([Choice(_named(one), Act.CHOOSE, str(one.id)) for one in here], 1)
        if pages > 1:
            turns = [("◀", (page - 1) % pages), (f"{page + 1} / {pages}", page), ("▶", (page + 1) % pages)]
            rows += (tuple(Choice(sign, Act.PAGE, str(number)) for sign, number in turns),)
        return Question(text=self._asked(asking, bool(shown)), choices=rows)

    def _asked(self, asking: Asking, any_: bool) -> str:
        t = asking.t
        if self.key == SECOND:
            name = html.escape(str(asking.data.get(name_key(FIRST)) or "…"))
            fitting = t("The best matches come first.") if any_ else t("Nobody here fits by country and by listing.")
            return f"{t(self.question, name=name)} {fitting}"
        return t(self.question)

    async def read(self, given: Given, asking: Asking) -> Outcome:
        t, everybody = asking.t, await self._everybody(asking)
        match given:
            case Pressed(Act.PAGE, value) if value.isdecimal():
                return Redraw({self._page_key: int(value)})
            case Pressed(Act.CHOOSE, value):
                chosen = next((one for one in everybody if str(one.id) == value), None)
                if chosen is not None:
                    return await self._chosen(chosen, asking)
            case Text(text):
                hits = recommendations.find(text, everybody)[:_PAGE]
                if hits:
                    return Redraw({self._found_key: [one.id for one in hits], self._page_key: 0})
                return Refuse(t("Nothing found for “{text}”. Try another word.", text=html.escape(text[:40])))
        return Refuse(t("Please choose one of the buttons below."))

    async def _chosen(self, chosen: Candidate, asking: Asking) -> Outcome:
        t, name = asking.t, html.escape(chosen.name)
        if not chosen.listings:
            return Refuse(t("{name} has no open need or offer at the moment.", name=name))
        kept = {self.key: chosen.id, name_key(self.key): chosen.name, self._found_key: None, self._page_key: None}
        if self.key == FIRST:
            return Accept({**kept, SECOND: None, PAIR: None, SINGLE: None})
        if not chosen.pairs:
            return Refuse(await self._why_not(chosen, asking))
        found = await matches_of(asking, CompanyId(chosen.id))
        single = value_of(found[0]) if len(found) == 1 else None
        return Accept({**kept, PAIR: single, SINGLE: bool(single) or None})

    async def _why_not(self, chosen: Candidate, asking: Asking) -> str:
        """Said clearly: the two are of one country, or nothing that one needs is offered by the other."""
        everybody = await recommendations.candidates(asking.session, *_who(asking), asking.services.clock())
        first = next((one for one in everybody if one.id == asking.data.get(FIRST)), None)
        kinds = set() if first is None else {listing.kind for listing in first.listings}
        opposite = any(listing.kind.counterpart in kinds for listing in chosen.listings)
        if first is not None and first.country == chosen.country and opposite:
            return asking.t(reasons.SameCountryError.default)
        return asking.t(reasons.NoPairError.default)

    async def _everybody(self, asking: Asking) -> Sequence[Candidate]:
        now, who = asking.services.clock(), _who(asking)
        if self.key == SECOND:
            first = CompanyId(int(asking.data.get(FIRST) or 0))
            return await recommendations.partners(asking.session, *who, first, now)
        return await recommendations.candidates(asking.session, *who, now)

    def _fitting(self, everybody: Sequence[Candidate]) -> list[Candidate]:
        return [one for one in everybody if (one.pairs if self.key == SECOND else one.listings)]

    def shown(self, asking: Asking) -> str:
        return str(asking.data.get(name_key(self.key)) or "")

    def _found(self, data: Data) -> list[int]:
        return list(data.get(self._found_key) or [])

    @property
    def _found_key(self) -> str:
        return f"_{self.key}_found"

    @property
    def _page_key(self) -> str:
        return f"_{self.key}_page"


@dataclass(frozen=True, slots=True, kw_only=True)
class PairField(Field):
    """Which need with which offer, where the two have several in common."""

    key: str
    label: str
    optional: bool = False
    hidden: bool = False

    def applies(self, data: Data) -> bool:
        return not data.get(SINGLE)

    async def ask(self, asking: Asking) -> Question:
        found = await self._matches(asking)
        rows = tuple((Choice(_pair(match), Act.CHOOSE, value_of(match)),) for match in found[:_PAGE])
        return Question(text=asking.t("Which need goes with which offer?"), choices=rows)

    async def read(self, given: Given, asking: Asking) -> Outcome:
        if isinstance(given, Pressed) and given.act is Act.CHOOSE:
            found = {value_of(match) for match in await self._matches(asking)}
            if given.value in found:
                return Accept({self.key: given.value})
        return Refuse(asking.t("Please choose one of the buttons below."))

    async def _matches(self, asking: Asking) -> list[Match]:
        return await matches_of(asking, CompanyId(int(asking.data.get(SECOND) or 0)))

    def shown(self, asking: Asking) -> str:
        return ""


async def matches_of(asking: Asking, second: CompanyId) -> list[Match]:
    first = CompanyId(int(asking.data.get(FIRST) or 0))
    now = asking.services.clock()
    return await recommendations.matches(asking.session, *_who(asking), first, second, now)


def value_of(match: Match) -> str:
    return f"{match.need.id}-{match.offer.id}"


def name_key(key: str) -> str:
    """Where the draft keeps what the chosen company is called."""
    return f"_{key}_name"


def event_of(data: Mapping[str, Any]) -> EventId:
    return EventId(int(data[EVENT]))


def _who(asking: Asking) -> tuple[Any, EventId]:
    return actor(asking.caller, asking.services), event_of(asking.data)


def _named(one: Candidate) -> str:
    score = "" if one.score is None else f" · {one.score} %"
    return f"{country_flag(one.country)} {one.name[:40]}{score}"


def _pair(match: Match) -> str:
    score = "" if match.score is None else f" · {match.score} %"
    return f"{match.need.title[:_SHOWN]} ↔ {match.offer.title[:_SHOWN]}{score}"
