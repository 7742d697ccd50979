"""Masks texts with all names and contacts of the writer's company."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import EmptyTextError, TooLongError
from bot.masking import Finding, Secrets, mask_after
from storage.ids import CompanyId, ListingId
from storage.listings import listings
from storage.people import contacts
from storage.people.contacts import Contacts
from storage.vocabulary import ChannelKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a text is masked with: all that its company has entered, and the earlier texts of the same side."""

    secrets: Secrets
    earlier: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shielded:
    """A text as written, and masked for the other side. `findings` are shown to the writer only."""

    text: str
    relayed: str
    findings: tuple[Finding, ...]
    surroundings: Surroundings | None = None

    @property
    def kinds(self) -> frozenset[str]:
        return frozenset(finding.kind.value for finding in self.findings)


def checked(text: str | None, limit: int) -> str:
    """Returns the stripped text. Raises EmptyTextError, or TooLongError above `limit` characters."""
    trimmed = (text or "").strip()
    if not trimmed:
        raise EmptyTextError
    if len(trimmed) > limit:
        raise TooLongError(limit, len(trimmed))
    return trimmed


async def shielded(text: str, surroundings: Surroundings) -> Shielded:
    """Masks the text in a thread. Never await it inside a transaction."""
    return await asyncio.to_thread(_shielded, text, surroundings)


def still_shielded(made: Shielded | None, text: str, surroundings: Surroundings) -> Shielded:
    """Returns `made`, masked before the transaction. Masks again if a name has changed since, which is rare."""
    if made is not None and made.text == text and made.surroundings == surroundings:
        return made
    return _shielded(text, surroundings)


def _shielded(text: str, surroundings: Surroundings) -> Shielded:
    masked = mask_after(surroundings.earlier, text, secrets=surroundings.secrets)
    return Shielded(text=text, relayed=masked.text, findings=masked.found, surroundings=surroundings)


async def surroundings_of(
    session: AsyncSession, company_id: CompanyId, listing_id: ListingId | None, written: Sequence[str] = ()
) -> Surroundings:
    """Returns the company's secrets, and all that the other side has read: the listing, then the `written` texts."""
    listing = None if listing_id is None else await listings.find(session, listing_id)
    read = () if listing is None else (listing.title, listing.summary)
    return Surroundings(secrets=await secrets_of(session, company_id), earlier=(*read, *written))


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
        emails=tuple(values[ChannelKind.EMAIL]),
        phones=tuple(values[ChannelKind.PHONE]),
        wechat_ids=tuple(values[ChannelKind.WECHAT]),
    )
