"""Ranks. People cannot act against a person of their own rank or above."""

from collections.abc import Collection
from typing import ClassVar, Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import NotAllowedError
from bot.i18n.translator import mark
from bot.usecases.moderation.roles import Actor
from storage.ids import CompanyId, PersonId
from storage.moderation import roles
from storage.people import memberships
from storage.vocabulary import Role

_RANKS: Final = {Role.ADMIN: 3, Role.MODERATOR: 2, Role.ORGANIZER: 1}
_OF_THE_SETTINGS: Final = 4


class UpwardError(NotAllowedError):
    default: ClassVar[str] = mark("You can't do this to somebody of your own rank or above.")


async def rank(session: AsyncSession, person_id: PersonId, *, admins: Collection[int]) -> int:
    """Returns 4 for admins of the settings, 3 for admins, 2 for moderators, 1 for organizers, 0 for others."""
    if person_id in admins:
        return _OF_THE_SETTINGS
    return max((_RANKS.get(role, 0) for role in await roles.held_by(session, person_id)), default=0)


async def rank_of_company(session: AsyncSession, company_id: CompanyId, *, admins: Collection[int]) -> int:
    """Returns the highest rank among the company's representatives."""
    people = await memberships.representatives(session, company_id)
    return max([await rank(session, person_id, admins=admins) for person_id in people], default=0)


async def require_above(session: AsyncSession, actor: Actor, other: int) -> None:
    """Raises NotAllowedError unless the actor is a moderator, UpwardError unless they rank above `other`."""
    own = await rank(session, actor.id, admins=actor.admins)
    if own < _RANKS[Role.MODERATOR]:
        raise NotAllowedError
    if own <= other:
        raise UpwardError
