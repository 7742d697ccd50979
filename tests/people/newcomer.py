"""A newcomer whose messages and taps are counted, and somebody abroad who fits."""

from dataclasses import dataclass, field

from storage.vocabulary import Kind, ProfileType
from tests.chat import Chat, Human
from tests.events.fair import listed, registered
from tests.neighbours import count_own


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


FIRST_MESSAGE = "We make wireless soil moisture sensors for greenhouses and offer them to distributors."
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
        return (await session.scalar(count_own(table))) or 0
