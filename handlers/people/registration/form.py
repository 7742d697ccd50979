"""The form that registers a company."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.i18n.translator import Translator, mark
from bot.reading.business_card import company_on, kind_of
from bot.usecases.advisers import clients
from bot.usecases.listings import later_questions
from bot.usecases.people import registration
from bot.usecases.people.registration import NewCompany
from handlers.forms.context import Data, FieldContext, FinishContext
from handlers.forms.country_field import CountryField
from handlers.forms.fields import ChoiceField, TextField
from handlers.forms.form import Field, Finished, Form, Question
from handlers.forms.views import lines
from handlers.people.labels import FROM_A_LIST, KINDS, RELATIONS, SIZES
from handlers.people.registration import views
from handlers.people.registration.channels import ChannelsField
from handlers.people.registration.fields import SameCompanyField, city, company_name, find_same_company, website
from storage.ids import CompanyId
from storage.models import Company, Membership
from storage.vocabulary import ChannelKind, CompanyKind, CompanySize, Relation

NAME = "company"


def _is_inventor(data: Data) -> bool:
    return data.get("kind") == CompanyKind.INVENTOR


def _is_organisation(data: Data) -> bool:
    return not _is_inventor(data) and not joins(data)


def joins(data: Data) -> bool:
    """Returns True if the person asks to join a registered company. Then nothing about the company itself is asked."""
    return bool(data.get("join"))


def _relations(data: Data) -> Mapping[str, str]:
    return FROM_A_LIST if data.get("relation") == Relation.ORGANIZER else RELATIONS


def _is_new(data: Data) -> bool:
    return not joins(data)


_ORGANISATIONS = frozenset({CompanyKind.INSTITUTE, CompanyKind.UNIVERSITY})


@dataclass(frozen=True, slots=True, kw_only=True)
class WordedByKind(TextField):
    """Asks inventors and research organisations in their own words: message ids, or "" for the usual question."""

    own: str = ""
    organisation: str = ""

    async def ask(self, ctx: FieldContext) -> Question:
        kind = ctx.data.get("kind")
        words = self.own if kind == CompanyKind.INVENTOR else self.organisation if kind in _ORGANISATIONS else ""
        return Question(text=ctx.t(words or self.question))


def from_card(text: str) -> dict[str, Any]:
    """Returns the answers that a business card gives to an adviser who registers its company."""
    found = company_on(text)
    if found is None:
        return {}
    known = {"kind": kind_of(found.name), "name": found.name, "website": found.website, "country": found.country}
    return {"relation": Relation.ADVISER, **{key: value for key, value in known.items() if value}}


FIELDS: tuple[Field, ...] = (
    ChoiceField(
        key="kind", label=mark("Kind"), question=mark("Who are you signing up for?"), options=lambda _: KINDS, per_row=2
    ),
    WordedByKind(
        key="name",
        label=mark("Name"),
        question=mark(
            "What is its name? Write it as on your business card.\n<i>Hidden until you accept an introduction.</i>"
        ),
        own=mark(
            "What is your name? Write it the way it is on your business card.\n"
            "<i>Hidden until you accept an introduction.</i>"
        ),
        organisation=mark(
            "What is your organisation called? Write it the way it is on your business card.\n"
            "<i>Hidden until you accept an introduction.</i>"
        ),
        shortest=2,
        longest=200,
        check=company_name,
    ),
    CountryField(key="country", label=mark("Country")),
    SameCompanyField(key="join", label=mark("Already registered")),
    ChoiceField(
        key="relation",
        label=mark("You"),
        question=mark("How are you connected to it?"),
        options=_relations,
        when=lambda data: not _is_inventor(data),
    ),
    ChannelsField(key="channels", label=mark("Contact"), when=_is_new),
    TextField(
        key="role",
        label=mark("Your role"),
        question=mark("What is your role there? For example: <i>export manager</i>."),
        longest=100,
        optional=True,
        when=lambda data: not _is_inventor(data),
    ),
    TextField(
        key="city",
        label=mark("City"),
        question=mark("In which city?"),
        longest=100,
        optional=True,
        when=_is_new,
        check=city,
    ),
    ChoiceField(
        key="size",
        label=mark("Size"),
        question=mark("How many people work there?"),
        options=lambda _: SIZES,
        optional=True,
        when=_is_organisation,
        per_row=2,
    ),
    WordedByKind(
        key="website",
        label=mark("Website"),
        question=mark(
            "Does it have a website? For example: <i>example.com</i>.\n<i>Hidden until you accept an introduction.</i>"
        ),
        own=mark(
            "Do you have a website? For example: <i>example.com</i>.\n<i>Hidden until you accept an introduction.</i>"
        ),
        longest=300,
        optional=True,
        when=_is_new,
        check=website,
    ),
    WordedByKind(
        key="about",
        label=mark("About"),
        question=mark("What does it do, in one line? Any language is fine."),
        own=mark("What do you work on, in one line? Any language is fine."),
        organisation=mark("What does your organisation work on, in one line? Any language is fine."),
        shortest=5,
        longest=300,
        optional=True,
        when=_is_new,
    ),
)


def _title(t: Translator, data: Data) -> str:
    return t("Your company") if not data.get("company_id") else t("Change your company")


def _finish_label(t: Translator, data: Data) -> str:
    if joins(data):
        return t("Ask to join")
    return t("Save") if data.get("company_id") else t("Register")


async def _preview(ctx: FieldContext) -> str:
    return views.preview(ctx.t, lines(FIELDS, ctx), joins=joins(ctx.data))


async def _finish(ctx: FinishContext) -> Finished:
    """Registers or changes a company, or asks to join one."""
    t, data, session, person_id = ctx.t, ctx.data, ctx.session, ctx.caller.id
    if data.get("join"):
        relation, role = Relation(data["relation"]), data.get("role")
        await registration.ask_to_join(
            session, person_id, CompanyId(data["join"]), relation=relation, role=role, now=ctx.now
        )
        await later_questions.note_all_asked(session, person_id, CompanyId(data["join"]))
        return Finished(view=views.asked_to_join(t))
    new = _company(data)
    if data.get("company_id"):
        await registration.revise(session, person_id, CompanyId(data["company_id"]), new, ctx.now)
        return Finished(view=views.saved(t, new.name))
    company_id = await registration.register(session, person_id, new, ctx.now)
    await later_questions.note_all_asked(session, person_id, company_id)
    if acting := ctx.caller.acting_for is not None:
        # Otherwise what they offer next would be published for the company that they acted for before.
        await clients.act_for(session, person_id, company_id)
    return Finished(view=views.registered(t, new.name, acting=acting))


def data_of(company: Company, membership: Membership, channels: list[tuple[str, str]]) -> dict[str, Any]:
    """Returns the answers of an existing company, for a change."""
    return {
        "company_id": company.id,
        "kind": company.kind,
        "name": company.name,
        "country": company.country,
        "relation": membership.relation,
        "role": membership.role,
        "city": company.city,
        "size": company.size,
        "website": company.website,
        "about": company.about,
        "channels": channels,
    }


def _company(data: Data) -> NewCompany:
    return NewCompany(
        kind=CompanyKind(data["kind"]),
        name=data["name"],
        country=data["country"],
        city=data.get("city"),
        website=data.get("website"),
        size=CompanySize(data["size"]) if data.get("size") else None,
        about=data.get("about"),
        relation=Relation(data.get("relation", Relation.REPRESENTATIVE)),
        role=data.get("role"),
        channels=tuple((ChannelKind(kind), value) for kind, value in data["channels"]),
    )


FORM = Form(
    name=NAME,
    title=_title,
    fields=FIELDS,
    finish_label=_finish_label,
    preview=_preview,
    finish=_finish,
    derive=find_same_company,
)

CHANGE = replace(FORM, name="change_company")
"""The same form under another name, so that a change does not replace an unfinished registration."""
