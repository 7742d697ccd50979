"""Telephone numbers, by phonenumbers."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.usecases.people.contact_checks.failure import CheckFailed, FailureCode, bounded

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

MAX_PHONE = 40
"""Fifteen digits (E.164) with generous punctuation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Phone:
    """`e164` to keep and dial ("+381601234567"), `display` to show ("+381 60 1234567"); alpha-2 `country` if known."""

    e164: str
    display: str
    country: str | None


def check_phone(text: str, country: str | None = None) -> Phone:
    """An international number, or a national one of `country` (alpha-2)."""
    import phonenumbers
    from phonenumbers import PhoneNumberFormat

    number = _parsed(bounded(text, MAX_PHONE), country)
    if not phonenumbers.is_valid_number(number):
        raise CheckFailed(FailureCode.PHONE_IMPOSSIBLE)
    return Phone(
        e164=phonenumbers.format_number(number, PhoneNumberFormat.E164),
        display=phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL),
        country=phonenumbers.region_code_for_number(number),
    )


def _parsed(typed: str, country: str | None) -> "PhoneNumber":
    import phonenumbers
    from phonenumbers import NumberParseException

    if typed.startswith("00"):
        typed = "+" + typed[2:]
    try:
        return phonenumbers.parse(typed, country)
    except NumberParseException as error:
        code = {
            # Without a country both mean the same to a person: a number that begins with no country code.
            NumberParseException.INVALID_COUNTRY_CODE: FailureCode.PHONE_NO_COUNTRY,
            NumberParseException.NOT_A_NUMBER: FailureCode.PHONE_NOT_A_NUMBER,
        }.get(error.error_type, FailureCode.PHONE_IMPOSSIBLE)
        raise CheckFailed(code) from None
