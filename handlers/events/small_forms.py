"""Forms of one to three questions: a hall, a booth."""

from typing import Final

from bot.i18n.translator import mark
from bot.usecases.events import booths, setup
from bot.usecases.events.access import own_event
from handlers.events import views
from handlers.forms.context import FinishContext
from handlers.forms.fields import ChoiceField, TextField
from handlers.forms.form import Finished, Form
from handlers.listings.fields import CompanyField
from storage.events import events
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


async def _place_booth(ctx: FinishContext) -> Finished:
    data, event_id, company_id = ctx.data, EventId(ctx.data[EVENT]), CompanyId(ctx.data["company_id"])
    hall_id = None if data.get("hall") in {None, NO_HALL} else HallId(int(data["hall"]))
    await booths.set_own_booth(
        ctx.session, ctx.caller.id, event_id, company_id, hall_id=hall_id, booth=data["booth"], now=ctx.now
    )
    return Finished(view=views.at_booth(ctx.t, event_id, company_id))


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
