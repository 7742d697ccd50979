"""Masking of names and contact data in what people write to strangers. Pure: text in, text out."""

from .findings import Finding, FindingKind, Masked, Secrets
from .masking import MASK, contains_contact, mask, mask_after, mask_together

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
