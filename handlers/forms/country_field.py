"""The question for a country, typed in any language and confirmed by one tap."""

from dataclasses import dataclass

from bot.i18n.translator import mark
from bot.matching.country_names import country_codes, country_name, likely_countries, with_flag
from bot.matching.places import find_countries
from handlers.forms.context import FieldContext
from handlers.forms.fields import in_rows
from handlers.forms.form import Accept, Choice, Field, Outcome, Question, Redraw, Refuse
from handlers.forms.user_input import Act, Pressed, Text, UserInput
from storage.vocabulary import CompanyKind, Language

_LIKELY = 6  # buttons before the person typed anything
_GUESSES = 4  # buttons for a typed name
_FOUND = "_country_found"


@dataclass(frozen=True, slots=True, kw_only=True)
class CountryField(Field):
    """Stores an ISO 3166-1 alpha-2 code."""

    def language(self, ctx: FieldContext) -> str | None:
        """Returns the IETF language tag whose countries are offered first."""
        return ctx.caller.telegram_language

    async def ask(self, ctx: FieldContext) -> Question:
        t, found = ctx.t, ctx.data.get(_FOUND)
        codes = found or likely_countries(self.language(ctx))[:_LIKELY]
        choices = [Choice(named(code, t.language), Act.CHOOSE, code) for code in codes]
        if found:
            text = mark("Is this the one? If not, type it again.")
        elif ctx.data.get("kind") == CompanyKind.INVENTOR:
            text = mark("In which country are you? Choose, or type it in any language.")
        else:
            text = mark("In which country is it? Choose, or type it in any language.")
        return Question(text=t(text), choices=in_rows(choices, 1 if found else 2))

    async def read(self, user_input: UserInput, ctx: FieldContext) -> Outcome:
        match user_input:
            case Pressed(Act.CHOOSE, code) if code in country_codes():
                return Accept({self.key: code, _FOUND: None})
            case Text(text):
                guesses = find_countries(text[:100], limit=_GUESSES)
                if guesses:
                    return Redraw({_FOUND: [guess.code for guess in guesses]})
                return Refuse(ctx.t("I don't know that country. Please type its name, for example <i>Serbia</i>."))
        return Refuse(ctx.t("Choose a country, or type its name."))

    def shown(self, ctx: FieldContext) -> str:
        code = ctx.data.get(self.key)
        return named(code, ctx.t.language) if code else ""


def named(code: str, language: Language) -> str:
    return with_flag(code, country_name(code, language))
