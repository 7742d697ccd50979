"""Validates e-mail addresses with email-validator."""

from dataclasses import dataclass

from bot.usecases.people.contact_checks.failure import CheckFailed, FailureCode, bounded

MAX_EMAIL = 254
"""RFC 5321: a path has 256 octets, including two angle brackets."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Email:
    """`address` is the normalised form: the domain in lower case, in its own script."""

    address: str


def check_email(text: str) -> Email:
    """Accepts a pasted address, also with "mailto:" or "<…>". Does not look up the domain."""
    from email_validator import SPECIAL_USE_DOMAIN_NAMES, EmailNotValidError, validate_email

    typed = bounded(text, MAX_EMAIL + 20).removeprefix("mailto:").strip("<> ,;").replace("＠", "@")
    if len(typed) > MAX_EMAIL:
        raise CheckFailed(FailureCode.TOO_LONG)
    if "@" not in typed:
        raise CheckFailed(FailureCode.EMAIL_NO_AT)
    try:
        return Email(address=validate_email(typed, check_deliverability=False).normalized)
    except EmailNotValidError:
        domain = "." + typed.rsplit("@", maxsplit=1)[-1].lower()
        reserved = any(domain.endswith(f".{name}") for name in SPECIAL_USE_DOMAIN_NAMES)
        raise CheckFailed(FailureCode.EMAIL_RESERVED if reserved else FailureCode.EMAIL_SYNTAX) from None
