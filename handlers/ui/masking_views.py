"""Tells an author what was masked in their text."""

from collections.abc import Sequence

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
}


def masked(t: Translator, findings: Sequence[Finding]) -> str:
    """Returns what was masked and why, as HTML; empty if nothing was."""
    if not findings:
        return ""
    kinds = dict.fromkeys(t(FINDINGS[finding.kind]) for finding in findings)
    return t(
        "I hid {what} as {mask} to keep you anonymous until both accept. Then you see each other's contact data.",
        mask=MASK,
        what=t.list(kinds),
    )
