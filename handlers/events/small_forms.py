"""Forms of one to three questions: a hall, a booth, a company to find."""

import asyncio
import html
from dataclasses import dataclass
from typing import Final

from bot.i18n.translator import mark
from bot.matching.companies import similar_names
from bot.usecases.events import booths, setup
from bot.usecases.events.access import own_event
from handlers.events import participant_views, views
from handlers.forms.context import FieldContext, FinishContext
from handlers.forms.fields import ChoiceField, TextField
from handlers.forms.form import Accept, Finished, Form, Outcome, Refuse
from handlers.forms.user_input import UserInput
from handlers.listings.fields import CompanyField
from handlers.ui.pages import Page
from storage.events import events, exhibitors
from storage.ids import CompanyId, EventId, HallId

EVENT: Final = "event_id"
NO_HALL: Final = "0"


async def _add_hall(ctx: FinishContext) -> Finished:
    event_id = EventId(ctx.data[EVENT])
    await setup.add_hall(ctx.session, ctx.actor, event_id, ctx.data["name"])
    event = await own_event(ctx.session, ctx.actor, event_id)
    return Finished(view=views.halls(ctx.t, event, await events.halls(ctx.session, event_id)))


HALL = Form(
    name="hall",
    title=lambda t, _: t("Hall"),
    fields=(TextField(key="name", label=mark("Hall"), question=mark("What is the hall called?"), longest=100),),
    finish=_add_hall,
    aside=mark("Nothing was done."),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _NameField(TextField):
    """Stores the ids of the event's companies with a similar name, best first."""

    async def read(self, user_input: UserInput, ctx: FieldContext) -> Outcome:
        outcome = await TextField.read(self, user_input, ctx)
        if not isinstance(outcome, Accept):
            return outcome
        text = str(outcome.values[self.key])
        async with ctx.reading() as session:
            booths_ = await exhibitors.companies_at(session, EventId(ctx.data[EVENT]))
        names = [booth.company.name for booth in booths_]
        found = (await asyncio.to_thread(similar_names, text, names))[: views.PER_PAGE]
        if not found:
            return Refuse(ctx.t("Nothing found for “{text}”. Try another word.", text=html.escape(text[:40])))
        return Accept({self.key: [booths_[at].company.id for at in found]})


async def _show_found(ctx: FinishContext) -> Finished:
    event, ids = await own_event(ctx.session, ctx.actor, EventId(ctx.data[EVENT])), ctx.data["companies"]
    there = {booth.company.id: booth for booth in await exhibitors.some_at(ctx.session, event.id, ids)}
    here = [there[number] for number in ids if number in there]
    page = Page(total=len(here), size=views.PER_PAGE, asked=0)
    return Finished(view=views.companies(ctx.t, event, here, page, mine=ctx.caller.companies, found=True))


FIND_COMPANY = Form(
    name="find_company",
    title=lambda _t, _data: "",
    fields=(
        _NameField(key="companies", label=mark("Company"), question=mark("Type a part of its name, in any script.")),
    ),
    finish=_show_found,
    aside=mark("Nothing was done."),
)


async def _place_booth(ctx: FinishContext) -> Finished:
    data, event_id, company_id = ctx.data, EventId(ctx.data[EVENT]), CompanyId(ctx.data["company_id"])
    hall_id = None if data.get("hall") in {None, NO_HALL} else HallId(int(data["hall"]))
    await booths.set_own_booth(
        ctx.session, ctx.caller.id, event_id, company_id, hall_id=hall_id, booth=data["booth"], now=ctx.now
    )
    return Finished(view=participant_views.at_booth(ctx.t, event_id, company_id))


BOOTH = Form(
    name="booth",
    title=lambda t, _: t("Booth"),
    fields=(
        CompanyField(key="company_id", label=mark("Company")),
        ChoiceField(
            key="hall",
            label=mark("Hall"),
            question=mark("In which hall?"),
            options=lambda data: {str(key): name for key, name in data.get("_halls", {}).items()},
            when=lambda data: bool(data.get("_halls")),
        ),
        TextField(
            key="booth", label=mark("Booth"), question=mark("Which booth? For example: <i>A-12</i>."), longest=50
        ),
    ),
    finish=_place_booth,
    aside=mark("Nothing was done."),
)
