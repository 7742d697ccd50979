"""Validates phone numbers with phonenumbers."""

from dataclasses import dataclass

from bot.reading.phones import find_phones
from bot.usecases.people.contact_checks.failure import CheckFailed, FailureCode, bounded

MAX_PHONE = 40
"""Fifteen digits (E.164) with punctuation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Phone:
    """`e164` is stored ("+381601234567"), `display` shown ("+381 60 1234567"). `country` is alpha-2, if known."""

    e164: str
    display: str
    country: str | None


def check_phone(text: str, country: str | None = None) -> Phone:
    """Accepts an international number, or a national one of `country` (alpha-2). Drops an extension.

    Raises CheckFailed, also for several numbers.
    """
    import phonenumbers
    from phonenumbers import PhoneNumberFormat

    typed = bounded(text, MAX_PHONE)
    found = find_phones(typed, country)
    if len(found) != 1:
        raise CheckFailed(_failure(typed, country))
    number = phonenumbers.parse(found[0])
    return Phone(
        e164=found[0],
        display=phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL),
        country=phonenumbers.region_code_for_number(number),
    )


def _failure(typed: str, country: str | None) -> FailureCode:
    """Returns the reason why the text is not exactly one number."""
    import phonenumbers
    from phonenumbers import NumberParseException

    try:
        phonenumbers.parse("+" + typed[2:] if typed.startswith("00") else typed, country)
    except NumberParseException as error:
        return {
            # Without a country both mean the same to a person: the number has no country code.
            NumberParseException.INVALID_COUNTRY_CODE: FailureCode.PHONE_NO_COUNTRY,
            NumberParseException.NOT_A_NUMBER: FailureCode.PHONE_NOT_A_NUMBER,
        }.get(error.error_type, FailureCode.PHONE_IMPOSSIBLE)
    return FailureCode.PHONE_IMPOSSIBLE
