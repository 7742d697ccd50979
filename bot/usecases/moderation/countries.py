"""Countries whose companies are not brought together: an aid for keeping to export rules, not legal advice."""

from datetime import datetime
from typing import ClassVar, Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import AlreadyDoneError, InputError
from bot.i18n.translator import mark
from bot.usecases.introductions.deadlines import close_across
from bot.usecases.moderation import audit, roles
from bot.usecases.moderation.roles import Actor
from storage.ids import EntryId
from storage.listings import listings
from storage.moderation import blocked_country_pairs
from storage.vocabulary import AuditAction, AuditObject, Role

REASON_LIMIT: Final = 200
"""Characters."""
_BATCH: Final = 100  # introductions ended in the same transaction; the deadline job ends the rest


class OneCountryError(InputError):
    default: ClassVar[str] = mark("These are one and the same country. Please choose another one.")


async def keep_apart(
    session: AsyncSession,
    actor: Actor,
    one: str,
    other: str,
    now: datetime,
    *,
    reason: str | None = None,
    undoes: EntryId | None = None,
) -> int:
    """From now on nobody of the one is suggested, found by, shown or introduced to anybody of the other; what is open
    between them ends without blame. Gives how many introductions that were.

    Raises NotAllowedError, OneCountryError or AlreadyDoneError.
    """
    await roles.require(session, actor.id, Role.ADMIN, admins=actor.admins)
    if one == other:
        raise OneCountryError
    why = (reason or "").strip()[:REASON_LIMIT] or None
    if not await blocked_country_pairs.put(session, one, other, by=actor.id, reason=why, now=now):
        raise AlreadyDoneError
    await _log(session, actor, AuditAction.COUNTRIES_APART, one, other, now, reason=why, undoes=undoes)
    return await close_across(session, now, _BATCH)


async def bring_together(
    session: AsyncSession, actor: Actor, one: str, other: str, now: datetime, *, undoes: EntryId | None = None
) -> None:
    """They are looked for among each other again. Raises NotAllowedError or AlreadyDoneError."""
    await roles.require(session, actor.id, Role.ADMIN, admins=actor.admins)
    if not await blocked_country_pairs.lift(session, one, other):
        raise AlreadyDoneError
    await listings.rematch_countries(session, (one, other))
    await _log(session, actor, AuditAction.COUNTRIES_TOGETHER, one, other, now, undoes=undoes)


async def _log(
    session: AsyncSession,
    actor: Actor,
    action: AuditAction,
    one: str,
    other: str,
    now: datetime,
    *,
    reason: str | None = None,
    undoes: EntryId | None = None,
) -> None:
    first, second = blocked_country_pairs.in_order(one, other)
    await audit.record(
        session,
        actor.id,
        action,
        AuditObject.COUNTRIES,
        number_of(first, second),
        now=now,
        reason=reason,
        after={"one": first, "other": second},
        undoes=undoes,
    )


def number_of(one: str, other: str) -> int:
    """What stands for a pair of countries in the log: their letters as numbers from 01 to 26."""
    return int("".join(f"{ord(letter) - 64:02d}" for letter in one + other))
