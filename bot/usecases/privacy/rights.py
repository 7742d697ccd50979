"""A person's rights: to have all that is kept of them, to be forgotten, and to leave a company."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import NoLongerThereError, NotAllowedError
from bot.usecases.introductions.departures import company_goes
from bot.usecases.introductions.overview import Line, Seen, my_introductions, my_thread
from bot.usecases.people.former_names import staying_hidden
from bot.usecases.people.registration import CONSENT_VERSION
from storage.announcements import announcements
from storage.ids import CompanyId, PersonId
from storage.introductions import introductions
from storage.people import companies, people
from storage.privacy import rights
from storage.vocabulary import MembershipStatus

FORMAT = "partnerbridge-export-1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Consents:
    """What somebody has agreed to, and when; empty where they have not been asked."""

    version: str | None
    since: datetime | None
    shown_abroad: bool | None
    answered_abroad_at: datetime | None

    @property
    def is_of_today(self) -> bool:
        """To the text as it is now."""
        return self.version == CONSENT_VERSION


async def consents(session: AsyncSession, person_id: PersonId) -> Consents:
    """Raises NoLongerThereError for somebody unknown."""
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
    """All that is kept of a person, ready for JSON: times in ISO 8601, sets as sorted lists.

    Of the other sides of introductions it has what the person can see in the bot, and never who they are: that data is
    theirs. Raises NoLongerThereError for somebody unknown.
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
    }


async def forget(session: AsyncSession, person_id: PersonId, now: datetime) -> None:
    """Takes out everything of a person. There is no way back.

    Companies that nobody else speaks for go with them, with their listings, and their counterparts are told
    "withdrawn", also of what was accepted. A company with others goes on: what the person proposed for it stays open
    without the pitch, their messages become empty and nameless, their name in its listings is taken out. Raises
    NoLongerThereError for somebody unknown.
    """
    if not await introductions.hold_person(session, person_id):
        raise NoLongerThereError
    alone = await rights.left_alone_without(session, person_id)
    for company_id in alone:
        await company_goes(session, company_id, now)
    others = [one.id for one in await companies.represented_by(session, person_id) if one.id not in set(alone)]
    async with staying_hidden(session, others):
        await announcements.empty_of(session, person_id, now)
        await rights.erase(session, person_id, alone)


async def leave(session: AsyncSession, person_id: PersonId, company_id: CompanyId, now: datetime) -> bool:
    """The person speaks for the company no more, and their channels for it are taken out.

    True if nobody else did: then the company and its listings have gone too, as in `forget`. Raises NotAllowedError for
    somebody who does not speak for it.
    """
    alone = await rights.left_alone_without(session, person_id)
    membership = await companies.membership(session, person_id, company_id)
    if membership is None or membership.status is not MembershipStatus.ACTIVE:
        raise NotAllowedError
    if company_id in alone:
        await company_goes(session, company_id, now)
        await rights.erase_company(session, company_id)
        return True
    async with staying_hidden(session, [company_id]):
        await companies.replace_channels(session, person_id, company_id, [])
        await companies.put_membership(
            session,
            person_id=person_id,
            company_id=company_id,
            relation=membership.relation,
            role=None,
            status=MembershipStatus.LEFT,
            now=now,
        )
    return False


def _introduction(seen: Seen) -> dict[str, Any]:
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
        "decline_reason": _plain(seen.decline_reason),
        "created_at": seen.created_at.isoformat(),
        "moved_at": seen.moved_at.isoformat(),
        "later_until": _plain(seen.later_until),
        "expires_at": _plain(seen.expires_at),
    }


def _line(line: Line) -> dict[str, Any]:
    return {
        "by_my_side": line.mine,
        "text": line.text,
        "masked": sorted(line.found),
        "file_kind": _plain(line.file_kind),
        "at": line.at.isoformat(),
    }


def _plain(value: Any) -> Any:
    """As JSON has it."""
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, frozenset | set):
        return sorted(_plain(one) for one in value)
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value
