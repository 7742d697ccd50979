"""Bans and mutes. The gate checks them, and every use case checks them again in its own transaction."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import NotAllowedError
from bot.i18n.translator import mark
from storage.ids import CompanyId, PersonId
from storage.models import Sanction
from storage.moderation import sanctions
from storage.vocabulary import SanctionKind


class MutedError(NotAllowedError):
    default: ClassVar[str] = mark(
        "You can read everything, but until {until} you cannot publish, propose or write here."
    )
    for_good: ClassVar[str] = mark("You can read everything, but you cannot publish, propose or write here.")

    @classmethod
    def by(cls, mute: Sanction) -> "MutedError":
        """Returns the error for this mute, which may have no end."""
        if mute.until is None:
            return cls(cls.for_good)
        return cls(until=f"{mute.until:%Y-%m-%d %H:%M} UTC")


@dataclass(frozen=True, slots=True, kw_only=True)
class ActiveSanctions:
    ban: Sanction | None
    mute: Sanction | None


async def active_sanctions(
    session: AsyncSession, person_id: PersonId, company_ids: Collection[CompanyId], now: datetime
) -> ActiveSanctions:
    """Loads the ban and the mute that apply to a person who speaks for these companies."""
    return sanctions_applying_to(await sanctions.against(session, person_id, company_ids, now), person_id, company_ids)


def sanctions_applying_to(
    found: Collection[Sanction], person_id: PersonId, company_ids: Collection[CompanyId]
) -> ActiveSanctions:
    """Returns the ban and the mute that apply to a person, out of all sanctions in force, latest first.

    A company's ban or mute applies to its people only if every company they speak for has one.
    """
    return ActiveSanctions(
        ban=_first_of_kind(found, SanctionKind.BAN, person_id, company_ids),
        mute=_first_of_kind(found, SanctionKind.MUTE, person_id, company_ids),
    )


def _first_of_kind(
    found: Collection[Sanction], kind: SanctionKind, person_id: PersonId, company_ids: Collection[CompanyId]
) -> Sanction | None:
    own = [one for one in found if one.kind is kind]
    by_name = next((one for one in own if one.person_id == person_id), None)
    if by_name is not None:
        return by_name
    sanctioned = {one.company_id: one for one in own if one.company_id is not None}
    return next(iter(sanctioned.values())) if company_ids and set(company_ids) <= set(sanctioned) else None


async def require_not_muted(
    session: AsyncSession, person_id: PersonId | None, company_id: CompanyId, now: datetime
) -> None:
    """Raises NotAllowedError for a banned person or company, MutedError for a muted one. No person: by mail."""
    await require_none_muted(session, person_id, [company_id], now)


async def require_none_muted(
    session: AsyncSession, person_id: PersonId | None, company_ids: Collection[CompanyId], now: datetime
) -> None:
    """Raises NotAllowedError if the person or any of these companies is banned, MutedError if one is muted."""
    for sanction in await sanctions.against(session, person_id, company_ids, now):
        if sanction.kind is SanctionKind.BAN:
            raise NotAllowedError
        raise MutedError.by(sanction)
