"""The only way to anything that tells who the other side is. It opens when both have accepted, and not before."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.introductions import errors
from bot.usecases.introductions.access import introduction_of, own_side
from storage.ids import IntroductionId, PersonId
from storage.models import Introduction, RelayedMessage
from storage.people import contacts, people
from storage.vocabulary import ChannelKind, CompanyKind, CompanySize, IntroductionStatus, Kind, Language, Relation


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactCard:
    """Who the other side is. Without a person where nobody speaks for the company any more."""

    company_name: str
    company_kind: CompanyKind
    country: str
    city: str | None
    website: str | None
    size: CompanySize | None
    about: str | None
    person: "ContactPerson | None"


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactPerson:
    name: str
    role: str | None
    relation: Relation
    language: Language
    channels: tuple[tuple[ChannelKind, str], ...]
    """What they chose to share, the preferred first. For Telegram "@" and the username, or nothing without one."""
    username: str | None
    """Only if they chose to share their Telegram account."""


async def contact_card(session: AsyncSession, introduction: Introduction, *, for_side: Kind) -> ContactCard:
    """The card of the side opposite to `for_side`; raises ClosedError unless both have accepted.

    It names whoever acted for that side, or, if they do not speak for it any more, who has for the longest time.
    """
    if introduction.status is not IntroductionStatus.ACCEPTED:
        raise errors.ClosedError(introduction.status)
    side = for_side.counterpart
    company_id = introduction.company_of(side)
    if company_id is None:
        raise errors.UnavailableError
    known = await contacts.of_company(session, company_id)
    acted = introduction.proposer_id if side is introduction.proposer_side else introduction.answered_by
    company = known.company
    return ContactCard(
        company_name=company.name,
        company_kind=company.kind,
        country=company.country,
        city=company.city,
        website=company.website,
        size=company.size,
        about=company.about,
        person=_person(known, acted),
    )


async def my_contact_card(
    session: AsyncSession, person_id: PersonId, introduction_id: IntroductionId
) -> tuple[Introduction, ContactCard]:
    """The other side's card for somebody of one side. Raises NotYoursError, ClosedError or UnavailableError."""
    introduction = await introduction_of(session, person_id, introduction_id)
    side = await own_side(session, person_id, introduction)
    return introduction, await contact_card(session, introduction, for_side=side)


async def author_name(session: AsyncSession, introduction: Introduction, message: RelayedMessage) -> str | None:
    """Who wrote a message, if both have accepted and the author is still there; otherwise None."""
    if introduction.status is not IntroductionStatus.ACCEPTED or message.author_id is None:
        return None
    person = await people.find(session, message.author_id)
    return None if person is None else person.name


def _person(known: contacts.Contacts, acted: PersonId | None) -> ContactPerson | None:
    pairs = list(zip(known.people, known.memberships, strict=True))
    chosen = next((pair for pair in pairs if pair[0].id == acted), pairs[0] if pairs else None)
    if chosen is None:
        return None
    person, membership = chosen
    shared = [channel for channel in known.channels if channel.person_id == person.id]
    on_telegram = any(channel.kind is ChannelKind.TELEGRAM for channel in shared)
    handle = f"@{person.username}" if person.username else ""
    return ContactPerson(
        name=person.name,
        role=membership.role,
        relation=membership.relation,
        language=person.language,
        channels=tuple(
            (channel.kind, handle if channel.kind is ChannelKind.TELEGRAM else channel.value) for channel in shared
        ),
        username=person.username if on_telegram else None,
    )
