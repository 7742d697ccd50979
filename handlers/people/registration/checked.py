"""Checks of typed answers about a company, and what people are told when one fails."""

from bot.usecases.people.contact_checks.failure import CheckFailed
from bot.usecases.people.contact_checks.website import check_website
from handlers.forms.context import FieldContext
from handlers.forms.form import Refuse


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
