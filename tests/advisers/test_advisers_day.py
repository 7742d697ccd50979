"""An adviser speaks for several companies, sees what is due in each, and hands one over."""

import re

import pytest
from sqlalchemy import select

from bot.usecases.people.registration import CONSENT_VERSION
from storage.ids import PersonId
from storage.models import Company, Membership
from storage.people import memberships, people
from storage.vocabulary import MembershipStatus, ProfileType, Relation
from tests.chat import Chat, Human
from tests.clock import Clock
from tests.events.fair import ANAS, ANAS_WORDS, MEIS, MEIS_WORDS, listed, plain, registered
from tests.factories import add_company, add_listing
from tests.listings.test_sharing import asks, titles

HONEY, HONEY_WORDS = "Livadski med u buradima", "Prodajemo livadski med u buradima od 300 kg, sa analizom."


class Day:
    """Vera advises Senzor and Med; Mei needs what Senzor offers."""

    def __init__(self, chat: Chat, vera: Human, mei: Human) -> None:
        self.chat, self.vera, self.mei = chat, vera, mei


@pytest.fixture
async def day(chat: Chat, clock: Clock) -> Day:
    vera, mei = chat.person("Vera", "sr"), chat.person("Li Mei", "zh-hans")
    await registered(chat, vera, "Senzor d.o.o.", "RS", "vera@savetnik.rs")
    await registered(chat, mei, "浦东农业科技有限公司", "CN", "mei@pudong.cn")
    await listed(chat, vera, ProfileType.BUSINESS_OFFER, ANAS, ANAS_WORDS, "sr")
    async with chat.program.services.database.writing() as session:
        person = await people.find(session, PersonId(vera.id))
        assert person is not None
        honey = await add_company(
            session, person, name="Med d.o.o.", country="RS", relation=Relation.ADVISER, now=clock()
        )
        offer = await add_listing(session, honey, person, title=HONEY, summary=HONEY_WORDS, language="sr", now=clock())
    await chat.program.services.matchmaker.consider(offer.id)
    await listed(chat, mei, ProfileType.BUSINESS_REQUEST, MEIS, MEIS_WORDS, "zh")
    return Day(chat, vera, mei)


async def test_the_inbox_begins_with_the_company_where_an_answer_is_due(day: Day) -> None:
    vera, mei = day.vera, day.mei
    await mei.types("/matches")
    await mei.says("🤝 Introduce us", older=True)
    await mei.says("Send")
    await vera.types("/clients")
    inbox = vera.sees()
    assert inbox.index("Senzor d.o.o.") < inbox.index("Med d.o.o.")
    assert vera.t.n("📨 {count} waits for an answer", "📨 {count} wait for an answer", 1) in inbox
    assert vera.t("Nothing is due.") in inbox


async def test_an_adviser_sees_only_the_listings_of_the_chosen_company(day: Day) -> None:
    vera = day.vera
    await vera.types("/mine")
    assert ANAS in vera.sees()
    assert HONEY in vera.sees()
    assert vera.t("👤 For <b>{company}</b>", company="Med d.o.o.").replace("<b>", "").replace("</b>", "") in vera.sees()
    await vera.types("/clients")
    await vera.presses("🏢 Med d.o.o.")
    await vera.types("/mine")
    assert HONEY in vera.sees()
    assert ANAS not in vera.sees()
    assert "/clients" in vera.sees()
    await vera.types("/matches")
    assert MEIS not in vera.sees()
    await vera.types("/introductions")
    assert "Med d.o.o." in vera.sees()
    await vera.types("/clients")
    await vera.says("👥 All together")
    await vera.types("/matches")
    assert MEIS in vera.sees()
    assert "Senzor d.o.o." in vera.sees()


async def test_an_adviser_shares_only_the_listings_of_the_chosen_company(day: Day) -> None:
    vera = day.vera
    assert titles(await asks(vera, "")) == [HONEY, ANAS]
    await vera.types("/clients")
    await vera.presses("🏢 Med d.o.o.")
    assert titles(await asks(vera, "")) == [HONEY]


async def test_a_new_listing_is_of_the_company_that_one_acts_for(day: Day) -> None:
    vera = day.vera
    await vera.types("/clients")
    await vera.presses("🏢 Med d.o.o.")
    await vera.types("/offer")
    assert "Med d.o.o." in vera.sees()
    assert vera.t("For which company?") not in vera.sees()


async def test_after_another_company_is_added_the_next_listing_is_of_that_one(day: Day) -> None:
    vera = day.vera
    await vera.types("/clients")
    await vera.presses("🏢 Med d.o.o.")
    await vera.types("/register")
    await vera.fills_in_company("Sirana Zlatar", "Srbija")
    assert plain(vera.t("👤 Only for <b>{company}</b> · all: /clients", company="Sirana Zlatar")) in vera.sees()
    await vera.types("/offer")
    assert "Sirana Zlatar" in vera.sees()
    assert "Med d.o.o." not in vera.sees()


async def test_the_company_that_is_shown_is_the_one_that_one_acts_for(day: Day) -> None:
    vera = day.vera
    assert "Senzor d.o.o." in (await vera.types("/company")).splitlines()[0]
    await vera.types("/clients")
    await vera.presses("🏢 Med d.o.o.")
    assert "Med d.o.o." in (await vera.types("/company")).splitlines()[0]


async def test_a_search_proposes_for_the_company_that_one_acts_for(day: Day) -> None:
    vera = day.vera
    await vera.types(f"/search {MEIS}")
    await vera.says("🤝 Introduce us")
    assert any(ANAS[:20] in label for label in vera.buttons()), "both clients could ask"
    await vera.types("/clients")
    await vera.presses("🏢 Med d.o.o.")
    await vera.types(f"/search {MEIS}")
    await vera.says("🤝 Introduce us")
    assert not any(ANAS[:20] in label for label in vera.buttons())
    assert f"✅ {vera.t('Send')}" in vera.buttons(), "there is nothing to choose from"


async def test_a_card_says_which_company_it_concerns(day: Day) -> None:
    await day.mei.types("/matches")
    await day.mei.says("🤝 Introduce us", older=True)
    await day.mei.says("Send")
    assert "Senzor d.o.o." in day.vera.sees()
    assert "Senzor" not in day.mei.phone.reads()


async def handover_link(day: Day, button: str) -> str:
    """The link by which somebody takes Med over from Vera."""
    vera = day.vera
    await vera.types("/clients")
    await vera.presses("🏢 Med d.o.o.")
    await vera.says("🏢 The company")
    await vera.says("🔑 Hand over")
    await vera.says(button)
    link = re.search(r"https://t\.me/\S+", vera.sees())
    assert link is not None
    return link[0]


async def relations(day: Day, name: str) -> dict[int, tuple[Relation, MembershipStatus]]:
    async with day.chat.program.services.database.reading() as session:
        of_company = select(Membership).join(Company, Company.id == Membership.company_id).where(Company.name == name)
        return {row.person_id: (row.relation, row.status) for row in await session.scalars(of_company)}


@pytest.mark.parametrize(
    ("button", "relation"),
    [("🏢 Its own people", Relation.REPRESENTATIVE), ("👤 Another adviser", Relation.ADVISER)],
)
async def test_a_company_is_handed_over_by_a_link(day: Day, button: str, relation: Relation) -> None:
    vera, petar = day.vera, day.chat.person("Petar", "sr")
    await petar.does("opens", await handover_link(day, button))
    assert await relations(day, "Med d.o.o.") == {
        vera.id: (Relation.ADVISER, MembershipStatus.LEFT),
        petar.id: (relation, MembershipStatus.ACTIVE),
    }
    await vera.types("/mine")
    assert HONEY not in vera.phone.sees()
    assert ANAS in vera.phone.sees()
    assert petar.t("✅ I agree, register first") not in petar.buttons(), "the company is registered"
    await petar.types("/matches")
    await petar.says("✅ I agree")
    assert "Med d.o.o." in petar.sees()
    assert petar.t("🔐 The privacy text has changed. Read it at any time: /privacy") not in petar.sees()


async def test_who_opens_their_own_link_is_told_whom_it_is_for(day: Day) -> None:
    vera, petar = day.vera, day.chat.person("Petar", "sr")
    link = await handover_link(day, "🏢 Its own people")
    await vera.does("opens", link)
    assert vera.t("This link is for the person who takes the company over. Send it to them.") in vera.sees()
    await petar.does("opens", link)
    assert "Med d.o.o." in petar.sees(), "it still works"
    await petar.types("/start")
    await petar.says("✅ I agree")
    await petar.types("/company")
    assert petar.t("Telegram: I pass on what you write to each other") in petar.sees(), "he chose no channel yet"


async def test_a_representative_who_takes_over_as_adviser_stays_a_representative(day: Day) -> None:
    vera, petar = day.vera, day.chat.person("Petar", "sr")
    await petar.types("/start")
    now = day.chat.program.services.clock()
    async with day.chat.program.services.database.writing() as session:
        await people.record_consent(session, PersonId(petar.id), version=CONSENT_VERSION, now=now)
        med = (await memberships.represented_by(session, PersonId(vera.id)))[1]
        for relation in (Relation.ADVISER, Relation.REPRESENTATIVE):
            one = PersonId(vera.id if relation is Relation.ADVISER else petar.id)
            await memberships.put(
                session,
                person_id=one,
                company_id=med.id,
                relation=relation,
                role="Direktor",
                status=MembershipStatus.ACTIVE,
                now=now,
            )
    await petar.does("opens", await handover_link(day, "👤 Another adviser"))
    assert await relations(day, "Med d.o.o.") == {
        vera.id: (Relation.ADVISER, MembershipStatus.LEFT),
        petar.id: (Relation.REPRESENTATIVE, MembershipStatus.ACTIVE),
    }
    await petar.types("/company")
    assert "Direktor" in petar.sees()


async def test_nobody_acts_for_a_company_that_is_not_theirs(day: Day) -> None:
    mei = day.mei
    await mei.types("/mine")
    await mei.does("presses_stale", mei.phone.messages()[-1], "cl1:1")
    await mei.does("presses_stale", mei.phone.messages()[-1], "ho1:1:c")
    assert "t.me" not in mei.phone.reads()
    await mei.types("/mine")
    assert MEIS in mei.sees()


async def test_a_card_says_that_others_act_for_the_company(day: Day) -> None:
    """Mei sees that of Med, which Vera advises, and not of Senzor, where she works."""
    mei = day.mei
    note = mei.t("represented by an adviser")
    await mei.types(f"/search {HONEY}")
    assert HONEY in mei.sees()
    assert note in mei.sees()
    await mei.types("/matches")
    assert ANAS in mei.sees()
    assert note not in mei.sees()


async def test_an_organizer_with_imported_companies_only_is_led_to_the_fair(day: Day) -> None:
    mei = day.mei
    async with day.chat.program.services.database.writing() as session:
        (pudong,) = await memberships.represented_by(session, PersonId(mei.id))
        await memberships.change(session, PersonId(mei.id), pudong.id, relation=Relation.ORGANIZER, role=None)
    await mei.types("/clients")
    assert "/events" in mei.sees()
    assert mei.t("Choose one to act for it.") not in mei.sees()


CARD = "Livnica d.o.o.\nPetar Jović, direktor\nKragujevac, Srbija\nwww.livnica.rs\n+381 34 555 333"


async def test_a_card_that_one_sends_registers_its_company(day: Day) -> None:
    vera = day.vera
    await vera.types(CARD)
    await vera.says("🏢 Register {name}", name="Livnica d.o.o.")
    await vera.says("Done")
    await vera.says("Skip the rest »")
    assert "Livnica d.o.o." in vera.sees()
    assert "livnica.rs" in vera.sees()
    await vera.presses(vera.t("Register"))
    await vera.types("/clients")
    assert "Livnica d.o.o." in vera.sees()
