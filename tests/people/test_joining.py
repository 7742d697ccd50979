"""Registering a company of nearly the same name as another one, and asking to join that one."""

from storage.ids import PersonId
from storage.models import Company
from storage.people import memberships
from storage.vocabulary import MembershipStatus
from tests.chat import Chat, Human
from tests.neighbours import select_own


class TestALookAlike:
    async def test_one_asks_to_join_and_is_let_in(self, chat: Chat) -> None:
        ana = await chat.join("Ana", company="Senzor d.o.o.", country="Srbija")
        bob = await self._asks(chat)
        request = ana.sees()
        assert "Bob asks to represent Senzor d.o.o." in request
        assert "Let in" in await ana.presses("Let them in")
        assert "You now represent Senzor d.o.o." in bob.sees()
        assert await self._status(chat, bob) is MembershipStatus.ACTIVE
        assert "What is it about?" in await bob.types("/offer")

    async def test_one_is_turned_away(self, chat: Chat) -> None:
        ana = await chat.join("Ana", company="Senzor d.o.o.", country="Srbija")
        bob = await self._asks(chat)
        await ana.presses("No, I don't")
        assert "did not recognise you" in bob.sees()
        assert "Senzor" not in bob.sees()
        assert "Tell me in one message" in await bob.types("/offer")

    async def test_only_who_speaks_for_it_may_answer(self, chat: Chat) -> None:
        ana = await chat.join("Ana", company="Senzor d.o.o.", country="Srbija")
        eve = await chat.join("Eve", company="Pudong Agritech", country="China")
        bob = await self._asks(chat)
        data = ana.phone.last()["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
        for stranger in (eve, bob):
            seen = await stranger.does("presses_stale", stranger.phone.last(), data)
            assert "have permission for this" in seen
        assert await self._status(chat, bob) is MembershipStatus.REQUESTED
        await ana.presses("Let them in")
        assert "already done" in await ana.does("presses_stale", ana.phone.last(), data)

    async def test_another_one_of_nearly_the_same_name_is_registered(self, chat: Chat) -> None:
        await chat.join("Ana", company="Senzor d.o.o.", country="Srbija")
        bob = chat.person("Bob", "en")
        await self._until_asked(bob)
        assert "How are you connected to it?" in await bob.presses("No, it is another one")

    async def test_the_same_name_in_another_country_is_no_question(self, chat: Chat) -> None:
        await chat.join("Ana", company="Senzor d.o.o.", country="Srbija")
        bob = chat.person("Bob", "en")
        await bob.types("/start")
        await bob.presses("I agree")
        await bob.presses("Company")
        await bob.types("Senzor")
        await bob.types("China")
        assert "How are you connected to it?" in await bob.presses("China")

    async def _until_asked(self, bob: Human) -> None:
        await bob.types("/start")
        await bob.presses("I agree")
        await bob.presses("Company")
        await bob.types("СЕНЗОР ДОО")
        await bob.types("Srbija")
        seen = await bob.presses("Serbia")
        assert "nearly the same name" in seen
        assert "d.o.o." not in seen

    async def _asks(self, chat: Chat) -> Human:
        bob = chat.person("Bob", "en")
        await self._until_asked(bob)
        await bob.presses("Yes, ask to join")
        await bob.presses("I work there")
        await bob.presses("Skip")
        assert "I asked them" in await bob.presses("Ask to join")
        return bob

    async def _status(self, chat: Chat, human: Human) -> MembershipStatus | None:
        async with chat.program.services.database.reading() as session:
            found = (await session.scalars(select_own(Company))).first()
            assert found is not None
            member = await memberships.find(session, PersonId(human.id), found.id)
        return member.status if member else None
