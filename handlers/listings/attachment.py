"""The question for a photo or a PDF."""

from dataclasses import dataclass

from handlers.forms.context import FieldContext
from handlers.forms.form import Accept, Field, Outcome, Question, Refuse
from handlers.forms.user_input import File, UserInput
from storage.vocabulary import FileKind

_PDF = "application/pdf"


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachmentField(Field):
    """Stores `{"kind": …, "file_id": …}`. The file itself stays with Telegram."""

    optional: bool = True

    async def ask(self, ctx: FieldContext) -> Question:
        return Question(
            text=ctx.t(
                "A photo or a PDF, if you like.\n"
                "<i>Everybody can see it: please no names, logos or contact data on it.</i>"
            )
        )

    async def read(self, user_input: UserInput, ctx: FieldContext) -> Outcome:
        if isinstance(user_input, File) and (user_input.kind is FileKind.PHOTO or user_input.mime_type == _PDF):
            return Accept({self.key: {"kind": user_input.kind, "file_id": user_input.file_id}})
        return Refuse(ctx.t("Send one photo or one PDF file, or press Skip."))

    def shown(self, ctx: FieldContext) -> str:
        kept = ctx.data.get(self.key)
        if not kept:
            return ""
        return ctx.t("a photo") if kept["kind"] == FileKind.PHOTO else ctx.t("a PDF")
