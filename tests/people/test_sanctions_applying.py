"""Which ban and which mute apply to a person who speaks for several companies."""

from collections.abc import Collection
from datetime import timedelta

import pytest

from bot.errors import NotAllowedError
from bot.usecases.people.active_sanctions import (
    MutedError,
    active_sanctions,
    require_none_muted,
    sanctions_applying_to,
)
from storage.database import Database
from storage.ids import CompanyId, PersonId
from storage.models import Sanction
from storage.moderation import sanctions
from storage.vocabulary import SanctionKind, SanctionReason
from tests.factories import NOW, add_company, add_person

ME, OTHER = PersonId(1), PersonId(2)
A, B, C = CompanyId(1), CompanyId(2), CompanyId(3)


def sanction(kind: SanctionKind, *, person: PersonId | None = None, company: CompanyId | None = None) -> Sanction:
    return Sanction(
        kind=kind, person_id=person, company_id=company, reason=SanctionReason.FRAUD, created_at=NOW, until=None
    )


@pytest.mark.parametrize("kind", [SanctionKind.BAN, SanctionKind.MUTE])
@pytest.mark.parametrize(
    ("companies", "sanctioned", "applies"),
    [
        ([], [], False),
        ([], [A], False),
        ([A], [A], True),
        ([A], [B], False),
        ([A, B], [A], False),
        ([A, B], [A, B], True),
        ([A, B], [A, B, C], True),
    ],
)
def test_a_company_is_sanctioned_for_its_people_who_have_no_other(
    kind: SanctionKind, companies: Collection[CompanyId], sanctioned: Collection[CompanyId], applies: bool
) -> None:
    found = [sanction(kind, company=one) for one in sanctioned]
    applying = sanctions_applying_to(found, ME, companies)
    ban, mute = applying.ban is not None, applying.mute is not None
    assert (ban, mute) == ((applies, False) if kind is SanctionKind.BAN else (False, applies))


def test_ones_own_sanction_counts_first_and_that_of_others_does_not() -> None:
    company, mine = sanction(SanctionKind.MUTE, company=A), sanction(SanctionKind.MUTE, person=ME)
    assert sanctions_applying_to([company, mine], ME, [A]).mute is mine
    assert sanctions_applying_to([company], ME, [A]).mute is company
    assert sanctions_applying_to([sanction(SanctionKind.BAN, person=OTHER)], ME, [A]).ban is None
    assert sanctions_applying_to([sanction(SanctionKind.BAN, person=OTHER)], ME, []).ban is None


@pytest.mark.parametrize(
    ("kind", "refusal"), [(SanctionKind.BAN, NotAllowedError), (SanctionKind.MUTE, MutedError), (None, None)]
)
async def test_one_sanctioned_company_is_enough_to_refuse_an_act_for_both(
    database: Database, kind: SanctionKind | None, refusal: type[Exception] | None
) -> None:
    async with database.writing() as session:
        ana = await add_person(session)
        one, other = await add_company(session, ana), await add_company(session, ana, name="Drugi", name_key="drugi")
        if kind is not None:
            await sanctions.add(session, sanction(kind, company=other.id))
        await require_none_muted(session, ana.id, [one.id], NOW)
        if refusal is None:
            await require_none_muted(session, ana.id, [one.id, other.id], NOW)
        else:
            with pytest.raises(NotAllowedError) as caught:
                await require_none_muted(session, ana.id, [one.id, other.id], NOW)
            assert type(caught.value) is refusal
        assert (await active_sanctions(session, ana.id, [one.id, other.id], NOW)).ban is None


def test_a_mute_says_until_when() -> None:
    mute = sanction(SanctionKind.MUTE, person=ME)
    assert "until" not in MutedError.by(mute).message
    mute.until = NOW + timedelta(days=1)
    assert MutedError.by(mute).values == {"until": "2026-03-03 09:00 UTC"}
