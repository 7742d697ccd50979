"""Tells an author what was masked in their text."""

from collections.abc import Sequence

from bot.i18n.translator import Translator
from bot.masking import MASK, Finding
from handlers.introductions.labels import FINDINGS


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
