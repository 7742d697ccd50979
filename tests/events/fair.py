"""Two people who do not share a language, as the tests of introductions find them."""

import re
from dataclasses import dataclass

from bot.matching.companies import company_key
from bot.usecases import introductions
from bot.usecases.introductions import DeadlineJob, Rules
from bot.usecases.listings import later_questions
from bot.usecases.people.registration import CONSENT_VERSION
from storage.ids import ListingId, PersonId
from storage.people import companies, memberships, people
from storage.vocabulary import ChannelKind, ProfileType
from tests.chat import Chat, Human
from tests.clock import Clock
from tests.factories import add_company, add_listing

ANAS = "Bežični merači vlažnosti zemljišta za staklenike"
MEIS = "温室土壤湿度传感器"
ANAS_WORDS = "Pravimo bežične merače vlažnosti i temperature zemljišta za staklenike i plastenike."
MEIS_WORDS = "我们为温室大棚寻找无线土壤湿度传感器, 需要长期供货."
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
        await self.ana.says("✅ Accept and share contacts")

    async def time_passes(self, **by: float) -> None:
        """Moves the clock, and lets the program do what has become due."""
        self.clock.forward(**by)
        services = self.chat.program.services
        rules = Rules.of(services.settings)
        deadlines = DeadlineJob(services.database, services.clock, rules, rounds=(introductions.due,))
        while await deadlines.run():
            pass
        await self.chat.settle()

    async def colleague(self, name: str, company: str = "Senzor d.o.o.", country: str = "Srbija") -> Human:
        """Somebody more of a company, whom Ana lets in."""
        human = self.chat.person(name, "sr")
        await human.types("/start")
        await human.says("✅ I agree, register first")
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
    """Both registered without the dialogs, which tests of their own show. `ana`: her username, if she has one."""
    there = chat.person("Ana", "sr", last_name="Anić", username=ana)
    mei = chat.person("Li Mei", "zh-hans")
    await registered(chat, there, "Senzor d.o.o.", "RS", "ana@senzor.rs")
    await registered(chat, mei, "浦东农业科技有限公司", "CN", "mei@pudong.cn")
    await listed(chat, there, ProfileType.BUSINESS_OFFER, ANAS, ANAS_WORDS, "sr")
    await listed(chat, mei, ProfileType.BUSINESS_REQUEST, MEIS, MEIS_WORDS, "zh")
    await mei.types("/matches")
    return Fair(chat=chat, clock=clock, ana=there, mei=mei)


async def registered(chat: Chat, human: Human, company: str, country: str, email: str) -> None:
    """As if they had gone through the registration, with Telegram and e-mail as their channels."""
    await human.types("/start")
    now = chat.program.services.clock()
    key = company_key(company, country)  # before the transaction: the first call loads a library
    async with chat.program.services.database.writing() as session:
        person = await people.find(session, PersonId(human.id))
        assert person is not None
        await people.record_consent(session, person.id, version=CONSENT_VERSION, now=now)
        made = await add_company(session, person, name=company, name_key=key, country=country, city=None, now=now)
        channels = [(ChannelKind.TELEGRAM, ""), (ChannelKind.EMAIL, email)]
        await companies.replace_channels(session, person.id, made.id, channels)
        await later_questions.note_all_asked(session, person.id, made.id)


async def listed(chat: Chat, human: Human, profile: ProfileType, title: str, summary: str, language: str) -> ListingId:
    """A published listing of the person's company, with its counterparts looked for and told."""
    services = chat.program.services
    async with services.database.writing() as session:
        person = await people.find(session, PersonId(human.id))
        company = (await memberships.represented_by(session, PersonId(human.id)))[0]
        listing = await add_listing(
            session,
            company,
            person,
            profile_type=profile,
            title=title,
            summary=summary,
            language=language,
            sectors=frozenset({"agritech"}),
            stage=None,
            now=services.clock(),
        )
    await services.matchmaker.consider(listing.id)
    await chat.settle()
    return listing.id
