"""The form for the logo and the line of a company at its booth."""

from typing import Any, Final

from bot.i18n.translator import mark
from bot.usecases.events import booth_pages
from handlers.events import booth_page_views
from handlers.events.picture_field import KEPT, PictureField, small_picture
from handlers.forms.context import BEFORE, FieldContext, FinishContext, opened_with, with_own_changes
from handlers.forms.fields import TextField
from handlers.forms.form import Finished, Form
from handlers.forms.views import lines
from storage.ids import CompanyId, EventId
from storage.models import BoothLook

EVENT: Final = "event_id"
COMPANY: Final = "company_id"
FIELDS: Final = (
    PictureField(key="logo", label=mark("Logo"), question=mark("Send the logo of your company as a picture.")),
    TextField(
        key="line",
        label=mark("Line"),
        question=mark("Write one line about your company, for example: <i>Sensors for greenhouses since 1998</i>."),
        longest=booth_pages.LINE_LIMIT,
        optional=True,
    ),
)


async def _preview(ctx: FieldContext) -> str:
    title = ctx.t("Your booth")
    note = ctx.t(
        "The organizer prints both on your booth sign, if it shows your name. The bot shows them to nobody else."
    )
    return "\n".join([f"<b>{title}</b>", "", *lines(FIELDS, ctx), "", note])


async def _prepare(ctx: FieldContext) -> dict[str, bytes | None]:
    """Returns the logo if it changes, else nothing."""
    answer = ctx.data.get("logo")
    if answer == (ctx.data.get(BEFORE) or {}).get("logo"):
        return {}
    return {"logo": None if answer is None else await small_picture(ctx, answer, side=booth_pages.LOGO_SIDE)}


async def _finish(ctx: FinishContext) -> Finished:
    event_id, company_id = EventId(ctx.data[EVENT]), CompanyId(ctx.data[COMPANY])
    current = await booth_pages.look_of(ctx.session, ctx.caller.id, event_id, company_id)
    data = with_own_changes(ctx.data, _answers(current))
    logo: bytes | None = {"logo": current.logo, **ctx.prepared}["logo"]
    await booth_pages.change_look(ctx.session, ctx.caller.id, event_id, company_id, logo=logo, line=data.get("line"))
    event, found = await booth_pages.booth_pages(ctx.session, ctx.caller.id, event_id)
    return Finished(view=booth_page_views.booth_pages(ctx.t, event, found))


def start_data(found: BoothLook) -> dict[str, Any]:
    return opened_with(_answers(found))


def _answers(found: BoothLook) -> dict[str, Any]:
    return {
        EVENT: found.event_id,
        COMPANY: found.company_id,
        "logo": None if found.logo is None else KEPT,
        "line": found.line,
    }


FORM = Form(
    name="booth_look",
    title=lambda t, _: t("Your booth"),
    fields=FIELDS,
    sent="logo",
    typed="line",
    aside=mark("Nothing was done."),
    preview=_preview,
    prepare=_prepare,
    finish=_finish,
)
