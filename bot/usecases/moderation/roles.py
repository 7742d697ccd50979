"""Roles. They are read from the database at each use, so that removing a role takes effect at once.

`admins` are the admins of the settings. They are always admins.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar, Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import AlreadyDoneError, NoLongerThereError, NotAllowedError
from bot.i18n.translator import mark
from bot.usecases.moderation import audit
from storage import links, outbox
from storage.ids import EntryId, PersonId
from storage.models import Link
from storage.moderation import roles
from storage.people import people
from storage.vocabulary import AuditAction, AuditObject, LinkKind, Role, Topic

LINK_LIFE: Final = timedelta(days=7)
"""How long a link that grants a role is valid."""


class NotKnownYetError(NoLongerThereError):
    default: ClassVar[str] = mark(
        "This person does not use the bot yet. Send them the link: it works once, for a week."
    )


class LastAdminError(NotAllowedError):
    default: ClassVar[str] = mark("This is the last admin. Make somebody else an admin first.")


class LinkSpentError(NoLongerThereError):
    default: ClassVar[str] = mark("This link was already used or has expired. Ask for a new one.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A person who acts in a role. `admins` are those of the settings."""

    id: PersonId
    admins: Collection[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    person_id: PersonId
    name: str
    role: Role
    since: datetime
    granted_by: PersonId | None


async def held(session: AsyncSession, person_id: PersonId, *, admins: Collection[int]) -> frozenset[Role]:
    """Loads the roles in which a person may act now."""
    return acting_as(person_id, await roles.held_by(session, person_id), admins=admins)


def acting_as(person_id: PersonId, granted: frozenset[Role], *, admins: Collection[int]) -> frozenset[Role]:
    """Returns the granted roles; all roles for an admin."""
    return frozenset(Role) if person_id in admins or Role.ADMIN in granted else granted


async def has(session: AsyncSession, person_id: PersonId, role: Role, *, admins: Collection[int]) -> bool:
    return role in await held(session, person_id, admins=admins)


async def require(session: AsyncSession, person_id: PersonId, role: Role, *, admins: Collection[int]) -> None:
    """Raises NotAllowedError if the person does not hold the role."""
    if not await has(session, person_id, role, admins=admins):
        raise NotAllowedError


async def everybody(session: AsyncSession, actor: PersonId, *, admins: Collection[int]) -> list[Holder]:
    """Returns everybody with a role. Only for admins."""
    await require(session, actor, Role.ADMIN, admins=admins)
    return [
        Holder(
            person_id=person.id,
            name=person.name,
            role=grant.role,
            since=grant.granted_at,
            granted_by=grant.granted_by,
        )
        for grant, person in await roles.holders(session)
    ]


async def grant(
    session: AsyncSession,
    actor: PersonId,
    person_id: PersonId,
    role: Role,
    *,
    admins: Collection[int],
    now: datetime,
    undoes: EntryId | None = None,
) -> None:
    """Grants a role. Raises NotAllowedError, AlreadyDoneError, or NotKnownYetError before the person pressed Start."""
    await require(session, actor, Role.ADMIN, admins=admins)
    await _give(session, actor, person_id, role, now, undoes)


async def take(
    session: AsyncSession,
    actor: PersonId,
    person_id: PersonId,
    role: Role,
    *,
    admins: Collection[int],
    now: datetime,
    undoes: EntryId | None = None,
) -> None:
    """Takes a role away. Raises NotAllowedError, LastAdminError, or AlreadyDoneError if the person does not hold it."""
    await require(session, actor, Role.ADMIN, admins=admins)
    if role is Role.ADMIN and not admins and await roles.lock_holders(session, Role.ADMIN) <= 1:
        raise LastAdminError
    if not await roles.take(session, person_id, role, by=actor, now=now):
        raise AlreadyDoneError
    await _log(session, actor, AuditAction.ROLE_TAKE, person_id, role, now, undoes)
    await _tell(session, person_id, Topic.ROLE_TAKEN, role, now)


async def make_link(
    session: AsyncSession, actor: PersonId, role: Role, *, code: str, admins: Collection[int], now: datetime
) -> Link:
    """Creates a link that grants the role to the first person who opens it. `code` is random, of A-Za-z0-9_-."""
    await require(session, actor, Role.ADMIN, admins=admins)
    link = Link(code=code, kind=LinkKind.ROLE, role=role, created_by=actor, created_at=now, expires_at=now + LINK_LIFE)
    await links.add(session, link)
    return link


async def open_link(
    session: AsyncSession, person_id: PersonId, code: str, *, admins: Collection[int], now: datetime
) -> Role:
    """Grants the role of the link if its maker is still an admin. Raises LinkSpentError."""
    link = await links.find(session, code)
    if link is None or link.kind is not LinkKind.ROLE or link.role is None or link.created_by is None:
        raise LinkSpentError
    if link.used_by == person_id and link.role in await roles.held_by(session, person_id):
        return link.role
    if not await has(session, link.created_by, Role.ADMIN, admins=admins):
        raise LinkSpentError
    if await links.use(session, code, person_id, now) is None:
        raise LinkSpentError
    if await roles.grant(session, person_id, link.role, by=link.created_by, now=now):
        await _log(session, link.created_by, AuditAction.ROLE_GRANT, person_id, link.role, now)
    return link.role


async def _give(
    session: AsyncSession,
    actor: PersonId,
    person_id: PersonId,
    role: Role,
    now: datetime,
    undoes: EntryId | None = None,
) -> None:
    if await people.find(session, person_id) is None:
        raise NotKnownYetError
    if not await roles.grant(session, person_id, role, by=actor, now=now):
        raise AlreadyDoneError
    await _log(session, actor, AuditAction.ROLE_GRANT, person_id, role, now, undoes)
    await _tell(session, person_id, Topic.ROLE_GRANTED, role, now)


async def _log(
    session: AsyncSession,
    actor: PersonId,
    action: AuditAction,
    person_id: PersonId,
    role: Role,
    now: datetime,
    undoes: EntryId | None = None,
) -> None:
    await audit.record(
        session,
        actor,
        action,
        AuditObject.PERSON,
        0,
        now=now,
        person_id=person_id,
        after={"role": role.value},
        undoes=undoes,
    )


async def _tell(session: AsyncSession, person_id: PersonId, topic: Topic, role: Role, now: datetime) -> None:
    await outbox.queue_message(
        session,
        person_id,
        topic,
        payload={"role": role.value},
        dedupe_key=f"{topic}:{role}:{person_id}:{int(now.timestamp())}",
        now=now,
    )
