"""Decides which side of an introduction a person speaks for. Checked in the database each time."""

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import DomainError
from bot.usecases.introductions import errors
from storage.ids import CompanyId, IntroductionId, PersonId
from storage.introductions import introductions
from storage.models import Introduction
from storage.people import companies
from storage.screening import hits
from storage.vocabulary import Kind


async def introduction_of(session: AsyncSession, person_id: PersonId, introduction_id: IntroductionId) -> Introduction:
    """Returns the introduction if the person speaks for a side. Raises NotYoursError, also for an unknown id."""
    introduction = await introductions.find(session, introduction_id)
    if introduction is None or await side_of(session, person_id, introduction) is None:
        raise errors.NotYoursError
    return introduction


async def side_of(session: AsyncSession, person_id: PersonId, introduction: Introduction) -> Kind | None:
    """Returns the side that a person speaks for. For both sides, the proposer's, so that nobody answers themselves."""
    for side in (introduction.proposer_side, introduction.recipient_side):
        if await _speaks(session, person_id, introduction.company_of(side)):
            # Held introductions are invisible to the recipient.
            hidden = side is introduction.recipient_side and await hits.is_held(session, introduction.id)
            return None if hidden else side
    return None


async def own_side(session: AsyncSession, person_id: PersonId, introduction: Introduction) -> Kind:
    side = await side_of(session, person_id, introduction)
    if side is None:
        raise errors.NotYoursError
    return side


async def why_not(
    session: AsyncSession,
    person_id: PersonId,
    introduction: Introduction,
    *,
    by_proposer: bool,
    or_else: DomainError | None = None,
) -> DomainError:
    """Returns the error that explains why a person's guarded change did not happen."""
    side = await own_side(session, person_id, introduction)
    if (side is introduction.proposer_side) is not by_proposer:
        return errors.NotYoursError()
    if introduction.turn is None or or_else is None:
        return errors.ClosedError(introduction.status)
    return or_else


async def _speaks(session: AsyncSession, person_id: PersonId, company_id: CompanyId | None) -> bool:
    return company_id is not None and await companies.speaks_for(session, person_id, company_id)
