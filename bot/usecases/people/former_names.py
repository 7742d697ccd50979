"""Redacts a company's former names in its listings, because they still reveal the company.

Masking only covers current names, addresses and people. Storing former ones for good would keep data of people who
asked for deletion, so the texts are redacted instead. That takes milliseconds a text, so it happens when the listing
is masked again, outside of the transaction. Until then, the former names are stored with the listing, and what is
shown of it is redacted.
"""

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import fields
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.masking import MASK, Secrets, former_data
from bot.usecases.people.message_masking import secrets_in
from storage.ids import CompanyId, PersonId
from storage.listings import masked_texts
from storage.listings.masked_texts import Former
from storage.models import Person
from storage.people import contacts, memberships, people
from storage.vocabulary import Language


@asynccontextmanager
async def redact_former_names(session: AsyncSession, company_ids: Collection[CompanyId]) -> AsyncIterator[None]:
    """Wraps every change of names, addresses, channels or people of these companies.

    Afterwards their listings are queued for redaction, masking and matching.
    """
    before = await _secrets(session, company_ids)
    yield
    after = await _secrets(session, before)
    changed = [company_id for company_id in before if after[company_id] != before[company_id]]
    gone = {company_id: _gone(before[company_id], after[company_id]) for company_id in changed}
    for former in {repr(one): one for one in gone.values() if one}.values():
        theirs = [company_id for company_id in changed if gone[company_id] == former]
        await masked_texts.queue_redaction(session, theirs, former)
    if changed:
        await masked_texts.unmask_companies(session, changed)


def _gone(before: Secrets, after: Secrets) -> Former:
    """Returns what the company no longer has, by kind."""
    gone = {
        field.name: [one for one in getattr(before, field.name) if one not in getattr(after, field.name)]
        for field in fields(Secrets)
    }
    return {kind: values for kind, values in gone.items() if values}


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
    mine = [one.id for one in await memberships.represented_by(session, person_id)] if renamed else []
    async with redact_former_names(session, mine):
        return await people.upsert(session, person_id, name=name, username=username, language=language, now=now)


def without_former(text: str, former: Sequence[Former], current: Secrets) -> str:
    """Replaces the parts that only `former` masks by `MASK`. Parts that `current` masks too stay."""
    for each in former:
        earlier = Secrets(**{kind: tuple(values) for kind, values in each.items()})
        for one in reversed(former_data(text, former=earlier, current=current)):
            text = f"{text[: one.start]}{MASK}{text[one.end :]}"
    return text
