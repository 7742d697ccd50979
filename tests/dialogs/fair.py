"""Two people who do not share a language, as the tests of introductions find them."""

import re
from dataclasses import dataclass

from bot.usecases.introductions import Clockwork, Rules
from tests.chat import Chat, Human
from tests.clock import Clock

ANAS = "Senzori vlažnosti zemljišta za staklenike"
MEIS = "温室土壤湿度传感器"
SECRETS_OF_ANA = ("Senzor d.o.o.", "Ana Anić", "ana@senzor.rs")
SECRETS_OF_MEI = ("浦东农业", "Li Mei", "mei@pudong.cn")


def plain(text: str) -> str:
    """As people see it: without the marks of bold and italic."""
    return re.sub("<[^>]+>", "", text)


@dataclass(kw_only=True)
class Fair:
    """Ana of Senzor offers in Serbian, Mei of Pudong needs in Chinese, and each has seen the other's card."""

    chat: Chat
    clock: Clock
    ana: Human
    mei: Human

    async def proposed(self, words: str = "") -> None:
        """Mei asks to be introduced."""
        await self.mei.says("🤝 Introduce us", older=True)
        if words:
            await self.mei.types(words)
        await self.mei.presses(self.mei.t("Send"))

    async def accepted(self) -> None:
        await self.proposed()
        await self.ana.says("✅ Accept")

    async def time_passes(self, **by: float) -> None:
        """Moves the clock, and lets the program do what has become due."""
        self.clock.forward(**by)
        services = self.chat.program.services
        clockwork = Clockwork(services.database, services.clock, Rules.of(services.settings))
        while await clockwork.run():
            pass
        await self.chat.settle()

    async def colleague(self, name: str, company: str = "Senzor d.o.o.", country: str = "Srbija") -> Human:
        """Somebody more of a company, whom Ana lets in."""
        human = self.chat.person(name, "sr")
        await human.types("/start")
        await human.says("✅ I agree, let's start")
        await human.says("🏢 Company")
        await human.types(company)
        await human.types(country)
        await human.phone_presses_first()
        await human.says("Yes, ask to join")
        await human.says("I work there")
        await human.says("Skip")
        await human.presses(human.t("Ask to join"))
        await self.ana.says("✅ Let them in")
        return human


async def at_the_fair(chat: Chat, clock: Clock, *, ana: str | None = None) -> Fair:
    """`ana`: her username, if she has one."""
    there = await chat.join(
        "Ana",
        last_name="Anić",
        username=ana,
        company="Senzor d.o.o.",
        country="Srbija",
        language="sr",
        email="ana@senzor.rs",
    )
    mei = await chat.join(
        "Li Mei", company="浦东农业科技有限公司", country="中国", language="zh-hans", email="mei@pudong.cn"
    )
    await there.offers(ANAS, "Pravimo bežične senzore vlažnosti i temperature zemljišta za staklenike i plastenike.")
    await mei.needs(MEIS, "我们为温室大棚寻找无线土壤湿度传感器, 需要长期供货.")
    return Fair(chat=chat, clock=clock, ana=there, mei=mei)
