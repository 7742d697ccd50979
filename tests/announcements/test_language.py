"""The language of an announcement is what it is written in, shown at once and changed by a tap."""

import pytest

from storage.models import AnnouncementVersion
from storage.vocabulary import Language
from tests.chat import Chat, Human
from tests.imports.test_import_dialog import olga
from tests.neighbours import select_own

__all__ = ["olga"]
ENGLISH = "The opening ceremony takes place at two o'clock in the main hall. Welcome, everybody!"
CYRILLIC = "Свечано отварање је у четрнаест часова у главној хали. Добро дошли!"


async def languages(chat: Chat) -> list[Language]:
    async with chat.program.services.database.reading() as session:
        return list(await session.scalars(select_own(AnnouncementVersion.language)))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (ENGLISH, Language.EN),
        (CYRILLIC, Language.SR_CYRL),
        ("Svečano otvaranje je u četrnaest časova u glavnoj hali. Dobro došli!", Language.SR_LATN),
        ("开幕式下午两点在主展馆举行，欢迎大家光临！", Language.ZH),
        ("14:00", Language.SR_LATN),
    ],
)
async def test_a_text_is_labelled_as_what_it_is(chat: Chat, olga: Human, text: str, language: Language) -> None:
    await olga.types("/language")
    await olga.presses("Srpski")
    await writes_in_serbian(chat, olga, text)
    assert await languages(chat) == [language]


async def writes_in_serbian(chat: Chat, olga: Human, text: str, press: str = "") -> None:
    await olga.types("/events")
    await olga.presses("🛠 Novosadski sajam")
    await olga.presses("📣 Novo obaveštenje")
    await olga.types(text)
    if press:
        await olga.presses(press)
    await olga.presses(next(label for label in olga.buttons() if label.startswith("Gotovo")))


async def test_a_tap_changes_it(chat: Chat, olga: Human) -> None:
    await olga.types("/language")
    await olga.presses("Srpski")
    await writes_in_serbian(chat, olga, ENGLISH, press="🌐 简体中文")
    assert await languages(chat) == [Language.ZH]
