"""Data that organizers imported about a person: shown in the person's export, and deleted with their data.

A row is about a person if it names an e-mail address or phone number that they gave here, or a company of exactly their
own name. Nobody has verified the addresses that a person typed. So the export repeats only data that the person knows
already, and only mentions that there is more. Otherwise anybody could look up other people's data.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.matching.companies import company_key
from bot.matching.keys import han_runs, name_key
from storage import outbox
from storage.ids import CompanyId, PersonId
from storage.listings import listings
from storage.people import companies, memberships
from storage.privacy import imported
from storage.privacy.imported import ImportedCompany, RowReference
from storage.vocabulary import Topic

_MOST: Final = 5
"""Number of companies. An address on more rows belongs to a chamber or an agency, so only the address is deleted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedData:
    """`rows` are deleted with the person. Of `shared`, which others represent too, only the `contacts` are."""

    rows: Sequence[ImportedCompany]
    shared: Sequence[ImportedCompany]
    contacts: frozenset[str]
    name_keys: frozenset[str]

    @property
    def companies(self) -> list[CompanyId]:
        return sorted({one.company.id for one in self.rows})


NOTHING: Final = ImportedData(rows=(), shared=(), contacts=frozenset(), name_keys=frozenset())


async def imported_data_of(session: AsyncSession, person_id: PersonId) -> ImportedData:
    """Finds the imported data about a person. Locks the companies, so that nobody claims one meanwhile."""
    name, contacts = await imported.name_and_contacts(session, person_id)
    keys = _keys_of(name or "")
    held = await imported.imported_companies_with(session, person_id, contacts=contacts, name_keys=keys)
    speakers = await memberships.representatives_of_each(session, {one.company.id for one in held})
    alone = [one for one in held if speakers[one.company.id] <= {one.organizer_id, person_id}]
    if len({one.company.id for one in alone}) > _MOST:
        alone = []
    rest = [one for one in held if one not in alone]
    return ImportedData(rows=alone, shared=rest, contacts=contacts, name_keys=keys)


async def is_listed(session: AsyncSession, person_id: PersonId) -> bool:
    """Returns True if an organizer has imported data about the person."""
    found = await imported_data_of(session, person_id)
    return bool(found.rows or found.shared)


async def exported(session: AsyncSession, person_id: PersonId) -> list[dict[str, Any]]:
    found = await imported_data_of(session, person_id)
    mine = {company.name_key for company in await memberships.represented_by(session, person_id)} | found.name_keys
    return [await _exported(session, one, found.contacts, mine) for one in [*found.rows, *found.shared]]


async def tell_organizers(session: AsyncSession, found: ImportedData, now: datetime) -> None:
    """Tells each organizer which row is affected, and nothing about the person. Call it before the deletion.

    An organizer with many such rows gets one message without a row.
    """
    every = [*found.rows, *found.shared]
    counts = Counter(organizer_id for _, organizer_id in every)
    for organizer_id, count in counts.items():
        if count > _MOST:
            await _tell(session, organizer_id, None, None, now)
    for company, organizer_id in every:
        if counts[organizer_id] <= _MOST:
            await _tell(
                session, organizer_id, company.id, await imported.find_row(session, company.id, organizer_id), now
            )


async def _tell(
    session: AsyncSession,
    organizer_id: PersonId,
    company_id: CompanyId | None,
    place: RowReference | None,
    now: datetime,
) -> None:
    await outbox.queue_message(
        session,
        organizer_id,
        Topic.IMPORT_ROW_WITHDRAWN,
        payload={"import_id": place and place.import_id, "row": place and place.row},
        dedupe_key=f"{Topic.IMPORT_ROW_WITHDRAWN}:{company_id or 0}:{organizer_id}:{now.timestamp():.0f}",
        now=now,
    )


async def delete_shared_contacts(session: AsyncSession, found: ImportedData) -> None:
    by_organizer: dict[PersonId, list[CompanyId]] = {}
    for company, organizer_id in found.shared:
        by_organizer.setdefault(organizer_id, []).append(company.id)
    for organizer_id, company_ids in by_organizer.items():
        await imported.delete_contacts(session, company_ids, organizer_id, found.contacts)


def _keys_of(name: str) -> frozenset[str]:
    """Returns the name keys of a company of this name, given name first or last; none for one word."""
    words = name_key(name).split()
    if len(words) < 2 and not han_runs(name):
        return frozenset()
    return frozenset(key for order in (words, words[::-1]) if (key := company_key(" ".join(order))))


async def _exported(
    session: AsyncSession, held: ImportedCompany, contacts: frozenset[str], names: set[str]
) -> dict[str, Any]:
    company, organizer_id = held
    known: list[str] = []
    others: Counter[str] = Counter()
    for channel in await companies.channels(session, organizer_id, company.id):
        if channel.value.lower() in contacts:
            known.append(channel.value)
        else:
            others[channel.kind.value] += 1
    kinds = Counter(listing.kind.value for listing in await listings.of_company(session, company.id))
    return {
        "held_by": "an organizer has this about you, from an imported list",
        "company": company.name if company.name_key in names else None,
        "country": company.country,
        "contacts": known,
        "other_contacts": dict(others),
        "listings": dict(kinds),
    }
