"""Queries about imported companies that may be about a person who asks for the deletion of their data."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from sqlalchemy import delete, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.ids import CompanyId, ImportId, PersonId
from storage.models import Channel, Company, Import, ImportRow, Mailbox, Membership, Person
from storage.vocabulary import ChannelKind, MembershipStatus, Relation, RowOutcome


class ImportedCompany(NamedTuple):
    """An imported company and the organizer who represents it."""

    company: Company
    organizer_id: PersonId


class RowReference(NamedTuple):
    """The position of a row in an import. `row` is the number that a spreadsheet program shows, if known."""

    import_id: ImportId
    row: int


async def name_and_contacts(session: AsyncSession, person_id: PersonId) -> tuple[str | None, frozenset[str]]:
    """Returns the person's name in Telegram, and their e-mail addresses and phone numbers in lower case."""
    name = await session.scalar(select(Person.name).where(Person.id == person_id))
    values = await session.scalars(
        select(func.lower(Channel.value)).where(
            Channel.person_id == person_id, Channel.kind.in_([ChannelKind.EMAIL, ChannelKind.PHONE])
        )
    )
    return name, frozenset(values)


async def imported_companies_with(
    session: AsyncSession, person_id: PersonId, *, contacts: Collection[str], name_keys: Collection[str]
) -> Sequence[ImportedCompany]:
    """Returns companies held by other people, with one of these contacts or name keys. Locks the companies.

    Companies that a person registered by hand are left out, because nobody has verified their contacts.
    """
    has_contact = (
        select(Channel.id)
        .where(
            Channel.company_id == Company.id,
            Channel.person_id == Membership.person_id,
            func.lower(Channel.value).in_(contacts),
        )
        .exists()
    )
    rows = await session.execute(
        select(Company, Membership.person_id)
        .join(Membership, Membership.company_id == Company.id)
        .where(
            Membership.person_id != person_id,
            Membership.status == MembershipStatus.ACTIVE,
            Membership.relation == Relation.ORGANIZER,
            or_(has_contact, Company.name_key.in_(name_keys)),
        )
        .order_by(Company.id, Membership.person_id)
        .with_for_update(key_share=True, of=Company)
    )
    return [ImportedCompany(company, organizer_id) for company, organizer_id in rows]


async def find_row(session: AsyncSession, company_id: CompanyId, organizer_id: PersonId) -> RowReference | None:
    """Returns the row that created the company; None if the rows of the import were deleted."""
    rows = await session.execute(
        select(ImportRow.import_id, func.coalesce(ImportRow.sheet_row, ImportRow.number))
        .join(Import, Import.id == ImportRow.import_id)
        .where(
            ImportRow.company_id == company_id,
            ImportRow.outcome == RowOutcome.CREATED,
            Import.person_id == organizer_id,
        )
        .order_by(ImportRow.import_id.desc(), ImportRow.number)
        .limit(1)
    )
    found = rows.first()
    return None if found is None else RowReference(*found)


async def delete_contacts(
    session: AsyncSession, company_ids: Collection[CompanyId], organizer_id: PersonId, contacts: Collection[str]
) -> None:
    """Deletes these contacts of imported companies, and the mailboxes with these addresses."""
    await session.execute(
        delete(Channel)
        .where(
            Channel.company_id.in_(company_ids),
            Channel.person_id == organizer_id,
            func.lower(Channel.value).in_(contacts),
        )
        .execution_options(synchronize_session=False)
    )
    await session.execute(
        delete(Mailbox)
        .where(Mailbox.company_id.in_(company_ids), Mailbox.from_list, func.lower(Mailbox.address).in_(contacts))
        .execution_options(synchronize_session=False)
    )
