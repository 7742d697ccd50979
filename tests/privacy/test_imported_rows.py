"""Which imported rows are about a person: how many, by which name, and who is told."""

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import NoLongerThereError
from bot.usecases.privacy import imported, rights
from storage.database import Database
from storage.ids import CompanyId, PersonId
from storage.models import Delivery
from storage.people import companies
from storage.vocabulary import ChannelKind, MembershipStatus, Relation, Topic
from tests.factories import NOW, add_company, add_person

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
    await companies.put_membership(
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
