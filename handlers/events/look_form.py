"""The form for the colour, logo and sponsor of an event, as they appear on what is printed."""

import asyncio
from dataclasses import dataclass
from typing import Any, Final

from telegram.error import TelegramError

from bot.i18n.translator import mark
from bot.usecases.events import look
from bot.usecases.events.look import BadPictureError
from handlers.events import print_views
from handlers.forms.context import BEFORE, FieldContext, FinishContext, with_own_changes
from handlers.forms.fields import ChoiceField, TextField
from handlers.forms.form import Accept, Field, Finished, Form, Outcome, Question, Refuse
from handlers.forms.user_input import File, UserInput
from handlers.forms.views import lines
from storage.ids import EventId
from storage.models import EventLook
from storage.vocabulary import FileKind

EVENT: Final = "event_id"
_KEPT: Final = "kept"
"""Instead of a file_id: the stored picture stays."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureField(Field):
    """Stores the file_id of a picture that we can read."""

    question: str
    optional: bool = True

    async def ask(self, ctx: FieldContext) -> Question:
        return Question(text=ctx.t(self.question))

    async def read(self, user_input: UserInput, ctx: FieldContext) -> Outcome:
        if isinstance(user_input, File) and user_input.kind in {FileKind.PHOTO, FileKind.DOCUMENT}:
            await _picture(ctx, user_input.file_id)
            return Accept({self.key: user_input.file_id})
        return Refuse(ctx.t("Send a picture, or press Skip."))

    def shown(self, ctx: FieldContext) -> str:
        return ctx.t("a picture") if ctx.data.get(self.key) else ""


async def _picture(ctx: FieldContext, file_id: str) -> bytes:
    """Raises BadPictureError, also if Telegram does not hand the file out, because it is too large."""
    try:
        content = await ctx.download(file_id)
    except TelegramError as error:
        raise BadPictureError from error
    return await asyncio.to_thread(look.small_picture, content)


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
    return {key: None if answer is None else await _picture(ctx, answer) for key, answer in new.items()}


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
        "logo": None if found.logo is None else _KEPT,
        "sponsor": found.sponsor,
        "sponsor_logo": None if found.sponsor_logo is None else _KEPT,
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
