"""Checks of typed answers about a company, and the question if the company is already registered."""

from dataclasses import dataclass

from bot.matching.country_names import country_name
from bot.usecases.people import registration
from bot.usecases.people.contact_checks.failure import CheckFailed
from bot.usecases.people.contact_checks.website import check_website
from handlers.forms.context import Data, FieldContext
from handlers.forms.form import Accept, Choice, Field, Outcome, Question, Refuse
from handlers.forms.user_input import Act, Pressed, UserInput


def website(text: str, ctx: FieldContext) -> str | Refuse:
    try:
        return check_website(text).url
    except CheckFailed:
        return Refuse(ctx.t("That does not look like a website. For example: <i>example.com</i>."))


def city(text: str, ctx: FieldContext) -> str | Refuse:
    if not any(character.isalpha() for character in text):
        return Refuse(ctx.t("That does not look like a city."))
    return text


def company_name(text: str, ctx: FieldContext) -> str | Refuse:
    """Refuses a name of emoji or punctuation alone."""
    if not any(character.isalpha() or character.isdecimal() for character in text):
        return Refuse(ctx.t("Please write the name in letters, the way it is on your business card."))
    return text


_YES, _NO = "yes", "no"
_FOUND = "_look_alike"
_SOUGHT = "_look_alike_of"


async def find_same_company(ctx: FieldContext) -> Data:
    """Finds a registered company with nearly the same name. Runs again after the name or country changed."""
    name, country = ctx.data.get("name"), ctx.data.get("country")
    sought = [name, country]
    if not name or not country or ctx.data.get(_SOUGHT) == sought:
        return {}
    async with ctx.reading() as session:
        found = await registration.similar_companies(session, name, country)
    return {_SOUGHT: sought, _FOUND: found[0] if found else None, "join": None}


@dataclass(frozen=True, slots=True, kw_only=True)
class SameCompanyField(Field):
    """Asks if a registered company with nearly the same name is the person's own.

    Stores the number of the company to join, or 0. Hides the registered name; otherwise people could find out who is
    here by typing names.
    """

    def applies(self, data: Data) -> bool:
        return bool(data.get(_FOUND)) and not data.get("company_id")

    def answered(self, data: Data) -> bool:
        return self.key in data

    async def ask(self, ctx: FieldContext) -> Question:
        t = ctx.t
        text = t(
            "A company with nearly the same name is already registered ({country}). Is it yours? If so, I ask "
            "the people who registered it to let you join. They will see your name.",
            country=country_name(ctx.data["country"], t.language),
        )
        yes, no = Choice(t("Yes, ask to join"), Act.CHOOSE, _YES), Choice(t("No, it is another one"), Act.CHOOSE, _NO)
        return Question(text=text, choices=((yes,), (no,)))

    async def read(self, user_input: UserInput, ctx: FieldContext) -> Outcome:
        if isinstance(user_input, Pressed) and user_input.act is Act.CHOOSE:
            return Accept({self.key: ctx.data[_FOUND] if user_input.value == _YES else 0})
        return Refuse(ctx.t("Choose one of the buttons below."))

    def shown(self, ctx: FieldContext) -> str:
        return ctx.t("yes") if ctx.data.get(self.key) else ""
