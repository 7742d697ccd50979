"""The questions between a first message and its listing: company name, country, contact channels."""

from dataclasses import dataclass
from typing import Any, Final

from bot.i18n.translator import mark
from bot.matching.places import find_countries
from bot.reading.business_card import kind_of
from bot.reading.company_in_text import company_in
from bot.usecases.people import registration
from bot.usecases.people.registration import NewCompany
from handlers.forms.context import Data, FieldContext, FinishContext
from handlers.forms.country_field import CountryField
from handlers.forms.fields import TextField
from handlers.forms.form import CHANGING, Accept, Choice, Finished, Form, NextForm, Outcome, Question
from handlers.forms.user_input import Act, Pressed, Text, UserInput
from handlers.listings.form import EXPRESS
from handlers.listings.other_half import keep_for_later
from handlers.people.registration import views
from handlers.people.registration.channels import ChannelsField
from handlers.people.registration.fields import SameCompanyField, company_name, find_same_company
from storage.ids import CompanyId
from storage.vocabulary import ChannelKind, CompanyKind, Relation

LISTING: Final = "_listing"
"""The answers found in the first message, for the listing's form."""
_ALONE: Final = "alone"
_NAMED: Final = "named"
_NAME_LIMIT: Final = 200
_SAYS_LITTLE: Final = (None, "und", "en")  # a message in English may come from anywhere
_CLEAR: Final = 0.9  # confidence of a country name typed without a mistake


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationField(TextField):
    """Stores the name, and the kind of organisation that the name suggests."""

    async def ask(self, ctx: FieldContext) -> Question:
        alone = Choice(ctx.t("💡 I am an inventor, on my own"), Act.CHOOSE, _ALONE)
        name = _named_in_message(ctx)
        named = ((Choice(f"🏢 {name}", Act.CHOOSE, _NAMED),),) if name else ()
        return Question(text=ctx.t(self.question), choices=(*named, (alone,)))

    async def read(self, user_input: UserInput, ctx: FieldContext) -> Outcome:
        if isinstance(user_input, Pressed) and user_input.value == _ALONE:
            return Accept({self.key: ctx.caller.name[:_NAME_LIMIT], "kind": CompanyKind.INVENTOR})
        if isinstance(user_input, Pressed) and user_input.value == _NAMED and (name := _named_in_message(ctx)):
            user_input = Text(name)
        outcome = await TextField.read(self, user_input, ctx)
        if isinstance(outcome, Accept):
            return Accept({**outcome.values, "kind": kind_of(str(outcome.values[self.key]))})
        return outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedCountryField(CountryField):
    """Accepts a clearly typed country without a confirmation. Offers first the countries of the message's language."""

    def language(self, ctx: FieldContext) -> str | None:
        written = ctx.data[LISTING].get("language")
        return CountryField.language(self, ctx) if written in _SAYS_LITTLE else written

    async def read(self, user_input: UserInput, ctx: FieldContext) -> Outcome:
        if isinstance(user_input, Text):
            found = find_countries(user_input.text[:100], limit=1)
            if found and found[0].confidence >= _CLEAR:
                return Accept({self.key: found[0].code})
        return await CountryField.read(self, user_input, ctx)


def _named_in_message(ctx: FieldContext) -> str | None:
    """Returns the company as which the person introduced themselves in the first message."""
    return company_in(str(ctx.data[LISTING]["summary"]))


def _is_new(data: Data) -> bool:
    return not data.get("join")


def _country_is_open(data: Data) -> bool:
    return not data.get("_country_said")


async def _finish(ctx: FinishContext) -> Finished:
    """Registers the organisation, and continues with the preview of the listing.

    A person who asks to join a company has an unfinished listing, which the answer to the request offers.
    """
    data: Data = ctx.data
    if data.get("join"):
        await registration.ask_to_join(
            ctx.session,
            ctx.caller.id,
            CompanyId(data["join"]),
            relation=Relation.REPRESENTATIVE,
            role=None,
            now=ctx.now,
        )
        # The company is chosen once the person belongs to one. What the message has answered is not asked again.
        await keep_for_later(ctx, EXPRESS, {**data[LISTING], "_several": True, CHANGING: True})
        return Finished(view=views.asked_to_join(ctx.t, keeps_text=True))
    company_id = await registration.register(ctx.session, ctx.caller.id, _company(data), ctx.now)
    listing: dict[str, Any] = {**data[LISTING], "company_id": company_id}
    return Finished(next_form=NextForm(form=EXPRESS, data=listing))


def _company(data: Data) -> NewCompany:
    return NewCompany(
        kind=CompanyKind(data["kind"]),
        name=data["name"],
        country=data["country"],
        city=None,
        website=None,
        size=None,
        about=None,
        relation=Relation.REPRESENTATIVE,
        role=None,
        channels=tuple((ChannelKind(kind), value) for kind, value in data["channels"]),
    )


FORM = Form(
    name="first",
    title=lambda t, _: t("Almost there"),
    fields=(
        OrganisationField(
            key="name",
            label=mark("Name"),
            question=mark(
                "What is your company or organisation called? Write it the way it is on your business card.\n"
                "<i>Hidden until you accept an introduction.</i>"
            ),
            shortest=2,
            longest=_NAME_LIMIT,
            check=company_name,
        ),
        TypedCountryField(key="country", label=mark("Country"), when=_country_is_open),
        SameCompanyField(key="join", label=mark("Already registered")),
        ChannelsField(key="channels", label=mark("Contact"), when=_is_new),
    ),
    finish=_finish,
    derive=find_same_company,
)
