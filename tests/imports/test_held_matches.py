"""Matches of imported companies do not flood their organizer: one message a day, by company; then to the company."""

from tests.chat import Chat, Human
from tests.clock import Clock
from tests.events.fair import registered
from tests.imports.test_drafts import WITH_COUNTRY, claims
from tests.imports.test_import_dialog import olga, sends

__all__ = ["olga"]


async def published(chat: Chat, olga: Human) -> None:
    await sends(olga, WITH_COUNTRY)
    await olga.presses("✅ Import")
    await olga.presses("✅ Publish all (3)")
    await olga.presses("📝 Yes, when they registered")
    await sweeps(chat)


async def sweeps(chat: Chat) -> None:
    while await chat.program.services.matchmaker.sweep():
        pass
    await chat.settle()


async def needed(chat: Chat, name: str = "Ana") -> None:
    ana = chat.person(name, "sr")
    await registered(chat, ana, f"{name} Senzor d.o.o.", "RS", f"{name}@senzor.rs")
    await ana.needs("Senzori vlažnosti zemljišta za staklenike")
    await sweeps(chat)


async def test_the_organizer_hears_once_a_day_by_company(chat: Chat, olga: Human, clock: Clock) -> None:
    await published(chat, olga)
    await needed(chat)
    await needed(chat, "Maja")
    assert "浦东" not in olga.sees()
    assert "Matches for companies" not in olga.phone.reads()
    assert "温室" not in await olga.types("/matches"), "her own matches stay apart"
    clock.forward(hours=24)
    await chat.settle()
    assert olga.phone.reads().count("Matches for companies that you represent for now") == 1
    assert "• 浦东农业科技有限公司: 2" in olga.sees()
    await olga.presses("🤝 浦东农业科技有限公司 (2)")
    assert "Serbia" in olga.sees()


async def test_the_company_hears_once_it_is_claimed(chat: Chat, olga: Human) -> None:
    await sends(olga, WITH_COUNTRY)
    await olga.presses("✅ Import")
    await olga.presses("📝 Look through")
    await olga.presses("📦 温室土壤湿度传感器")
    await olga.presses("✅ Publish")
    await olga.presses("📝 Yes, when they registered")
    await sweeps(chat)
    await needed(chat)
    ivo = await claims(chat, olga, "浦东农业科技有限公司")
    assert ivo.t("🤝 Introduce us") in ivo.buttons()
