"""What can be wrong with contact data, as codes that views put into words."""

from enum import StrEnum


class FailureCode(StrEnum):
    EMPTY = "empty"
    TOO_LONG = "too_long"

    EMAIL_NO_AT = "email_no_at"
    EMAIL_SYNTAX = "email_syntax"
    EMAIL_RESERVED = "email_reserved"
    """localhost, .test and the like: nobody reads mail there."""

    PHONE_NOT_A_NUMBER = "phone_not_a_number"
    PHONE_NO_COUNTRY = "phone_no_country"
    """A national number of a country that we do not know: ask for +."""
    PHONE_IMPOSSIBLE = "phone_impossible"
    """Too short, too long, or a prefix that the country does not have."""

    WECHAT_LENGTH = "wechat_length"
    WECHAT_FIRST = "wechat_first"
    """It does not begin with a letter."""
    WECHAT_CHARACTERS = "wechat_characters"

    WEBSITE_SYNTAX = "website_syntax"
    WEBSITE_SCHEME = "website_scheme"
    """Neither http nor https."""
    WEBSITE_CREDENTIALS = "website_credentials"
    WEBSITE_NOT_PUBLIC = "website_not_public"
    """A bare address of a machine, or a name of a private network."""


class CheckFailed(ValueError):  # noqa: N818 - read as a sentence where it is raised and caught
    """Carries the code and never the data, so that nobody's contact data reaches a log."""

    def __init__(self, code: FailureCode) -> None:
        super().__init__(code.value)
        self.code = code


def bounded(text: str, limit: int) -> str:
    """The text without spaces around and control characters within; EMPTY or TOO_LONG otherwise."""
    kept = "".join(char for char in text[: limit * 4] if char.isprintable()).strip()
    if not kept:
        raise CheckFailed(FailureCode.EMPTY)
    if len(kept) > limit:
        raise CheckFailed(FailureCode.TOO_LONG)
    return kept
