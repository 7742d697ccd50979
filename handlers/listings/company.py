"""The question which company a listing is for. It is asked of people who speak for several."""

import html
from dataclasses import dataclass

from handlers.forms.context import Data, FieldContext
from handlers.forms.fields import in_rows
from handlers.forms.form import Accept, Choice, Field, Outcome, Question, Refuse
from handlers.forms.user_input import Act, Pressed, UserInput
from storage.models import Company
from storage.people import companies


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyField(Field):
    """Stores the company's number, and beside it the name for the preview."""

    def applies(self, data: Data) -> bool:
        return bool(data.get("_several"))

    async def ask(self, ctx: FieldContext) -> Question:
        choices = [Choice(company.name, Act.CHOOSE, number) for number, company in (await _own(ctx)).items()]
        return Question(text=ctx.t("For which company?"), choices=in_rows(choices, 1))

    async def read(self, user_input: UserInput, ctx: FieldContext) -> Outcome:
        mine = await _own(ctx)
        if isinstance(user_input, Pressed) and user_input.act is Act.CHOOSE and user_input.value in mine:
            company = mine[user_input.value]
            return Accept({self.key: company.id, "_company_name": company.name, "_country": company.country})
        return Refuse(ctx.t("Please choose one of the buttons below."))

    def shown(self, ctx: FieldContext) -> str:
        return html.unescape(str(ctx.data.get("_company_name") or ""))


async def _own(ctx: FieldContext) -> dict[str, Company]:
    async with ctx.reading() as session:
        return {str(company.id): company for company in await companies.represented_by(session, ctx.caller.id)}
