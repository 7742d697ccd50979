"""The question for a picture, of which we keep a small copy."""

import asyncio
from dataclasses import dataclass
from functools import partial
from typing import Final

from telegram.error import TelegramError

from bot.usecases.events import look
from bot.usecases.events.look import BadPictureError
from handlers.forms.context import FieldContext
from handlers.forms.form import Accept, Field, Outcome, Question, Refuse
from handlers.forms.user_input import File, UserInput
from storage.vocabulary import FileKind

KEPT: Final = "kept"
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
            await small_picture(ctx, user_input.file_id)
            return Accept({self.key: user_input.file_id})
        return Refuse(ctx.t("Send a picture, or press Skip."))

    def shown(self, ctx: FieldContext) -> str:
        return ctx.t("a picture") if ctx.data.get(self.key) else ""


async def small_picture(ctx: FieldContext, file_id: str, *, side: int = look.SIDE) -> bytes:
    """Raises BadPictureError, also if Telegram does not hand the file out, because it is too large."""
    try:
        content = await ctx.download(file_id)
    except TelegramError as error:
        raise BadPictureError from error
    return await asyncio.to_thread(partial(look.small_picture, content, side=side))
