"""A Telegram that refuses, limits, stalls or cuts, and people who have gone: nothing is lost and nobody is stuck."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.sandbox.world import World
from storage.models import Company, Draft, Listing
from storage.people.drafts import USED
from tests.chat import Chat, Human, open_chat
from tests.clock import Clock
from tests.neighbours import select_own


async def at_name(chat: Chat) -> Human:
    ana = chat.person("Ana", "en")
    await ana.types("/start")
    await ana.presses("I agree")
    await ana.presses("Company")
    return ana


@asynccontextmanager
async def restarted(chat: Chat, database_url: str, clock: Clock) -> AsyncIterator[tuple[Chat, World]]:
    """Another program on the same database and in the same world, as after a kill: the first one is not closed."""
    async with open_chat(chat.world, database_url, clock) as after:
        yield after, chat.world


class TestARestart:
    @pytest.mark.parametrize("left_open", ["name", "country", "channels", "preview"])
    async def test_a_dialog_goes_on_where_it_stood(
        self, chat: Chat, database_url: str, clock: Clock, left_open: str
    ) -> None:
        ana = await at_name(chat)
        acts = {
            "name": [lambda: ana.types("Senzor")],
            "country": [lambda: ana.types("Srbija"), lambda: ana.presses("Serbia")],
            "channels": [lambda: ana.presses("I work there"), lambda: ana.presses("Done")],
            "preview": [lambda: ana.presses("Skip the rest"), lambda: ana.presses("Register")],
        }
        before = True
        async with restarted(chat, database_url, clock) as (after, _):
            for step, doings in acts.items():
                if step == left_open and before:
                    before, ana._chat = False, after
                for act in doings:
                    await act()
            assert "is registered" in ana.sees()

    async def test_an_unfinished_draft_is_offered_again(self, chat: Chat, database_url: str, clock: Clock) -> None:
        ana = await at_name(chat)
        await ana.types("Senzor")
        async with restarted(chat, database_url, clock) as (after, _):
            ana._chat = after
            assert "unfinished draft: Senzor" in await ana.types("/start")
            assert "In which country" in await ana.presses("Go on")

    async def test_the_update_in_flight_may_come_again(self, chat: Chat, database_url: str, clock: Clock) -> None:
        ana = await at_name(chat)
        ana.phone.types("Senzor")
        again = chat.world.updates.peek(1)[0]
        await chat.settle()
        async with restarted(chat, database_url, clock) as (after, world):
            world.updates.pending.append(again)
            await after.settle()
            assert "In which country" in ana.sees()
            assert "don't know that country" not in ana.sees()


class TestTelegramFails:
    @pytest.mark.parametrize("method", ["sendMessage", "editMessageText", "answerCallbackQuery", None])
    @pytest.mark.parametrize("kind", ["server_error", "cut", "forbidden"])
    @pytest.mark.parametrize("when", ["before", "after"])
    async def test_what_was_said_is_kept(self, chat: Chat, method: str | None, kind: str, when: str) -> None:
        ana = await at_name(chat)
        chat.world.faults.add(kind, method, when=when, times=1)
        await ana.types("Senzor")
        chat.world.faults.clear()
        async with chat.program.services.database.reading() as session:
            draft = (await session.scalars(select_own(Draft))).one()
        assert draft.data["name"] == "Senzor"
        assert draft.step == "country"
        if "This question did not reach you" in await ana.types("Srbija"):
            # Nothing typed answers a question that certainly did not arrive.
            assert kind == "forbidden"
            await ana.types("Srbija")
        assert "How are you connected to it?" in await ana.presses("Serbia")

    @pytest.mark.parametrize("when", ["before", "after"])
    async def test_a_company_is_registered_once(self, chat: Chat, when: str) -> None:
        ana = await at_name(chat)
        await ana.types("Senzor")
        await ana.types("Srbija")
        await ana.presses("Serbia")
        await ana.presses("I work there")
        await ana.presses("Done")
        await ana.presses("Skip the rest")
        chat.world.faults.add("cut", None, when=when, times=3)
        await ana.presses("Register")
        chat.world.faults.clear()
        await ana.presses("Register", older=True) if "✅ Register" in ana.buttons() else None
        assert "You represent Senzor" in await ana.types("/start")
        async with chat.program.services.database.reading() as session:
            assert len((await session.scalars(select_own(Company))).all()) == 1

    async def test_a_person_who_blocked_the_bot_comes_back(self, chat: Chat) -> None:
        ana = await at_name(chat)
        ana.phone.blocks()
        await chat.settle()
        ana.phone.unblocks()
        await ana.types("Senzor")
        assert "In which country" in ana.sees()


class TestTwoThingsAtOnce:
    async def test_a_burst_of_presses_is_worked_off_in_order(self, chat: Chat) -> None:
        ana = await at_name(chat)
        for text in ("Senzor", "Srbija"):
            ana.phone.types(text)
        await chat.settle()
        assert "Is this the one?" in ana.sees()

    async def test_many_people_register_at_once(self, chat: Chat) -> None:
        people = [chat.person(f"P{number}", "en") for number in range(10)]
        scripts = (
            "/start",
            "I agree",
            "Company",
            "name",
            "country",
            "Serbia",
            "I work",
            "Done",
            "Skip the",
            "Register",
        )
        for place, step in enumerate(scripts):
            for number, human in enumerate(people):
                if step in {"/start", "name", "country"}:
                    human.phone.types({"name": f"{'ABCDEFGHIJ'[number] * 9}", "country": "Srbija"}.get(step, step))
                else:
                    human.phone.presses(step)
            await chat.settle()
            assert all(human.sees() for human in people), place
        async with chat.program.services.database.reading() as session:
            assert len((await session.scalars(select_own(Company))).all()) == 10
            assert set((await session.scalars(select_own(Draft.form))).all()) == {USED}
            assert (await session.scalars(select_own(Listing.id))).all() == []
