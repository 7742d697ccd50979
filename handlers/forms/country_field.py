"""The question for a country: typed in any language, confirmed by one tap."""

from dataclasses import dataclass

from bot.i18n.translator import mark
from bot.matching.places import country_flag, country_name, find_countries, likely_countries
from handlers.forms.fields import in_rows
from handlers.forms.form import (
    Accept,
    Asking,
    Choice,
    Data,
    Field,
    Outcome,
    Question,
    Redraw,
    Refuse,
)
from handlers.forms.user_input import Act, Given, Pressed, Text
from storage.vocabulary import Language

_LIKELY = 6  # buttons before anything was typed
_GUESSES = 4  # buttons for what was typed
_FOUND = "_country_found"


@dataclass(frozen=True, slots=True, kw_only=True)
class CountryField(Field):
    """Keeps an ISO 3166-1 alpha-2 code."""

    key: str
    label: str
    optional: bool = False
    hidden: bool = False

    def applies(self, data: Data) -> bool:
        return True

    async def ask(self, asking: Asking) -> Question:
        t, found = asking.t, asking.data.get(_FOUND)
        codes = found or likely_countries(asking.caller.telegram_language)[:_LIKELY]
        choices = [Choice(named(code, t.language), Act.CHOOSE, code) for code in codes]
        text = (
            mark("Is this the one? If not, type it again.")
            if found
            else mark("In which country is it? Choose, or type it in any language.")
        )
        return Question(text=t(text), choices=in_rows(choices, 1 if found else 2))

    async def read(self, given: Given, asking: Asking) -> Outcome:
        match given:
            case Pressed(Act.CHOOSE, code) if country_flag(code):
                return Accept({self.key: code, _FOUND: None})
            case Text(text):
                guesses = find_countries(text[:100], limit=_GUESSES)
                if guesses:
                    return Redraw({_FOUND: [guess.code for guess in guesses]})
                return Refuse(asking.t("I don't know that country. Please type its name, for example <i>Serbia</i>."))
        return Refuse(asking.t("Please choose a country, or type its name."))

    def shown(self, asking: Asking) -> str:
        code = asking.data.get(self.key)
        return named(code, asking.t.language) if code else ""


def named(code: str, language: Language) -> str:
    return f"{country_flag(code)} {country_name(code, language)}"
