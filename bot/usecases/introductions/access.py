"""Decides which side of an introduction a person or mailbox speaks for. Checked in the database each time."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import DomainError
from bot.usecases.introductions import errors
from storage.ids import ByMail, CompanyId, IntroductionId, PersonId, Speaker
from storage.introductions import introductions
from storage.mail import mailboxes
from storage.models import Introduction
from storage.people import memberships
from storage.screening import hits
from storage.vocabulary import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnSide:
    """An introduction, and the side and the company that a speaker speaks for in it."""

    introduction: Introduction
    side: Kind
    company_id: CompanyId

    @property
    def proposed(self) -> bool:
        return self.side is self.introduction.proposer_side

    @property
    def their_company_id(self) -> CompanyId:
        """The other side's company. Raises UnavailableError if it was deleted."""
        company_id = self.introduction.company_of(self.side.counterpart)
        if company_id is None:
            raise errors.UnavailableError
        return company_id


def person_of(speaker: Speaker) -> PersonId | None:
    """Returns None for a mailbox."""
    return None if isinstance(speaker, ByMail) else speaker


async def speaks_for(session: AsyncSession, speaker: Speaker, company_id: CompanyId) -> bool:
    if not isinstance(speaker, ByMail):
        return await memberships.speaks_for(session, speaker, company_id)
    # The mailbox loses its say once the company has representatives: an adviser may have typed the address.
    mailbox = await mailboxes.reading_for(session, company_id)
    return mailbox is not None and mailbox.id == speaker.mailbox_id


async def own_side(session: AsyncSession, speaker: Speaker, introduction_id: IntroductionId) -> OwnSide:
    """Returns the side that a speaker speaks for.

    For both sides, the proposer's: nobody may accept their own proposal.

    Raises NotYoursError, also for an unknown id.
    """
    introduction = await introductions.find(session, introduction_id)
    if introduction is None:
        raise errors.NotYoursError
    mine = await _spoken_for(session, speaker, introduction)
    for side in (introduction.proposer_side, introduction.recipient_side):
        company_id = introduction.company_of(side)
        if company_id is None or company_id not in mine:
            continue
        own = OwnSide(introduction=introduction, side=side, company_id=company_id)
        if own.proposed or not await hits.is_held(session, introduction.id):
            return own
        # Held introductions are invisible to the recipient.
    raise errors.NotYoursError


async def _spoken_for(session: AsyncSession, speaker: Speaker, introduction: Introduction) -> Collection[CompanyId]:
    """Returns those of the two companies that a speaker speaks for."""
    both = [one for one in map(introduction.company_of, Kind) if one is not None]
    if not isinstance(speaker, ByMail):
        return await memberships.spoken_for(session, speaker, both)
    return [one for one in both if await speaks_for(session, speaker, one)]


async def why_not(
    session: AsyncSession,
    speaker: Speaker,
    introduction_id: IntroductionId,
    *,
    by_proposer: bool,
    or_else: DomainError | None = None,
) -> DomainError:
    """Returns the error that explains why a speaker's guarded change did not happen."""
    own = await own_side(session, speaker, introduction_id)
    if own.proposed is not by_proposer:
        return errors.NotYoursError()
    if own.introduction.turn is None or or_else is None:
        return errors.ClosedError(own.introduction.status)
    return or_else
