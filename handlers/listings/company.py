"""The question for whom a listing is, which arises for those who speak for several companies."""

import html
from dataclasses import dataclass

from handlers.forms.fields import in_rows
from handlers.forms.form import (
    Accept,
    Asking,
    Choice,
    Data,
    Field,
    Outcome,
    Question,
    Refuse,
)
from handlers.forms.user_input import Act, Given, Pressed
from storage.people import companies


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyField(Field):
    """Keeps the company's number; its name is kept beside it for the preview."""

    key: str
    label: str
    optional: bool = False
    hidden: bool = False

    def applies(self, data: Data) -> bool:
        return bool(data.get("_several"))

    async def ask(self, asking: Asking) -> Question:
        mine = await companies.represented_by(asking.session, asking.caller.id)
        choices = [Choice(company.name, Act.CHOOSE, str(company.id)) for company in mine]
        return Question(text=asking.t("For which company?"), choices=in_rows(choices, 1))

    async def read(self, given: Given, asking: Asking) -> Outcome:
        mine = {str(c.id): c for c in await companies.represented_by(asking.session, asking.caller.id)}
        if isinstance(given, Pressed) and given.act is Act.CHOOSE and given.value in mine:
            company = mine[given.value]
            return Accept({self.key: company.id, "_company_name": company.name, "_country": company.country})
        return Refuse(asking.t("Please choose one of the buttons below."))

    def shown(self, asking: Asking) -> str:
        return html.unescape(str(asking.data.get("_company_name") or ""))
