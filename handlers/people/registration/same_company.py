"""The question whether a company of nearly the same name, already here, is the person's own.

The other's name is not shown: one could learn who is here by typing names.
"""

from dataclasses import dataclass

from bot.matching.places import country_name
from bot.usecases.people import registration
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

_YES, _NO = "yes", "no"
_FOUND = "_look_alike"
_SOUGHT = "_look_alike_of"


async def settle(asking: Asking) -> Data:
    """Looks for look-alikes once name and country are known, and again when either was changed."""
    name, country = asking.data.get("name"), asking.data.get("country")
    sought = [name, country]
    if not name or not country or asking.data.get(_SOUGHT) == sought:
        return {}
    found = await registration.look_alikes(asking.session, name, country)
    return {_SOUGHT: sought, _FOUND: found[0] if found else None, "join": None}


@dataclass(frozen=True, slots=True, kw_only=True)
class SameCompanyField(Field):
    """Keeps the number of the company to join, or 0 for none."""

    key: str
    label: str
    optional: bool = False
    hidden: bool = False

    def applies(self, data: Data) -> bool:
        return bool(data.get(_FOUND)) and not data.get("company_id")

    def answered(self, data: Data) -> bool:
        return self.key in data

    async def ask(self, asking: Asking) -> Question:
        t = asking.t
        text = t(
            "A company with nearly the same name is already registered in {country}. Is it yours? "
            "Then I ask the people who registered it to let you join; they will see your name.",
            country=country_name(asking.data["country"], t.language),
        )
        yes, no = Choice(t("Yes, ask to join"), Act.CHOOSE, _YES), Choice(t("No, it is another one"), Act.CHOOSE, _NO)
        return Question(text=text, choices=((yes,), (no,)))

    async def read(self, given: Given, asking: Asking) -> Outcome:
        if isinstance(given, Pressed) and given.act is Act.CHOOSE:
            return Accept({self.key: asking.data[_FOUND] if given.value == _YES else 0})
        return Refuse(asking.t("Please choose one of the buttons below."))

    def shown(self, asking: Asking) -> str:
        return asking.t("yes") if asking.data.get(self.key) else ""
