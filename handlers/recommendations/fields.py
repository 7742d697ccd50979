"""The questions for two companies of an event, and for a matching need and offer."""

import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from bot.matching.country_names import with_flag
from bot.usecases import recommendations
from bot.usecases.recommendations import Candidate, Match
from bot.usecases.recommendations import errors as reasons
from handlers.forms.context import Data, FieldContext
from handlers.forms.fields import in_rows, page_row
from handlers.forms.form import Accept, Choice, Field, Outcome, Question, Redraw, Refuse
from handlers.forms.user_input import Act, Pressed, Text, UserInput
from storage.ids import CompanyId, EventId

EVENT: Final = "event_id"
FIRST, SECOND, PAIR = "first", "second", "pair"
SINGLE: Final = "_single"
"""Set if exactly one pair of listings matches, so there is no choice."""
_PAGE: Final = 8
_SHOWN: Final = 40  # characters of a title on half a button


@dataclass(frozen=True, slots=True, kw_only=True)
class EventCompanyField(Field):
    """One of the event's companies, by button or by typing a similar name in any script."""

    question: str

    async def ask(self, ctx: FieldContext) -> Question:
        everybody = await self._everybody(ctx)
        found = self._found(ctx.data)
        shown = (
            [one for number in found for one in everybody if one.id == number] if found else self._fitting(everybody)
        )
        pages = max(1, -(-len(shown) // _PAGE))
        page = min(int(ctx.data.get(self._page_key, 0)), pages - 1)
        here = shown[page * _PAGE : (page + 1) * _PAGE]
        rows = in_rows([Choice(_named(one), Act.CHOOSE, str(one.id)) for one in here], 1)
        if pages > 1:
            rows += (page_row(page, pages),)
        return Question(text=self._asked(ctx, bool(shown)), choices=rows)

    def _asked(self, ctx: FieldContext, any_: bool) -> str:
        t = ctx.t
        if self.key == SECOND:
            name = html.escape(str(ctx.data.get(name_key(FIRST)) or "…"))
            fitting = t("The best matches come first.") if any_ else t("No company here has a matching listing.")
            return f"{t(self.question, name=name)} {fitting}"
        return t(self.question)

    async def read(self, user_input: UserInput, ctx: FieldContext) -> Outcome:
        t, everybody = ctx.t, await self._everybody(ctx)
        match user_input:
            case Pressed(Act.PAGE, value) if value.isdecimal():
                return Redraw({self._page_key: int(value)})
            case Pressed(Act.CHOOSE, value):
                chosen = next((one for one in everybody if str(one.id) == value), None)
                if chosen is not None:
                    return await self._chosen(chosen, ctx)
            case Text(text):
                hits = recommendations.find(text, everybody)[:_PAGE]
                if hits:
                    return Redraw({self._found_key: [one.id for one in hits], self._page_key: 0})
                return Refuse(t("Nothing found for “{text}”. Try another word.", text=html.escape(text[:40])))
        return Refuse(t("Choose one of the buttons below."))

    async def _chosen(self, chosen: Candidate, ctx: FieldContext) -> Outcome:
        t, name = ctx.t, html.escape(chosen.name)
        if not chosen.listings:
            return Refuse(t("{name} has no open need or offer at the moment.", name=name))
        kept = {self.key: chosen.id, name_key(self.key): chosen.name, self._found_key: None, self._page_key: None}
        if self.key == FIRST:
            return Accept({**kept, SECOND: None, PAIR: None, SINGLE: None})
        if not chosen.pairs:
            return Refuse(await self._no_pair_text(chosen, ctx))
        found = await matches_of(ctx, CompanyId(chosen.id))
        single = value_of(found[0]) if len(found) == 1 else None
        return Accept({**kept, PAIR: single, SINGLE: bool(single) or None})

    async def _no_pair_text(self, chosen: Candidate, ctx: FieldContext) -> str:
        """Explains that both companies are in one country, or that no need matches an offer."""
        async with ctx.reading() as session:
            everybody = await recommendations.candidates(session, ctx.actor, event_of(ctx.data), ctx.now)
        first = [one for one in everybody if one.id == ctx.data.get(FIRST) and one.country == chosen.country]
        kinds = {listing.kind for one in first for listing in one.listings}
        if any(listing.kind.counterpart in kinds for listing in chosen.listings):
            return ctx.t(reasons.SameCountryError.default)
        return ctx.t(reasons.NoPairError.default)

    async def _everybody(self, ctx: FieldContext) -> Sequence[Candidate]:
        event_id = event_of(ctx.data)
        async with ctx.reading() as session:
            if self.key == SECOND:
                first = CompanyId(int(ctx.data.get(FIRST) or 0))
                return await recommendations.partners(session, ctx.actor, event_id, first, ctx.now)
            return await recommendations.candidates(session, ctx.actor, event_id, ctx.now)

    def _fitting(self, everybody: Sequence[Candidate]) -> list[Candidate]:
        return [one for one in everybody if (one.pairs if self.key == SECOND else one.listings)]

    def shown(self, ctx: FieldContext) -> str:
        return str(ctx.data.get(name_key(self.key)) or "")

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
    """The choice of a need and an offer if several pairs match."""

    def applies(self, data: Data) -> bool:
        return not data.get(SINGLE)

    async def ask(self, ctx: FieldContext) -> Question:
        found = await self._matches(ctx)
        rows = tuple((Choice(_titles_of_pair(match), Act.CHOOSE, value_of(match)),) for match in found[:_PAGE])
        return Question(text=ctx.t("Which need goes with which offer?"), choices=rows)

    async def read(self, user_input: UserInput, ctx: FieldContext) -> Outcome:
        if isinstance(user_input, Pressed) and user_input.act is Act.CHOOSE:
            found = {value_of(match) for match in await self._matches(ctx)}
            if user_input.value in found:
                return Accept({self.key: user_input.value})
        return Refuse(ctx.t("Choose one of the buttons below."))

    async def _matches(self, ctx: FieldContext) -> list[Match]:
        return await matches_of(ctx, CompanyId(int(ctx.data.get(SECOND) or 0)))

    def shown(self, ctx: FieldContext) -> str:
        return ""


async def matches_of(ctx: FieldContext, second: CompanyId) -> list[Match]:
    first = CompanyId(int(ctx.data.get(FIRST) or 0))
    async with ctx.reading() as session:
        return await recommendations.matches(session, ctx.actor, event_of(ctx.data), first, second, ctx.now)


def value_of(match: Match) -> str:
    return f"{match.need.id}-{match.offer.id}"


def name_key(key: str) -> str:
    """Returns the key under which the draft stores the name of the chosen company."""
    return f"_{key}_name"


def event_of(data: Mapping[str, Any]) -> EventId:
    return EventId(int(data[EVENT]))


def _named(one: Candidate) -> str:
    score = "" if one.score is None else f" · {one.score} %"
    return with_flag(one.country, f"{one.name[:40]}{score}")


def _titles_of_pair(match: Match) -> str:
    score = "" if match.score is None else f" · {match.score} %"
    return f"{match.need.title[:_SHOWN]} ↔ {match.offer.title[:_SHOWN]}{score}"
