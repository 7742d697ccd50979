"""Data types of masking: what the detectors find, and what is known about the author."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

MASK: Final = "▒▒▒"
"""Replaces masked text."""


class FindingKind(StrEnum):
    EMAIL = "email"
    PHONE = "phone"
    LINK = "link"
    HANDLE = "handle"
    MESSENGER = "messenger"
    COMPANY = "company"
    PERSON = "person"
    WEBSITE = "website"
    ADDRESS = "address"
    REGISTRATION = "registration"
    BOOTH = "booth"
    SENTENCE = "sentence"
    """Tells who the author is or how to reach the author outside, in whatever words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A part of the original text: `snippet == text[start:end]`, offsets in code points."""

    kind: FindingKind
    start: int
    end: int
    snippet: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Masked:
    """The masked text and the findings in the original, in order and without overlaps."""

    text: str
    found: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Secrets:
    """Names and contact data of the author's company, as entered. Empty strings are ignored.

    `company_names` in all spellings and languages; `person_names` whole or in parts; `usernames` with or without "@";
    `website_hosts` as hosts or URLs; `phones` in any format.
    """

    company_names: tuple[str, ...] = ()
    person_names: tuple[str, ...] = ()
    usernames: tuple[str, ...] = ()
    website_hosts: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    wechat_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range in the examined text."""

    start: int
    end: int
    kind: FindingKind
