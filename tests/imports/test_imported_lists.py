"""What an organizer imported stays in reach of the event: its rows, its companies, and undoing it while that works."""

from bot.usecases.privacy.periods import Periods
from bot.usecases.privacy.retention import Retention
from tests.chat import Chat, Human
from tests.clock import Clock
from tests.imports.test_import_dialog import LIST, olga, sends

__all__ = ["olga"]
WITH_COUNTRY = LIST.replace("公司名称", "公司名称,国家").replace("公司,", "公司,中国,").replace("集团,", "集团,中国,")


async def opens_lists(olga: Human) -> str:
    await olga.types("/events")
    await olga.presses("🛠 Novi Sad Fair")
    return await olga.presses("🗂 Imported lists")


async def test_undo_stays_in_reach_of_the_event_and_says_until_when(chat: Chat, olga: Human) -> None:
    await olga.types("/events")
    await olga.presses("🛠 Novi Sad Fair")
    assert "🗂 Imported lists" not in olga.buttons(), "there is none yet"
    await sends(olga, WITH_COUNTRY)
    assert "You can undo it until Mar 2, 2027." in await olga.presses("✅ Import")
    await olga.presses("🏢 Companies")
    assert "You can undo it until Mar 2, 2027." in await opens_lists(olga)
    await olga.presses("📄 list.csv")
    await olga.presses("📄 Row by row")
    await olga.presses("↩️ Undo", older=True)
    assert "2 removed" in await olga.presses("Yes, undo it")
    assert "Undone on Mar 2, 2026." in await olga.presses("« Imported lists")
    await olga.presses("📄 list.csv")
    assert "↩️ Undo" not in olga.buttons()


async def test_once_its_rows_are_deleted_an_import_is_not_called_undone(chat: Chat, olga: Human, clock: Clock) -> None:
    await sends(olga, WITH_COUNTRY)
    await olga.presses("✅ Import")
    clock.forward(days=366)
    services = chat.program.services
    retention = Retention(
        services.database, services.clock, Periods.of(services.settings), forget=services.matchmaker.forget
    )
    while await retention.run():
        pass
    await opens_lists(olga)
    await olga.presses("📄 list.csv")
    await olga.presses("↩️ Undo")
    assert "can no longer be undone" in await olga.presses("Yes, undo it")
