"""Blocked country pairs, whose companies are not introduced. A help with export rules, no legal advice."""

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
_BATCH: Final = 100  # introductions ended in the same transaction; the deadline job ends the others


class OneCountryError(InputError):
    default: ClassVar[str] = mark("That is the same country. Choose another one.")


async def block_pair(
    session: AsyncSession,
    actor: Actor,
    one: str,
    other: str,
    now: datetime,
    *,
    reason: str | None = None,
    undoes: EntryId | None = None,
) -> int:
    """Blocks a pair of countries: no suggestions, search results, cards or introductions between them.

    Stops open introductions between them and returns their number. Raises NotAllowedError, OneCountryError or
    AlreadyDoneError.
    """
    await roles.require(session, actor.id, Role.ADMIN, admins=actor.admins)
    if one == other:
        raise OneCountryError
    why = (reason or "").strip()[:REASON_LIMIT] or None
    if not await blocked_country_pairs.put(session, one, other, by=actor.id, reason=why, now=now):
        raise AlreadyDoneError
    await _log(session, actor, AuditAction.COUNTRIES_APART, one, other, now, reason=why, undoes=undoes)
    return await close_across(session, now, _BATCH)


async def unblock_pair(
    session: AsyncSession, actor: Actor, one: str, other: str, now: datetime, *, undoes: EntryId | None = None
) -> None:
    """Unblocks the pair, and queues the listings of both countries for the matcher.

    Raises NotAllowedError or AlreadyDoneError.
    """
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
    """Returns the audit log's object id of a country pair: its letters as numbers from 01 to 26."""
    return int("".join(f"{ord(letter) - 64:02d}" for letter in one + other))
