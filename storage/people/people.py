"""Queries about people."""

from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.ids import PersonId
from storage.models import Person
from storage.vocabulary import Language

# Built once: building and hashing it takes longer than running it, and every dialog begins with it.
_LOCKED: Final = select(Person.id).where(Person.id == bindparam("person_id")).with_for_update(key_share=True)


async def find(session: AsyncSession, person_id: PersonId) -> Person | None:
    return await session.get(Person, person_id)


async def lock(session: AsyncSession, person_id: PersonId) -> bool:
    """Locks the person's row until the transaction ends: changes that depend on each other take turns.

    Returns False if the person is unknown.
    """
    return await session.scalar(_LOCKED, {"person_id": person_id}) is not None


async def upsert(
    session: AsyncSession,
    person_id: PersonId,
    *,
    name: str,
    username: str | None,
    language: Language,
    now: datetime,
) -> Person:
    """Creates or updates a person with Telegram's current data and marks them as reachable."""
    person = await session.get(Person, person_id)
    if person is None:
        person = Person(id=person_id, language_chosen=False, created_at=now, unreachable_since=None)
        session.add(person)
    person.name, person.username, person.seen_at, person.unreachable_since = name, username, now, None
    if not person.language_chosen:
        person.language = language
    await session.flush()
    return person


async def choose_language(session: AsyncSession, person_id: PersonId, language: Language) -> None:
    await session.execute(update(Person).where(Person.id == person_id).values(language=language, language_chosen=True))


async def set_reads_english(session: AsyncSession, person_id: PersonId, *, yes: bool) -> None:
    await session.execute(update(Person).where(Person.id == person_id).values(reads_english=yes))


async def record_consent(session: AsyncSession, person_id: PersonId, *, version: str, now: datetime) -> None:
    await session.execute(
        update(Person).where(Person.id == person_id).values(consented_at=now, consent_version=version)
    )


async def record_abroad(session: AsyncSession, person_id: PersonId, *, yes: bool, version: str, now: datetime) -> None:
    await session.execute(
        update(Person)
        .where(Person.id == person_id)
        .values(shown_abroad=yes, shown_abroad_at=now, shown_abroad_version=version)
        .execution_options(synchronize_session="fetch")
    )


async def mark_reachable(session: AsyncSession, person_id: PersonId) -> None:
    await session.execute(update(Person).where(Person.id == person_id).values(unreachable_since=None))


async def mark_unreachable(session: AsyncSession, person_id: PersonId, now: datetime) -> None:
    await session.execute(
        update(Person).where(Person.id == person_id, Person.unreachable_since.is_(None)).values(unreachable_since=now)
    )
