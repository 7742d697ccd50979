"""The first minute of a new user: one message, the counterparts it finds, and a listing with few questions."""

from dataclasses import dataclass, field

import pytest
from sqlalchemy import func, select

from storage.models import Draft, Introduction, Listing
from storage.vocabulary import Kind, ProfileType
from tests.chat import Chat, Human
from tests.events.fair import listed, registered


@dataclass
class Newcomer:
    """A new user who counts their messages and taps."""

    human: Human
    acts: int = field(default=0)

    async def types(self, text: str) -> str:
        self.acts += 1
        return await self.human.types(text)

    async def says(self, msgid: str) -> str:
        self.acts += 1
        return await self.human.says(msgid)

    async def presses(self, label: str) -> str:
        self.acts += 1
        return await self.human.presses(label)


SENSORS = ("Senzori vlažnosti zemljišta za staklenike", "Pravimo bežične senzore vlažnosti zemljišta za staklenike.")
WANTED = ("温室土壤湿度传感器", "我们为温室大棚寻找无线土壤湿度传感器，需要长期供货。")


async def there(chat: Chat, kind: Kind) -> Human:
    """Somebody abroad with a listing: an offer from Serbia, or a need from China."""
    if kind is Kind.OFFER:
        other = chat.person("Ana", "sr")
        await registered(chat, other, "Zelena Dolina d.o.o.", "RS", "ana@dolina.rs")
        await listed(chat, other, ProfileType.BUSINESS_OFFER, *SENSORS, "sr")
    else:
        other = chat.person("Li Mei", "zh-hans")
        await registered(chat, other, "浦东农业科技有限公司", "CN", "mei@pudong.cn")
        await listed(chat, other, ProfileType.BUSINESS_REQUEST, *WANTED, "zh")
    return other


async def counted(chat: Chat, table: type) -> int:
    async with chat.program.services.database.reading() as session:
        return (await session.scalar(select(func.count()).select_from(table))) or 0


CASES = [
    (
        "en",
        "We make wireless soil moisture sensors for greenhouses and offer them to distributors.",
        Kind.OFFER,
        "Italy",
    ),
    ("zh-hans", "我们寻找温室土壤湿度传感器的供应商，需要无线的。", Kind.NEED, "中国"),
    ("sr", "Nudimo bežične senzore vlažnosti zemljišta za staklenike, tražimo uvoznika u Kini.", Kind.OFFER, "Srbija"),
]


@pytest.mark.parametrize(("language", "words", "kind", "country"), CASES)
async def test_the_first_minute(chat: Chat, language: str, words: str, kind: Kind, country: str) -> None:
    other = await there(chat, kind.counterpart)
    human = chat.person("Nia", language)
    nia = Newcomer(human)
    await nia.types("/start")
    seen = await nia.types(words)
    assert nia.acts <= 2
    assert (SENSORS if kind is Kind.NEED else WANTED)[0] in seen
    assert "Zelena Dolina d.o.o." not in seen
    assert "浦东" not in seen
    assert (await counted(chat, Draft), await counted(chat, Listing)) == (0, 1), "nothing is stored before consent"

    await nia.says("✅ I agree: publish and introduce me")
    await nia.types("Nia Green Ltd")
    button = next((label for label in human.buttons() if country in label), None)
    await (nia.presses(button) if button else nia.types(country))
    await nia.says("Done")
    assert words in human.sees(), "the preview shows the first message"
    await nia.says("✅ Publish, seen abroad")
    assert nia.acts <= 7
    async with chat.program.services.database.reading() as session:
        listing = (await session.scalars(select(Listing).order_by(Listing.id.desc()))).first()
    assert listing is not None
    assert (listing.kind, listing.summary) == (kind, words)

    await nia.says("🤝 Introduce us")
    await nia.says("Send")
    assert nia.acts <= 9
    assert await counted(chat, Introduction) == 1
    assert other.t("✅ Accept") in other.buttons()
