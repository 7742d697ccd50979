"""Masks names and contact data in texts that strangers will read. Pure: text in, text out.

The detectors take 0.25 s to compile their regular expressions, so they load on the first call. `bot.app` makes this
call in a thread at startup.
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
    "former_data",
    "mask",
    "mask_after",
    "mask_together",
]


def mask(text: str, *, secrets: Secrets) -> Masked:
    """Replaces the author's names and contact data in `text` by `MASK`. Idempotent."""
    from . import masking

    return masking.mask(text, secrets=secrets)


def mask_after(earlier: Sequence[str], text: str, *, secrets: Secrets) -> Masked:
    """Masks `text` as a continuation of `earlier`, so that data split over several messages is found too."""
    from . import masking

    return masking.mask_after(earlier, text, secrets=secrets)


def mask_together(parts: Sequence[str], *, secrets: Secrets) -> tuple[Masked, ...]:
    """Masks texts that are shown together as if they were one; returns one `Masked` for each."""
    from . import masking

    return masking.mask_together(parts, secrets=secrets)


def contains_contact(text: str) -> tuple[Finding, ...]:
    """Returns the contact data in a text whose author is unknown."""
    from . import masking

    return masking.contains_contact(text)


def former_data(text: str, *, former: Secrets, current: Secrets) -> tuple[Finding, ...]:
    """Returns the parts that only `former` hides."""
    from . import masking

    return masking.former_data(text, former=former, current=current)
