"""Which imported rows are about a person: how many, by which name, and who is told."""

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import NoLongerThereError
from bot.usecases.privacy import imported, rights
from storage.database import Database
from storage.ids import CompanyId, PersonId
from storage.models import Delivery, Import, ImportRow
from storage.people import companies, memberships
from storage.privacy import imported as stored
from storage.vocabulary import ChannelKind, MembershipStatus, Relation, RowOutcome, Topic
from tests.factories import NOW, add_company, add_person
from tests.privacy.test_periods import an_import

ADDRESS = "vera@kvarc.rs"


async def held(database: Database, count: int) -> tuple[PersonId, PersonId, list[CompanyId]]:
    """Vera with an address, and an organizer who imported this address with so many companies."""
    async with database.writing() as session:
        vera = await add_person(session, name="Vera Perić", username=None)
        olga = await add_person(session, name="Olga", username=None)
        own = await add_company(session, vera, name="Vera Works", name_key="vera works")
        await companies.replace_channels(session, vera.id, own.id, [(ChannelKind.EMAIL, ADDRESS.upper())])
        made = []
        for number in range(count):
            company = await add_company(session, name=f"Kvarc {number}", name_key=f"kvarc {number}")
            await speaks(session, olga.id, company.id, Relation.ORGANIZER)
            await companies.replace_channels(session, olga.id, company.id, [(ChannelKind.EMAIL, ADDRESS)])
            made.append(company.id)
    return vera.id, olga.id, made


async def speaks(session: AsyncSession, person_id: PersonId, company_id: CompanyId, relation: Relation) -> None:
    await memberships.put(
        session,
        person_id=person_id,
        company_id=company_id,
        relation=relation,
        role=None,
        status=MembershipStatus.ACTIVE,
        now=NOW,
    )


@pytest.mark.parametrize(("count", "deleted"), [(1, 1), (5, 5), (6, 0)])
async def test_an_address_on_more_than_five_companies_is_nobodys_own(
    database: Database, count: int, deleted: int
) -> None:
    vera, _, made = await held(database, count)
    async with database.reading() as session:
        found = await imported.imported_data_of(session, vera)
    assert (len(found.rows), len(found.shared)) == (deleted, count - deleted)
    assert set(found.companies) <= set(made)


@pytest.mark.parametrize("other", ["nobody", "the person", "somebody else"])
async def test_a_company_with_people_of_its_own_is_not_deleted(database: Database, other: str) -> None:
    vera, _, (company_id,) = await held(database, 1)
    async with database.writing() as session:
        ivan = await add_person(session, name="Ivan", username=None)
        if other != "nobody":
            who = vera if other == "the person" else ivan.id
            await speaks(session, who, company_id, Relation.REPRESENTATIVE)
        found = await imported.imported_data_of(session, vera)
    assert len(found.rows) == (0 if other == "somebody else" else 1)
    assert len(found.shared) == (1 if other == "somebody else" else 0)


@pytest.mark.parametrize(("count", "messages"), [(1, 1), (5, 5), (6, 1)])
async def test_an_organizer_hears_of_each_row_or_of_many_at_once(database: Database, count: int, messages: int) -> None:
    vera, olga, _ = await held(database, count)
    async with database.writing() as session:
        await imported.tell_organizers(session, await imported.imported_data_of(session, vera), NOW)
        told = (await session.scalars(select(Delivery).where(Delivery.person_id == olga))).all()
    assert [one.topic for one in told] == [Topic.IMPORT_ROW_WITHDRAWN] * messages


async def joined(database: Database, company_id: CompanyId, relation: Relation, address: str = ADDRESS) -> PersonId:
    """Somebody else in this company, who entered this address."""
    async with database.writing() as session:
        person = await add_person(session, name="Ivan", username=None)
        await speaks(session, person.id, company_id, relation)
        await companies.replace_channels(session, person.id, company_id, [(ChannelKind.EMAIL, address)])
    return person.id


async def test_only_addresses_and_numbers_tell_whom_a_row_is_about(database: Database) -> None:
    async with database.writing() as session:
        vera, olga = await add_person(session, name="Vera"), await add_person(session, name="Olga")
        for person, relation in ((vera, Relation.REPRESENTATIVE), (olga, Relation.ORGANIZER)):
            company = await add_company(session, name=person.name, name_key=person.name)
            await speaks(session, person.id, company.id, relation)
            await companies.replace_channels(session, person.id, company.id, [(ChannelKind.WECHAT, "vera")])
        assert not await imported.is_listed(session, vera.id)


async def test_own_rows_and_rows_of_who_is_no_organizer_any_more_are_not_found(database: Database) -> None:
    vera, olga, (company_id,) = await held(database, 1)
    async with database.writing() as session:
        assert not (await imported.imported_data_of(session, olga)).rows, "her own list"
        assert await imported.is_listed(session, vera)
        left = {"relation": Relation.ORGANIZER, "role": None, "status": MembershipStatus.LEFT, "now": NOW}
        await memberships.put(session, person_id=olga, company_id=company_id, **left)
        assert not await imported.is_listed(session, vera)


async def test_an_organizer_is_told_the_row_that_created_the_company(database: Database) -> None:
    _, olga, (first, second) = await held(database, 2)
    other = await joined(database, second, Relation.ORGANIZER)
    async with database.writing() as session:
        made = await an_import(session, NOW, NOW, olga)
        corrected = Import(event_id=made.event_id, person_id=olga, file_name="", columns={}, created_at=NOW)
        session.add(corrected)
        await session.flush()
        for number, (of, company_id, outcome) in enumerate(
            (
                (made, first, RowOutcome.CREATED),
                (made, second, RowOutcome.CREATED),
                (corrected, second, RowOutcome.SAME),
            ),
            1,
        ):
            session.add(ImportRow(import_id=of.id, number=number, name="Kvarc", company_id=company_id, outcome=outcome))
        await session.flush()
        assert await stored.find_row(session, first, olga) == (made.id, 1)
        assert await stored.find_row(session, second, olga) == (made.id, 2)
        assert await stored.find_row(session, second, other) is None, "it is in no list of theirs"


async def test_only_the_organizers_contact_of_a_shared_company_is_deleted(database: Database) -> None:
    vera, olga, (company_id,) = await held(database, 1)
    ivan = await joined(database, company_id, Relation.REPRESENTATIVE)
    async with database.writing() as session:
        client = await add_company(session, name="Client", name_key="client")
        await speaks(session, olga, client.id, Relation.ADVISER)
        for number in (client.id, company_id):
            ways = [(ChannelKind.EMAIL, ADDRESS), (ChannelKind.PHONE, "+38121450123")]
            await companies.replace_channels(session, olga, number, ways)
        found = await imported.imported_data_of(session, vera)
        await imported.delete_shared_contacts(session, found)

        async def left(person_id: PersonId, number: CompanyId) -> list[str]:
            return [one.value for one in await companies.channels(session, person_id, number)]

        assert await left(olga, company_id) == ["+38121450123"]
        assert await left(ivan, company_id) == [ADDRESS], "he entered it himself"
        assert await left(olga, client.id) == [ADDRESS, "+38121450123"], "it is on no list"


@pytest.mark.parametrize(
    ("name", "keys"),
    [("Vera Kvarc", {"vera kvarc", "kvarc vera"}), ("Vera", set()), ("", set()), ("李梅", {"李梅"})],
)
def test_a_name_of_two_words_or_in_chinese_may_name_a_company(name: str, keys: set[str]) -> None:
    assert imported._keys_of(name) == keys


async def test_an_unknown_person_has_no_rights_to_carry_out(database: Database) -> None:
    async with database.writing() as session:
        with pytest.raises(NoLongerThereError):
            await rights.consents(session, PersonId(1))
        with pytest.raises(NoLongerThereError):
            await rights.forget(session, PersonId(1), NOW)


def test_an_export_is_plain_json() -> None:
    kinds = {ChannelKind.EMAIL: [NOW, NOW.date()], "b": (frozenset({"y", "x"}), {2, 1}), "n": None}
    assert rights._plain(kinds) == {
        "email": ["2026-03-02T09:00:00+00:00", "2026-03-02"],
        "b": [["x", "y"], [1, 2]],
        "n": None,
    }
