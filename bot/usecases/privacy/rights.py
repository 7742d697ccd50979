"""A person's rights: export and deletion of their data, and leaving a company."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import NoLongerThereError, NotAllowedError
from bot.usecases.introductions.departures import end_introductions_of
from bot.usecases.introductions.overview import my_introductions, my_thread
from bot.usecases.introductions.shown_introduction import ShownIntroduction, ThreadMessage
from bot.usecases.people.company_changes import change_membership
from bot.usecases.people.former_names import redact_former_names
from bot.usecases.people.registration import CONSENT_VERSION
from bot.usecases.privacy import imported
from storage.announcements import announcements
from storage.ids import CompanyId, ListingId, PersonId
from storage.listings import listings
from storage.people import memberships, people
from storage.privacy import rights
from storage.vocabulary import MembershipStatus

FORMAT = "partnerbridge-export-1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Consents:
    """A person's consents and their times; None if they were not asked."""

    version: str | None
    since: datetime | None
    shown_abroad: bool | None
    answered_abroad_at: datetime | None

    @property
    def is_of_today(self) -> bool:
        """True if the person agreed to the current text."""
        return self.version == CONSENT_VERSION


async def consents(session: AsyncSession, person_id: PersonId) -> Consents:
    """Returns the consents. Raises NoLongerThereError for an unknown person."""
    person = await people.find(session, person_id)
    if person is None:
        raise NoLongerThereError
    return Consents(
        version=person.consent_version if person.consented_at is not None else None,
        since=person.consented_at,
        shown_abroad=person.shown_abroad,
        answered_abroad_at=person.shown_abroad_at,
    )


async def export(session: AsyncSession, person_id: PersonId, now: datetime) -> dict[str, Any]:
    """Returns all data stored about a person, ready for JSON: times in ISO 8601, sorted lists, pictures in base64.

    Introductions only contain what the person can see in the bot, never the other side's identity. Raises
    NoLongerThereError for an unknown person.
    """
    if await people.find(session, person_id) is None:
        raise NoLongerThereError
    sections = await rights.everything_of(session, person_id)
    seen = await my_introductions(session, person_id)
    return {
        "format": FORMAT,
        "exported_at": now.isoformat(),
        **{section.table: [_plain(row) for row in section.rows] for section in sections},
        "introduction": [
            {**_introduction(one), "thread": [_line(line) for line in await my_thread(session, person_id, one.id)]}
            for one in seen
        ],
        "imported_by_organizers": await imported.exported(session, person_id),
    }


async def forget(session: AsyncSession, person_id: PersonId, now: datetime, *, asked: bool = True) -> list[ListingId]:
    """Deletes a person permanently and returns the deleted listings. Raises NoLongerThereError for an unknown person.

    Companies without another representative are deleted with their listings. If the person has `asked` for it, so are
    companies that an organizer imported about the person. The other sides of their introductions, also of accepted
    ones, read "withdrawn". In companies that stay, the person's proposals stay open without the pitch, their messages
    become empty and nameless, and their name and contacts are redacted from the listings.
    """
    if not await people.lock(session, person_id):
        raise NoLongerThereError
    own = await rights.represented_only_by(session, person_id)
    about = await imported.imported_data_of(session, person_id) if asked else imported.NOTHING
    gone = sorted({*own, *about.companies})
    had = await listings.ids_of_companies(session, gone)
    await imported.tell_organizers(session, about, now)
    await end_introductions_of(session, gone, now)
    others = {one.id for one in await memberships.represented_by(session, person_id)}
    others |= {one.company.id for one in about.shared}
    async with redact_former_names(session, sorted(others - set(gone))):
        await announcements.empty_texts_of(session, person_id, now)
        await imported.delete_shared_contacts(session, about)
        await rights.erase(session, person_id, gone)
    return had


async def leave(session: AsyncSession, person_id: PersonId, company_id: CompanyId, now: datetime) -> bool:
    """Ends a membership and deletes the person's channels for the company.

    Returns True if the company had no other representative. Then it is deleted with its listings, as in `forget`.
    Raises NotAllowedError if the person does not speak for the company.
    """
    alone = await rights.represented_only_by(session, person_id)
    membership = await memberships.find(session, person_id, company_id)
    if membership is None or membership.status is not MembershipStatus.ACTIVE:
        raise NotAllowedError
    if company_id in alone:
        await end_introductions_of(session, [company_id], now)
        await rights.erase_company(session, company_id)
        return True
    await change_membership(
        session,
        person_id=person_id,
        company_id=company_id,
        relation=membership.relation,
        role=None,
        status=MembershipStatus.LEFT,
        now=now,
        channels=[],
    )
    return False


def _introduction(seen: ShownIntroduction) -> dict[str, Any]:
    return {
        "id": seen.id,
        "my_side": seen.side.value,
        "proposed_by_my_side": seen.mine_proposed,
        "status": seen.status.value,
        "my_listing_id": None if seen.mine is None else seen.mine.id,
        "their_country": None if seen.counterpart is None else seen.counterpart.country,
        "their_listing": {"title": seen.title, "summary": seen.summary},
        "score": seen.score,
        "pitch": seen.pitch,
        "pitch_language": seen.pitch_language,
        "decline_reason": seen.decline_reason,
        "created_at": seen.created_at.isoformat(),
        "moved_at": seen.moved_at.isoformat(),
        "later_until": _plain(seen.later_until),
        "expires_at": _plain(seen.expires_at),
    }


def _line(line: ThreadMessage) -> dict[str, Any]:
    return {
        "by_my_side": line.mine,
        "text": line.text,
        "masked": sorted(line.found),
        "file_kind": line.file_kind,
        "at": line.at.isoformat(),
    }


def _plain(value: Any) -> Any:
    """Converts a value for JSON, which writes the enums here as the texts that they are."""
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, frozenset | set):
        return sorted(_plain(one) for one in value)
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    return value
