"""The form for the colour, logo and sponsor of an event, as they appear on what is printed."""

from typing import Any, Final

from bot.i18n.translator import mark
from bot.usecases.events import look
from handlers.events import print_views
from handlers.events.picture_field import KEPT, PictureField, small_picture
from handlers.forms.context import BEFORE, FieldContext, FinishContext, with_own_changes
from handlers.forms.fields import ChoiceField, TextField
from handlers.forms.form import Finished, Form
from handlers.forms.views import lines
from storage.ids import EventId
from storage.models import EventLook

EVENT: Final = "event_id"
FIELDS: Final = (
    ChoiceField(
        key="colour",
        label=mark("Colour"),
        question=mark("Which colour should your signs and posters have?"),
        options=lambda _: look.COLOURS,
        per_row=2,
    ),
    PictureField(key="logo", label=mark("Logo"), question=mark("Send the logo of the event as a picture.")),
    TextField(
        key="sponsor",
        label=mark("Sponsor"),
        question=mark(
            "Does a sponsor support the event? Write one line, for example: <i>Supported by Example Bank</i>. "
            "It has no influence on matches."
        ),
        longest=look.SPONSOR_LIMIT,
        optional=True,
    ),
    PictureField(
        key="sponsor_logo",
        label=mark("Sponsor's logo"),
        question=mark("Send the logo of the sponsor as a picture."),
        when=lambda data: bool(data.get("sponsor")),
    ),
)


async def _preview(ctx: FieldContext) -> str:
    title = ctx.t("How your signs look")
    return "\n".join([f"<b>{title}</b>", "", *lines(FIELDS, ctx)])


async def _prepare(ctx: FieldContext) -> dict[str, bytes | None]:
    """Returns the new pictures by field. Pictures that stay are left out."""
    answers = {key: ctx.data.get(key) for key in ("logo", "sponsor_logo")}
    if not ctx.data.get("sponsor"):
        answers["sponsor_logo"] = None
    before = ctx.data.get(BEFORE) or {}
    new = {key: answer for key, answer in answers.items() if answer != before.get(key)}
    return {key: None if answer is None else await small_picture(ctx, answer) for key, answer in new.items()}


async def _finish(ctx: FinishContext) -> Finished:
    event_id, session = EventId(ctx.data[EVENT]), ctx.session
    current = await look.of_event(session, event_id)
    data = with_own_changes(ctx.data, data_of(current))
    pictures: dict[str, Any] = {"logo": current.logo, "sponsor_logo": current.sponsor_logo, **ctx.prepared}
    await look.change(session, ctx.actor, event_id, colour=data["colour"], sponsor=data.get("sponsor"), **pictures)
    return Finished(view=await print_views.load_menu(session, ctx.t, ctx.actor, event_id))


def data_of(found: EventLook) -> dict[str, Any]:
    """Returns the answers of the form for the look that the event has now."""
    return {
        EVENT: found.event_id,
        "colour": found.colour,
        "logo": None if found.logo is None else KEPT,
        "sponsor": found.sponsor,
        "sponsor_logo": None if found.sponsor_logo is None else KEPT,
    }


FORM = Form(
    name="look",
    title=lambda t, _: t("How your signs look"),
    fields=FIELDS,
    sent="logo",
    aside=mark("Nothing was done."),
    preview=_preview,
    prepare=_prepare,
    finish=_finish,
)
