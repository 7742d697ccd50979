"""Forms of one or two questions: a hall, a booth."""

from typing import Final

from bot.i18n.translator import Translator, mark
from bot.usecases.events import booths, setup
from bot.usecases.events.access import own_event
from handlers.events import views
from handlers.events.actor import actor
from handlers.forms.fields import ChoiceField, TextField
from handlers.forms.form import Asking, Data, Finished, Form
from handlers.listings.company import CompanyField
from storage.events import events
from storage.ids import CompanyId, EventId, HallId

EVENT: Final = "event_id"
NO_HALL: Final = "0"


async def _nothing(_: Asking) -> str:
    return ""


async def _add_hall(asking: Asking) -> Finished:
    who, event_id = actor(asking.caller, asking.services), EventId(asking.data[EVENT])
    await setup.add_hall(asking.session, who, event_id, asking.data["name"])
    event = await own_event(asking.session, who, event_id)
    return Finished(view=views.halls(asking.t, event, await events.halls(asking.session, event_id)))


def _hall_title(t: Translator, _: Data) -> str:
    return t("Hall")


def _booth_title(t: Translator, _: Data) -> str:
    return t("Booth")


def _save(t: Translator, _: Data) -> str:
    return t("Save")


HALL = Form(
    name="hall",
    title=_hall_title,
    fields=(TextField(key="name", label=mark("Hall"), question=mark("What is the hall called?"), longest=100),),
    finish_label=_save,
    preview=_nothing,
    finish=_add_hall,
    confirmed=False,
)


async def _say_where(asking: Asking) -> Finished:
    data, session = asking.data, asking.session
    hall = None if data.get("hall") in {None, NO_HALL} else HallId(int(data["hall"]))
    await booths.say_where(
        session,
        asking.caller.id,
        EventId(data[EVENT]),
        CompanyId(data["company_id"]),
        hall_id=hall,
        booth=data["booth"],
        now=asking.services.clock(),
    )
    return Finished(view=views.at_booth(asking.t, EventId(data[EVENT]), CompanyId(data["company_id"])))


BOOTH = Form(
    name="booth",
    title=_booth_title,
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
    finish_label=_save,
    preview=_nothing,
    finish=_say_where,
    confirmed=False,
)
