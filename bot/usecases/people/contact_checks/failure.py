"""Codes for invalid contact data. Views translate them."""

from enum import StrEnum


class FailureCode(StrEnum):
    EMPTY = "empty"
    TOO_LONG = "too_long"

    EMAIL_NO_AT = "email_no_at"
    EMAIL_SYNTAX = "email_syntax"
    EMAIL_RESERVED = "email_reserved"
    """localhost, .test and other domains without mail."""

    PHONE_NOT_A_NUMBER = "phone_not_a_number"
    PHONE_NO_COUNTRY = "phone_no_country"
    """A national number without a known country. The person must add a country code."""
    PHONE_IMPOSSIBLE = "phone_impossible"
    """Too short, too long, or a prefix that the country does not have."""

    WECHAT_LENGTH = "wechat_length"
    WECHAT_FIRST = "wechat_first"
    """The id does not begin with a letter."""
    WECHAT_CHARACTERS = "wechat_characters"

    WEBSITE_SYNTAX = "website_syntax"
    WEBSITE_SCHEME = "website_scheme"
    """Neither http nor https."""
    WEBSITE_CREDENTIALS = "website_credentials"
    WEBSITE_NOT_PUBLIC = "website_not_public"
    """An IP address, or a name in a private network."""


class CheckFailed(ValueError):  # noqa: N818 - read as a sentence where it is raised and caught
    """Carries the code but not the data, so that no contact data reaches a log."""

    def __init__(self, code: FailureCode) -> None:
        super().__init__(code.value)
        self.code = code


def bounded(text: str, limit: int) -> str:
    """Returns the stripped text without control characters. Raises EMPTY or TOO_LONG."""
    kept = "".join(char for char in text[: limit * 4] if char.isprintable()).strip()
    if not kept:
        raise CheckFailed(FailureCode.EMPTY)
    if len(kept) > limit:
        raise CheckFailed(FailureCode.TOO_LONG)
    return kept
