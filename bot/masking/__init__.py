"""Masking of names and contact data in what people write to strangers. Pure: text in, text out.

The detectors take a quarter of a second to compile their regular expressions, so they load at the first call. Make that
first call in a thread (`bot.app` does when it starts).
"""

from collections.abc import Sequence

from .findings import MASK, Finding, FindingKind, Masked, Secrets

__all__ = [
    "MASK",
    "Finding",
    "FindingKind",
    "Masked",
    "Secrets",
    "contains_contact",
    "mask",
    "mask_after",
    "mask_together",
]


def mask(text: str, *, secrets: Secrets) -> Masked:
    """`text` with everything that identifies or reaches its writer replaced by `MASK`; idempotent."""
    from . import masking

    return masking.mask(text, secrets=secrets)


def mask_after(earlier: Sequence[str], text: str, *, secrets: Secrets) -> Masked:
    """`text` masked as what follows `earlier`, so that nothing gets through in parts, one message after the other."""
    from . import masking

    return masking.mask_after(earlier, text, secrets=secrets)


def mask_together(parts: Sequence[str], *, secrets: Secrets) -> tuple[str, ...]:
    """Texts that are shown together, each masked as if they were one text."""
    from . import masking

    return masking.mask_together(parts, secrets=secrets)


def contains_contact(text: str) -> tuple[Finding, ...]:
    """Contact data in a text whose writer is unknown."""
    from . import masking

    return masking.contains_contact(text)
