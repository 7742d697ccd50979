"""Short texts that many dialogs share: errors, limits and masked parts."""

import html
from collections.abc import Iterable, Sequence

from bot.errors import DomainError
from bot.i18n.translator import Translator, mark
from bot.masking import MASK, Finding, FindingKind

FINDINGS: dict[FindingKind, str] = {
    FindingKind.EMAIL: mark("an e-mail address"),
    FindingKind.PHONE: mark("a phone number"),
    FindingKind.LINK: mark("a link"),
    FindingKind.HANDLE: mark("an account name"),
    FindingKind.MESSENGER: mark("a messenger account"),
    FindingKind.COMPANY: mark("a company name"),
    FindingKind.PERSON: mark("a personal name"),
    FindingKind.WEBSITE: mark("a website"),
    FindingKind.ADDRESS: mark("an address"),
    FindingKind.REGISTRATION: mark("a registration number"),
    FindingKind.BOOTH: mark("a booth number"),
    FindingKind.SENTENCE: mark("a sentence that tells who you are or how to find you"),
}


def masked(t: Translator, findings: Sequence[Finding]) -> str:
    """Returns the kinds of masked data and the reason, as HTML; "" if nothing was masked."""
    return masked_kinds(t, (finding.kind for finding in findings))


def finding_names(t: Translator, kinds: Iterable[FindingKind]) -> str:
    """Returns the kinds of masked data in words, each once; "" without any."""
    return t.list(dict.fromkeys(t(FINDINGS[kind]) for kind in kinds))


def masked_kinds(t: Translator, kinds: Iterable[FindingKind]) -> str:
    what = finding_names(t, kinds)
    if not what:
        return ""
    return t(
        "I hid {what} as {mask} to keep you anonymous until both accept. Then you see each other's contact data.",
        mask=MASK,
        what=what,
    )


def with_masking_note(t: Translator, text: str, findings: Sequence[Finding], gap: str = "\n\n") -> str:
    """Returns the text, followed by the kinds of masked data."""
    note = masked(t, findings)
    return f"{text}{gap}⚠️ {note}" if note else text


def error_text(t: Translator, error: DomainError) -> str:
    """Returns the error in the person's language, as HTML."""
    return t(error.message, **{key: _value(t, value) for key, value in error.values.items()})


def _value(t: Translator, value: object) -> str:
    return t.number(value) if isinstance(value, int) else html.escape(str(value))


def too_long(t: Translator, length: int, longest: int) -> str:
    """Says by how much a text is too long. Both lengths are in characters."""
    return t(
        "That is {length} characters; the limit is {longest}. Shorten it and send it again.",
        length=t.number(length),
        longest=t.number(longest),
    )
