"""What is looked for in people's texts, what was found, and what is known of the one who writes."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

MASK: Final = "▒▒▒"
"""Stands in place of what was hidden."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A stretch of the original text: `snippet == text[start:end]`, code points counted."""

    kind: FindingKind
    start: int
    end: int
    snippet: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Masked:
    """`text` may be shown; `found` says, in order and without overlaps, what of the original may not."""

    text: str
    found: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Secrets:
    """What the writer's side has entered about itself, as entered; empty strings are ignored.

    `company_names` in every spelling and language there is; `person_names` whole or in parts; `usernames` with or
    without "@"; `website_hosts` as hosts or whole addresses; `phones` in any format.
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
    """A finding in the making: half-open, in offsets of the text being looked at."""

    start: int
    end: int
    kind: FindingKind
