"""The form of an address that can be written to, its hash, and the language of a company's mails."""

import hashlib
from typing import Final

from bot.i18n.translator import language_for
from bot.usecases.people.contact_checks.email import check_email
from bot.usecases.people.contact_checks.failure import CheckFailed
from bot.usecases.people.contact_checks.own_domain import domain_of
from storage.vocabulary import Language

_PURPOSE: Final = b"partnerbridge mail 1:"  # other lists of hashed addresses have other hashes


def sendable(text: str) -> str | None:
    """Returns the address with its domain in ASCII; None if it cannot be written to.

    Not every mail server takes other characters before the @.
    """
    try:
        local, _, _ = check_email(text).address.rpartition("@")
    except CheckFailed:
        return None
    domain = domain_of(text.strip("<> ,;"))
    return f"{local}@{domain}" if local.isascii() and domain else None


def hash_of(address: str) -> str:
    """Returns 64 characters. Spellings with other capitals are the same address."""
    return hashlib.sha256(_PURPOSE + address.strip().casefold().encode()).hexdigest()


def language_of(country: str) -> Language:
    """Returns the interface language that companies of a country read best."""
    from babel.languages import get_official_languages

    spoken = get_official_languages(country, de_facto=True)
    return language_for(spoken[0].partition("_")[0]) if spoken else Language.EN
