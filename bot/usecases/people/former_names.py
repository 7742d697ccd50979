"""Redacts a company's former names in its listings, because they still reveal the company.

Masking only covers current names, addresses and people. Storing former ones would keep data of people who asked for
deletion, so the texts are redacted instead.
"""

from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import asynccontextmanager
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.masking import MASK, Secrets, former_data
from bot.usecases.people.message_masking import secrets_in
from storage.ids import CompanyId, PersonId
from storage.listings import listings, masked_texts
from storage.models import Person
from storage.people import companies, contacts, people
from storage.vocabulary import Language

_TITLE, _SUMMARY = 150, 2_000  # characters that a listing can store


@asynccontextmanager
async def redact_former_names(session: AsyncSession, company_ids: Collection[CompanyId]) -> AsyncIterator[None]:
    """Wraps every change of names, addresses, channels or people of these companies.

    Afterwards their listings contain no former secret, and are queued for masking and matching.
    """
    before = await _secrets(session, company_ids)
    yield
    after = await _secrets(session, before)
    changed = [company_id for company_id in before if after[company_id] != before[company_id]]
    await _redact(session, changed, before, after)


async def _secrets(session: AsyncSession, company_ids: Collection[CompanyId]) -> Mapping[CompanyId, Secrets]:
    if not company_ids:
        return {}
    known = await contacts.of_companies(session, company_ids)
    return {company_id: secrets_in(found) for company_id, found in known.items()}


async def upsert_person(
    session: AsyncSession,
    person_id: PersonId,
    *,
    name: str,
    username: str | None,
    language: Language,
    now: datetime,
) -> Person:
    """Stores the person's current Telegram data, and redacts a former name from their companies' listings."""
    known = await people.find(session, person_id)
    renamed = known is not None and (known.name, known.username) != (name, username)
    mine = [one.id for one in await companies.represented_by(session, person_id)] if renamed else []
    async with redact_former_names(session, mine):
        return await people.upsert(session, person_id, name=name, username=username, language=language, now=now)


def without_former(text: str, former: Secrets, current: Secrets) -> str:
    """Replaces parts that only `former` masks by `MASK`. Parts that `current` masks too stay."""
    for one in reversed(former_data(text, former=former, current=current)):
        text = f"{text[: one.start]}{MASK}{text[one.end :]}"
    return text


async def _redact(
    session: AsyncSession,
    company_ids: Collection[CompanyId],
    before: Mapping[CompanyId, Secrets],
    after: Mapping[CompanyId, Secrets],
) -> None:
    affected = await listings.all_of_companies(session, company_ids)
    for listing in affected:
        former, current = before[listing.company_id], after[listing.company_id]
        if (listing.masked_title, listing.masked_summary) == (listing.title, listing.summary):
            continue  # the former names masked nothing in this text
        title = without_former(listing.title, former, current)[:_TITLE]
        summary = without_former(listing.summary, former, current)[:_SUMMARY]
        if (title, summary) != (listing.title, listing.summary):
            await listings.replace_text(session, listing.id, title=title, summary=summary)
    if affected:
        await masked_texts.unmask_companies(session, company_ids)
