"""The other side's contact data. No other module reveals it, and this one only after both sides accepted."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.introductions import errors
from bot.usecases.introductions.access import own_side
from storage.ids import IntroductionId, MessageId, PersonId, Speaker
from storage.introductions import thread
from storage.models import Introduction, RelayedMessage
from storage.people import contacts
from storage.vocabulary import (
    ChannelKind,
    CompanyKind,
    CompanySize,
    IntroductionStatus,
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
    mail: str | None = None
    """The address from which they answered. Then `person` is None."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedMessage:
    """A message after both accepted, with the names of its author and their company."""

    message: RelayedMessage
    author: str
    company: str


async def my_contact_card(
    session: AsyncSession, speaker: Speaker, introduction_id: IntroductionId
) -> tuple[Introduction, ContactCard]:
    """Returns the introduction and the other side's card. Raises NotYoursError, ClosedError or UnavailableError.

    The card names the person who acted for that side or, if they have left, the member who joined first. If the answer
    came by mail, it names nobody and shows the address.
    """
    own = await own_side(session, speaker, introduction_id)
    introduction = own.introduction
    if introduction.status is not IntroductionStatus.ACCEPTED:
        raise errors.ClosedError(introduction.status)
    known = await contacts.of_company(session, own.their_company_id)
    company = known.company
    by_mail = own.proposed and introduction.answered_by_mail and known.mail is not None
    acted = introduction.answered_by if own.proposed else introduction.proposer_id
    return introduction, ContactCard(
        company_name=company.name,
        company_kind=company.kind,
        country=company.country,
        city=company.city,
        website=company.website,
        size=company.size,
        about=company.about,
        person=None if by_mail else _person(known, acted),
        mail=known.mail if by_mail else None,
    )


async def signed_message(
    session: AsyncSession, speaker: Speaker, introduction_id: IntroductionId, message_id: MessageId
) -> SignedMessage | None:
    """Returns a message of the other side; None if its author was deleted. Raises the errors of `my_contact_card`."""
    _, card = await my_contact_card(session, speaker, introduction_id)
    found = await thread.with_author(session, message_id)
    if found is None:
        return None
    message, author = found
    name = card.company_name if author is None else author.name
    return SignedMessage(message=message, author=name, company=card.company_name)


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
