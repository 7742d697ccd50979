"""Redacts a company's former names from its listings, since they still reveal the company.

Masking knows current names, addresses and people only. Storing former ones would keep data of people who asked to be
forgotten, so the texts are redacted instead.
"""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.masking import MASK, Secrets, former_data
from bot.usecases.people.shielding import secrets_of
from storage.ids import CompanyId, PersonId
from storage.listings import listings, masked_texts
from storage.models import Person
from storage.people import companies, people
from storage.vocabulary import Language

_TITLE, _SUMMARY = 150, 2_000  # characters that a listing can store


@asynccontextmanager
async def redact_former_names(session: AsyncSession, company_ids: Iterable[CompanyId]) -> AsyncIterator[None]:
    """Wraps every change of names, addresses, channels or people of these companies.

    Afterwards their listings contain no former secret, and are queued for masking and matching.
    """
    before = {company_id: await secrets_of(session, company_id) for company_id in company_ids}
    yield
    for company_id, former in before.items():
        current = await secrets_of(session, company_id)
        if current != former:
            await _redact(session, company_id, former, current)


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
    """Replaces parts that only `former` masks by `MASK`. Parts that `current` masks too stay as written."""
    for one in reversed(former_data(text, former=former, current=current)):
        text = f"{text[: one.start]}{MASK}{text[one.end :]}"
    return text


async def _redact(session: AsyncSession, company_id: CompanyId, former: Secrets, current: Secrets) -> None:
    affected = await listings.all_of_company(session, company_id)
    for listing in affected:
        if (listing.masked_title, listing.masked_summary) == (listing.title, listing.summary):
            continue  # the former names hid nothing in this text
        title = without_former(listing.title, former, current)[:_TITLE]
        summary = without_former(listing.summary, former, current)[:_SUMMARY]
        if (title, summary) != (listing.title, listing.summary):
            await listings.replace_text(session, listing.id, title=title, summary=summary)
    if affected:
        await masked_texts.unmask_company(session, company_id)
