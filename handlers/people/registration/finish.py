"""From the answers of a registration to the use case."""

from typing import Any

from bot.usecases.people import registration
from bot.usecases.people.registration import NewCompany
from handlers.forms.context import Data, FinishContext
from handlers.forms.form import Finished
from handlers.people.registration import views
from storage.ids import CompanyId
from storage.models import Company, Membership
from storage.vocabulary import ChannelKind, CompanyKind, CompanySize, Relation


async def finish(ctx: FinishContext) -> Finished:
    """Registers a company, changes one, or asks to join one."""
    t, data, session, person_id = ctx.t, ctx.data, ctx.session, ctx.caller.id
    if data.get("join"):
        relation, role = Relation(data["relation"]), data.get("role")
        await registration.ask_to_join(
            session, person_id, CompanyId(data["join"]), relation=relation, role=role, now=ctx.now
        )
        return Finished(view=views.asked_to_join(t))
    new = _company(data)
    if data.get("company_id"):
        await registration.revise(session, person_id, CompanyId(data["company_id"]), new, ctx.now)
        return Finished(view=views.saved(t, new.name))
    await registration.register(session, person_id, new, ctx.now)
    return Finished(view=views.registered(t, new.name))


def data_of(company: Company, membership: Membership, channels: list[tuple[str, str]]) -> dict[str, Any]:
    """The answers that would make this company. A change of it starts from them."""
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
