"""Drafts that nobody published go 90 days after the event, and their organizer hears of it two weeks before."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import update

from bot.usecases.privacy.periods import INVITED, Periods
from bot.usecases.privacy.retention import DRAFTS_TOLD_BEFORE, Retention
from storage.models import Import
from storage.vocabulary import ListingStatus
from tests.chat import Chat, Human
from tests.clock import Clock
from tests.imports.test_drafts import WITH_COUNTRY, claims, statuses
from tests.imports.test_import_dialog import olga, sends
from tests.neighbours import is_own

__all__ = ["olga"]
END = datetime(2026, 3, 4, 12, tzinfo=UTC)
TOLD = "3 drafts of Novi Sad Fair have not been published. They are deleted on Jun 3, 2026."


async def on(chat: Chat, clock: Clock, day: datetime) -> None:
    """Runs the daily job on that day."""
    clock.now = day
    services = chat.program.services
    job = Retention(
        services.database,
        clock,
        Periods.of(services.settings),
        forget=services.matchmaker.forget,
        wake=services.outbox.wake,
    )
    while await job.run():
        pass
    await chat.settle()


async def imports_drafts(olga: Human) -> None:
    await sends(olga, WITH_COUNTRY)
    await olga.presses("✅ Import")


async def test_the_organizer_is_told_once_and_then_they_go(chat: Chat, olga: Human, clock: Clock) -> None:
    await imports_drafts(olga)
    await on(chat, clock, END + INVITED - DRAFTS_TOLD_BEFORE - timedelta(days=1))
    assert "have not been published" not in olga.phone.reads()
    for hours in (25, 48):
        await on(chat, clock, END + INVITED - DRAFTS_TOLD_BEFORE + timedelta(hours=hours))
    assert olga.phone.reads().count("have not been published") == 1
    assert TOLD in olga.phone.reads()
    await olga.presses("📝 Look through", older=True)
    assert "灌溉控制器" in olga.sees()
    await on(chat, clock, END + INVITED - timedelta(days=1))
    assert len(await statuses(chat)) == 3
    await on(chat, clock, END + INVITED + timedelta(days=2))
    assert await statuses(chat) == []


async def test_published_listings_stay(chat: Chat, olga: Human, clock: Clock) -> None:
    await imports_drafts(olga)
    await olga.presses("✅ Publish all (3)")
    await olga.presses("📝 Yes, when they registered")
    for days in (80, 100):
        await on(chat, clock, END + timedelta(days=days))
    assert await statuses(chat) == [ListingStatus.PUBLISHED] * 3
    assert "have not been published" not in olga.phone.reads()


async def test_drafts_of_a_claimed_company_go_too(chat: Chat, olga: Human, clock: Clock) -> None:
    await imports_drafts(olga)
    await claims(chat, olga, "浦东农业科技有限公司")
    for days in (80, 100):
        await on(chat, clock, END + timedelta(days=days))
    assert await statuses(chat) == []


async def test_a_list_that_is_imported_late_is_kept_as_long(chat: Chat, olga: Human, clock: Clock) -> None:
    clock.now = END + timedelta(days=89)
    await imports_drafts(olga)
    await on(chat, clock, END + timedelta(days=120))
    assert len(await statuses(chat)) == 3
    assert "have not been published" not in olga.phone.reads()


async def test_old_drafts_are_not_deleted_before_the_organizer_was_told(chat: Chat, olga: Human, clock: Clock) -> None:
    await imports_drafts(olga)
    await on(chat, clock, END + timedelta(days=365))
    assert "They are deleted on Mar 18, 2027." in olga.phone.reads()
    assert len(await statuses(chat)) == 3
    await on(chat, clock, END + timedelta(days=365 + 15))
    assert await statuses(chat) == []


async def test_nobody_is_told_once_the_organizer_is_gone(chat: Chat, olga: Human, clock: Clock) -> None:
    await imports_drafts(olga)
    async with chat.program.services.database.writing() as session:
        await session.execute(update(Import).where(is_own(Import)).values(person_id=None))
    await on(chat, clock, END + INVITED + timedelta(days=1))
    assert await statuses(chat) == []


async def test_privacy_names_the_period(chat: Chat, olga: Human) -> None:
    await olga.types("/privacy")
    assert "• Drafts from organizers' lists: 90 days after the event" in olga.sees()
