"""What people do who leave, and what must be left of them."""

from sqlalchemy import select

from bot.usecases.privacy import rights
from storage.models import Base
from tests.introductions.story import Human, Story


async def forgets(story: Story, human: Human) -> None:
    async with story.database.writing() as session:
        await rights.forget(session, human.person_id, story.clock())


async def expect_nothing_of(story: Story, *secrets: str) -> None:
    """Fails if any row of any table contains the word."""
    async with story.database.reading() as session:
        for table in Base.metadata.sorted_tables:
            for row in (await session.execute(select(table))).all():
                text = repr(tuple(row))
                assert not [secret for secret in secrets if secret in text], (table.name, text)
