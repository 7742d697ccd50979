"""Masks texts with all names and contacts of the writer's company."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import EmptyTextError, TooLongError
from bot.masking import Finding, Secrets, mask_after
from storage.ids import CompanyId
from storage.people import contacts
from storage.vocabulary import ChannelKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Shielded:
    """A text as written, and masked for the other side. `findings` are shown to the writer only."""

    text: str
    relayed: str
    findings: tuple[Finding, ...]

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


async def shielded(session: AsyncSession, text: str, company_id: CompanyId, *, earlier: Sequence[str] = ()) -> Shielded:
    """Masks the text together with `earlier` texts of the same side."""
    masked = mask_after(earlier, text, secrets=await secrets_of(session, company_id))
    return Shielded(text=text, relayed=masked.text, findings=masked.found)


async def secrets_of(session: AsyncSession, company_id: CompanyId) -> Secrets:
    """Returns the names, addresses and contact data of a company and its representatives."""
    known = await contacts.of_company(session, company_id)
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
