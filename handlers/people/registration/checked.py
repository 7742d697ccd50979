"""What typed answers about a company must be, and what people are told when they are not."""

from bot.usecases.people.contact_checks.failure import CheckFailed
from bot.usecases.people.contact_checks.website import check_website
from handlers.forms.form import Asking, Refuse


def website(text: str, asking: Asking) -> str | Refuse:
    try:
        return check_website(text).url
    except CheckFailed:
        return Refuse(asking.t("That does not look like a website. For example: <i>example.com</i>."))


def city(text: str, asking: Asking) -> str | Refuse:
    if not any(character.isalpha() for character in text):
        return Refuse(asking.t("That does not look like a city."))
    return text
