"""The questions for the company of a listing, and for a photo or PDF."""

from dataclasses import dataclass
from typing import Any

from bot.context import Caller
from handlers.forms.context import Data, FieldContext
from handlers.forms.fields import in_rows
from handlers.forms.form import Accept, Choice, Field, Outcome, Question, Refuse
from handlers.forms.user_input import Act, File, Pressed, UserInput
from storage.vocabulary import FileKind


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyField(Field):
    """Stores the company's number, and its name for the preview."""

    def applies(self, data: Data) -> bool:
        return bool(data.get("_several"))

    async def ask(self, ctx: FieldContext) -> Question:
        choices = [Choice(name, Act.CHOOSE, str(number)) for number, name in ctx.caller.companies.items()]
        return Question(text=ctx.t("For which company?"), choices=in_rows(choices, 1))

    async def read(self, user_input: UserInput, ctx: FieldContext) -> Outcome:
        mine = {str(number): (number, name) for number, name in ctx.caller.companies.items()}
        if isinstance(user_input, Pressed) and user_input.act is Act.CHOOSE and user_input.value in mine:
            number, name = mine[user_input.value]
            return Accept({self.key: number, "_company_name": name})
        return Refuse(ctx.t("Choose one of the buttons below."))

    def shown(self, ctx: FieldContext) -> str:
        return str(ctx.data.get("_company_name") or "")


def company_of(caller: Caller) -> dict[str, Any]:
    """Returns the first data of a form for a company: the only one, the one acted for, or that `CompanyField` asks."""
    mine = list(caller.companies)
    if caller.acting_for is not None:
        return {"company_id": caller.acting_for, "_company_name": caller.acting_name, "_several": True}
    return {"company_id": mine[0]} if len(mine) == 1 else {"_several": True}


_PDF = "application/pdf"


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachmentField(Field):
    """Stores `{"kind": …, "file_id": …}`. The file itself stays at Telegram."""

    optional: bool = True

    async def ask(self, ctx: FieldContext) -> Question:
        return Question(
            text=ctx.t(
                "A photo or a PDF, if you like.\n"
                "<i>Only you see it here: a file can show who you are. You can pass files on once both sides have "
                "accepted.</i>"
            )
        )

    async def read(self, user_input: UserInput, ctx: FieldContext) -> Outcome:
        if isinstance(user_input, File) and (user_input.kind is FileKind.PHOTO or user_input.mime_type == _PDF):
            return Accept({self.key: {"kind": user_input.kind, "file_id": user_input.file_id}})
        return Refuse(ctx.t("Send one photo or one PDF file, or press Skip."))
