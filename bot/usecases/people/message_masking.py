"""Masks messages with all names and contacts of the writer's company."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import EmptyTextError, TooLongError
from bot.masking import MASK, Finding, Secrets, mask_after
from storage.ids import CompanyId, ListingId
from storage.listings import listings
from storage.people import contacts
from storage.people.contacts import Contacts
from storage.vocabulary import ChannelKind


@dataclass(frozen=True, slots=True, kw_only=True)
class MaskingContext:
    """The context for masking a text: the company's names and contacts, and the earlier texts of the same side."""

    secrets: Secrets
    earlier: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MaskedMessage:
    """A text as written, and masked for the other side. `findings` are shown to the writer only."""

    text: str
    relayed: str
    findings: tuple[Finding, ...]
    surroundings: MaskingContext | None = None

    @property
    def hides_everything(self) -> bool:
        """True if the other side could read no word of it."""
        return bool(self.findings) and not has_words(self.relayed)

    @property
    def kinds(self) -> frozenset[str]:
        return frozenset(finding.kind.value for finding in self.findings)


def has_words(masked: str) -> bool:
    """Returns True if a letter or a digit is left in a masked text."""
    return any(letter.isalnum() for letter in masked.replace(MASK, ""))


def checked(text: str | None, limit: int) -> str:
    """Returns the stripped text. Raises EmptyTextError, or TooLongError above `limit` characters."""
    trimmed = (text or "").strip()
    if not trimmed:
        raise EmptyTextError
    if len(trimmed) > limit:
        raise TooLongError(limit, len(trimmed))
    return trimmed


async def mask_message(text: str, surroundings: MaskingContext) -> MaskedMessage:
    """Masks the text in a thread. Never await it inside a transaction."""
    return await asyncio.to_thread(_mask, text, surroundings)


def mask_if_outdated(made: MaskedMessage | None, text: str, surroundings: MaskingContext) -> MaskedMessage:
    """Returns `made`, which was masked before the transaction. Masks again if a name changed since, which is rare."""
    if made is not None and made.text == text and made.surroundings == surroundings:
        return made
    return _mask(text, surroundings)


def _mask(text: str, surroundings: MaskingContext) -> MaskedMessage:
    masked = mask_after(surroundings.earlier, text, secrets=surroundings.secrets)
    return MaskedMessage(text=text, relayed=masked.text, findings=masked.found, surroundings=surroundings)


async def masking_context(
    session: AsyncSession, company_id: CompanyId, listing_id: ListingId | None, written: Sequence[str] = ()
) -> MaskingContext:
    """Returns the company's secrets, and all texts that the other side has read: the listing, then `written`."""
    listing = None if listing_id is None else await listings.find(session, listing_id)
    read = () if listing is None else (listing.title, listing.summary)
    return MaskingContext(secrets=await secrets_of(session, company_id), earlier=(*read, *written))


async def secrets_of(session: AsyncSession, company_id: CompanyId) -> Secrets:
    """Returns the names, addresses and contact data of a company and its representatives."""
    return secrets_in(await contacts.of_company(session, company_id))


def secrets_in(known: Contacts) -> Secrets:
    values: dict[ChannelKind, list[str]] = {kind: [] for kind in ChannelKind}
    for channel in known.channels:
        values[channel.kind].append(channel.value)
    return Secrets(
        company_names=(known.company.name,),
        person_names=tuple(person.name for person in known.people),
        usernames=tuple(person.username for person in known.people if person.username),
        website_hosts=(known.company.website,) if known.company.website else (),
        emails=(*values[ChannelKind.EMAIL], *([known.mail] if known.mail else [])),
        phones=tuple(values[ChannelKind.PHONE]),
        wechat_ids=tuple(values[ChannelKind.WECHAT]),
    )
