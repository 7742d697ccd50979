"""Names that nobody here bears any more tell who somebody is all the same: in listings they stay hidden.

Masking knows what a company and its people are called today. Of what they were called before nothing is kept, so that
a person who goes is forgotten; instead it is taken out of the texts that are shown to strangers.
"""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.masking import MASK, Secrets, mask
from bot.usecases.people.shielding import secrets_of
from storage.ids import CompanyId, PersonId
from storage.listings import listings
from storage.models import Person
from storage.people import companies, people
from storage.vocabulary import Language

_TITLE, _SUMMARY = 150, 2_000  # characters that a listing holds of each


@asynccontextmanager
async def staying_hidden(session: AsyncSession, company_ids: Iterable[CompanyId]) -> AsyncIterator[None]:
    """Around a change of names, addresses or people: what was masked in the companies' listings before is so after."""
    before = {company_id: await secrets_of(session, company_id) for company_id in company_ids}
    yield
    await session.flush()
    for company_id, was in before.items():
        now = await secrets_of(session, company_id)
        if now != was:
            await _take_out(session, company_id, was, now)


async def greeted(
    session: AsyncSession,
    person_id: PersonId,
    *,
    name: str,
    username: str | None,
    language: Language,
    now: datetime,
) -> Person:
    """The person as Telegram shows them today; a name that they had there before stays hidden."""
    known = await people.find(session, person_id)
    renamed = known is not None and (known.name, known.username) != (name, username)
    mine = [one.id for one in await companies.represented_by(session, person_id)] if renamed else []
    async with staying_hidden(session, mine):
        return await people.greet(session, person_id, name=name, username=username, language=language, now=now)


def without_former(text: str, was: Secrets, now: Secrets) -> str:
    """The text with `MASK` for whatever `was` hides in it and `now` does not; what both hide stands as written."""
    still = mask(text, secrets=now).found
    gone = [
        one
        for one in mask(text, secrets=was).found
        if not any(other.start <= one.start and one.end <= other.end for other in still)
    ]
    for one in reversed(gone):
        text = f"{text[: one.start]}{MASK}{text[one.end :]}"
    return text


async def _take_out(session: AsyncSession, company_id: CompanyId, was: Secrets, now: Secrets) -> None:
    for listing in await listings.all_of_company(session, company_id):
        title, summary = without_former(listing.title, was, now), without_former(listing.summary, was, now)
        if (title, summary) != (listing.title, listing.summary):
            listing.title, listing.summary = title[:_TITLE], summary[:_SUMMARY]
            # The matcher gives words of it as reasons: it has to read it again.
            listing.matched_at = None
