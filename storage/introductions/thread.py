"""Queries about the messages that two sides exchange in an introduction."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.ids import IntroductionId, MessageId, PersonId
from storage.models import Person, RelayedMessage
from storage.vocabulary import FileKind, Kind


async def find(session: AsyncSession, message_id: MessageId) -> RelayedMessage | None:
    return await session.get(RelayedMessage, message_id)


async def with_author(session: AsyncSession, message_id: MessageId) -> tuple[RelayedMessage, Person | None] | None:
    """Returns a message and its author, None for one written by mail. Returns None if the author was deleted."""
    query = select(RelayedMessage, Person).outerjoin(Person, Person.id == RelayedMessage.author_id)
    found = (await session.execute(query.where(RelayedMessage.id == message_id))).one_or_none()
    if found is None:
        return None
    message: RelayedMessage = found[0]
    author: Person | None = found[1]
    return (message, author) if author is not None or message.by_mail else None


async def add(
    session: AsyncSession,
    introduction_id: IntroductionId,
    *,
    side: Kind,
    author_id: PersonId | None,
    text: str,
    relayed: str,
    found: frozenset[str],
    now: datetime,
    by_mail: bool = False,
    language: str | None = None,
    file_kind: FileKind | None = None,
    file_id: str | None = None,
) -> RelayedMessage:
    message = RelayedMessage(
        introduction_id=introduction_id,
        side=side,
        author_id=author_id,
        by_mail=by_mail,
        text=text,
        relayed=relayed,
        found=found,
        language=language,
        file_kind=file_kind,
        file_id=file_id,
        created_at=now,
    )
    session.add(message)
    await session.flush()
    return message


async def of_introduction(session: AsyncSession, introduction_id: IntroductionId) -> Sequence[RelayedMessage]:
    """Returns the messages, oldest first."""
    result = await session.scalars(
        select(RelayedMessage).where(RelayedMessage.introduction_id == introduction_id).order_by(RelayedMessage.id)
    )
    return result.all()


async def has_written_since(
    session: AsyncSession, introduction_id: IntroductionId, side: Kind, since: datetime
) -> bool:
    """Returns True if the side has written a message since then."""
    query = select(RelayedMessage.id).where(
        RelayedMessage.introduction_id == introduction_id,
        RelayedMessage.side == side,
        RelayedMessage.created_at >= since,
    )
    return await session.scalar(query.limit(1)) is not None
