"""Queries about the topics of introductions in people's chats with the bot."""

from datetime import datetime

from sqlalchemy import delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.ids import IntroductionId, PersonId, ThreadId
from storage.models import IntroductionTopic
from storage.statements import changes_rows, insert_new


async def find(session: AsyncSession, person_id: PersonId, introduction_id: IntroductionId) -> IntroductionTopic | None:
    """Returns the row; one without a thread means that there is no topic to write to."""
    return await session.scalar(
        select(IntroductionTopic)
        .where(IntroductionTopic.introduction_id == introduction_id, IntroductionTopic.person_id == person_id)
        .execution_options(populate_existing=True)
    )


async def introduction_in(session: AsyncSession, person_id: PersonId, thread_id: ThreadId) -> IntroductionId | None:
    """Returns the introduction that a topic of this person's chat belongs to."""
    return await session.scalar(
        select(IntroductionTopic.introduction_id).where(
            IntroductionTopic.person_id == person_id, IntroductionTopic.thread_id == thread_id
        )
    )


async def begin(session: AsyncSession, person_id: PersonId, introduction_id: IntroductionId, now: datetime) -> bool:
    """Returns True for the only one who may ask Telegram for the topic."""
    return await insert_new(
        session, IntroductionTopic, person_id=person_id, introduction_id=introduction_id, asked_at=now
    )


async def give_up(session: AsyncSession, person_id: PersonId, introduction_id: IntroductionId) -> None:
    """Lets somebody ask again, because the request certainly had no effect."""
    await session.execute(
        delete(IntroductionTopic).where(
            IntroductionTopic.introduction_id == introduction_id,
            IntroductionTopic.person_id == person_id,
            IntroductionTopic.thread_id.is_(None),
        )
    )


async def note_created(
    session: AsyncSession, person_id: PersonId, introduction_id: IntroductionId, thread_id: ThreadId
) -> None:
    await session.execute(
        update(IntroductionTopic)
        .where(IntroductionTopic.introduction_id == introduction_id, IntroductionTopic.person_id == person_id)
        .values(thread_id=thread_id)
    )


async def take_message(session: AsyncSession, person_id: PersonId, thread_id: ThreadId, message_id: int) -> bool:
    """Returns True once for each message of a topic. Telegram's ids ascend within a chat."""
    last = IntroductionTopic.last_message_id
    return await changes_rows(
        session,
        update(IntroductionTopic)
        .where(
            IntroductionTopic.person_id == person_id,
            IntroductionTopic.thread_id == thread_id,
            or_(last.is_(None), last < message_id),
        )
        .values(last_message_id=message_id),
    )
