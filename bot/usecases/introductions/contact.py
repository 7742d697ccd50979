"""The other side's contact data. No other module reveals it, and this one only after both sides accepted."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.introductions import errors
from bot.usecases.introductions.access import introduction_of, own_side
from storage.ids import IntroductionId, PersonId
from storage.models import Introduction, RelayedMessage
from storage.people import contacts, people
from storage.vocabulary import (
    ChannelKind,
    CompanyKind,
    CompanySize,
    IntroductionStatus,
    Kind,
    Language,
    Relation,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactCard:
    """The other side's contact data. `person` is None if nobody speaks for the company any more."""

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
    """(kind, value) pairs they chose to share, preferred first; Telegram has "@username" or an empty value."""
    username: str | None
    """Set only if they share their Telegram account."""


async def contact_card(session: AsyncSession, introduction: Introduction, *, for_side: Kind) -> ContactCard:
    """Returns the card of the side opposite `for_side`. Raises ClosedError unless both accepted.

    It names the person who acted for that side or, if they have left, the member who joined first.
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
    """Returns the introduction and the other side's card. Raises NotYoursError, ClosedError or UnavailableError."""
    introduction = await introduction_of(session, person_id, introduction_id)
    side = await own_side(session, person_id, introduction)
    return introduction, await contact_card(session, introduction, for_side=side)


async def author_name(session: AsyncSession, introduction: Introduction, message: RelayedMessage) -> str | None:
    """Returns the author's name; None before both accepted, or if the author was deleted."""
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
