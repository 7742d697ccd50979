"""Roles in the database: who gives and takes them, links that give them, and ranks."""

import pytest

from bot.errors import AlreadyDoneError, NotAllowedError
from bot.usecases.moderation import roles
from bot.usecases.moderation.roles import LINK_LIFE, LastAdminError, LinkSpentError, NotKnownYetError
from storage import links
from storage.ids import PersonId
from storage.models import AuditEntry, Delivery, Link
from storage.moderation import roles as stored_roles
from storage.vocabulary import (
    LinkKind,
    Role,
    Topic,
)
from tests.factories import NOW, add_company
from tests.moderation.office import Office
from tests.neighbours import count_own
from tests.neighbours.rows_companies import PEOPLE


async def test_a_role_is_taken_once(office: Office) -> None:
    async def take() -> None:
        async with office.database.writing() as session:
            await roles.take(
                session, office.admin, office.moderator, Role.MODERATOR, admins=(office.settings_admin,), now=NOW
            )

    await take()
    with pytest.raises(AlreadyDoneError):
        await take()
    async with office.database.reading() as session:
        assert await session.scalar(count_own(AuditEntry)) == 1
        assert await session.scalar(count_own(Delivery)) == 1


async def test_the_last_admin_keeps_the_role_unless_the_settings_name_one(office: Office) -> None:
    async def takes(whom: PersonId, by: PersonId, *admins: PersonId) -> None:
        async with office.database.writing() as session:
            await roles.take(session, by, whom, Role.ADMIN, admins=admins, now=NOW)

    with pytest.raises(LastAdminError):
        await takes(office.admin, office.admin)
    async with office.database.writing() as session:
        await stored_roles.grant(session, office.member, Role.ADMIN, by=None, now=NOW)
    await takes(office.member, office.admin)
    await takes(office.admin, office.settings_admin, office.settings_admin)


@pytest.mark.parametrize("why", ["used", "expired", "its maker is no admin"])
async def test_a_spent_link_grants_no_role(office: Office, why: str) -> None:
    now = NOW + LINK_LIFE if why == "expired" else NOW
    async with office.database.writing() as session:
        await roles.make_link(session, office.admin, Role.MODERATOR, code="c", admins=(), now=NOW)
        if why == "used":
            await roles.open_link(session, office.moderator, "c", admins=(), now=NOW)
        elif why == "its maker is no admin":
            await stored_roles.take(session, office.admin, Role.ADMIN, by=None, now=NOW)
    async with office.database.writing() as session:
        with pytest.raises(LinkSpentError):
            await roles.open_link(session, office.member, "c", admins=(), now=now)
        assert await stored_roles.held_by(session, office.member) == frozenset()


async def test_only_admins_give_take_and_see_roles(office: Office) -> None:
    async with office.database.writing() as session:
        for act in (
            roles.grant(session, office.moderator, office.member, Role.MODERATOR, admins=(), now=NOW),
            roles.take(session, office.moderator, office.other_moderator, Role.MODERATOR, admins=(), now=NOW),
            roles.make_link(session, office.moderator, Role.MODERATOR, code="c", admins=(), now=NOW),
            roles.everybody(session, office.moderator, admins=()),
        ):
            with pytest.raises(NotAllowedError):
                await act
        holders = await roles.everybody(session, office.settings_admin, admins=(office.settings_admin,))
    assert [(one.person_id, one.role) for one in holders if one.person_id not in PEOPLE] == [
        (office.admin, Role.ADMIN),
        (office.moderator, Role.MODERATOR),
        (office.other_moderator, Role.MODERATOR),
    ]


async def test_an_admin_holds_every_role_and_others_only_their_own(office: Office) -> None:
    async with office.database.reading() as session:
        for person_id, expected in (
            (office.admin, set(Role)),
            (office.settings_admin, set(Role)),
            (office.moderator, {Role.MODERATOR}),
            (office.member, set()),
        ):
            assert await roles.held(session, person_id, admins=(office.settings_admin,)) == expected


async def test_a_role_is_given_once_to_somebody_who_is_here(office: Office) -> None:
    async def gives(whom: PersonId) -> None:
        async with office.database.writing() as session:
            await roles.grant(session, office.admin, whom, Role.ORGANIZER, admins=(), now=NOW)

    await gives(office.member)
    with pytest.raises(AlreadyDoneError):
        await gives(office.member)
    with pytest.raises(NotKnownYetError):
        await gives(PersonId(77))
    assert await office.told(Topic.ROLE_GRANTED) == [office.member]


async def test_the_last_admin_takes_other_roles(office: Office) -> None:
    async with office.database.writing() as session:
        await roles.take(session, office.admin, office.moderator, Role.MODERATOR, admins=(), now=NOW)
        with pytest.raises(AlreadyDoneError):
            await roles.take(session, office.admin, office.member, Role.MODERATOR, admins=(), now=NOW)


async def opens(office: Office, who: PersonId, code: str = "c") -> Role:
    async with office.database.writing() as session:
        return await roles.open_link(session, who, code, admins=(), now=NOW)


async def makes_link(office: Office, role: Role = Role.MODERATOR) -> None:
    async with office.database.writing() as session:
        await roles.make_link(session, office.admin, role, code="c", admins=(), now=NOW)


async def test_a_link_pressed_twice_says_the_same_while_the_role_is_held(office: Office) -> None:
    await makes_link(office)
    assert await opens(office, office.member) is await opens(office, office.member) is Role.MODERATOR
    assert (await office.last_entry()).person_id == office.member
    async with office.database.writing() as session:
        await roles.take(session, office.admin, office.member, Role.MODERATOR, admins=(), now=NOW)
    with pytest.raises(LinkSpentError):
        await opens(office, office.member)
    with pytest.raises(LinkSpentError):
        await opens(office, office.moderator), "who holds the role already"


async def test_a_link_gives_nothing_twice_to_who_holds_the_role(office: Office) -> None:
    await makes_link(office)
    assert await opens(office, office.moderator) is Role.MODERATOR
    async with office.database.reading() as session:
        assert await session.scalar(count_own(AuditEntry)) == 0


async def test_only_a_link_for_a_role_gives_a_role(office: Office) -> None:
    async with office.database.writing() as session:
        other = {"kind": LinkKind.BOOTH, "company_id": (await add_company(session)).id, "role": Role.ADMIN}
        for code, values in (("a", other), ("b", {"kind": LinkKind.ROLE, "role": None})):
            made = Link(code=code, created_by=office.admin, created_at=NOW, expires_at=NOW + LINK_LIFE, **values)
            await links.add(session, made)
    for code in ("a", "b", "unknown"):
        with pytest.raises(LinkSpentError):
            await opens(office, office.member, code)
