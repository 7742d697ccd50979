"""The chat as a test tells it: people of the simulated Telegram, and the real program answering them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from math import inf
from typing import Any

from sqlalchemy import bindparam, text
from telegram import Update

from bot.app import opened
from bot.i18n.translator import language_for, translator_for
from bot.program import Program, build
from bot.sandbox.people import person
from bot.sandbox.transport import WorldRequest
from bot.sandbox.world import World
from bot.telegram.rate_limiter import Pace
from bot.telegram.raw_update import without_buttons
from storage.models.deliveries import OutboxRow
from storage.types import UtcDateTime
from tests.clock import Clock
from tests.encoding import remembered_vectors
from tests.openings import published_menus, settings_for
from tests.slow_work import Guard
from tests.statements import statements_at_once

_DUE = text(
    " UNION ALL ".join(
        [
            "SELECT 1 FROM announcement WHERE status IN ('scheduled', 'running', 'recalling')",
            *(
                f"SELECT 1 FROM {rows.__tablename__} WHERE status IN ('claimed', 'sending')"  # noqa: S608
                " OR status = 'pending' AND not_before <= :now"
                for rows in OutboxRow.__subclasses__()
            ),
        ]
    )
).bindparams(bindparam("now", type_=UtcDateTime()))
"""Finds whatever the outbox or a round of announcements may have to do."""


class Human:
    """A person at their phone. Every act waits until the bot has answered all there is to answer."""

    def __init__(self, chat: "Chat", name: str, language: str, **more: Any) -> None:
        self._chat = chat
        self.phone = person(chat.world, name, language_code=language, **more)
        self.id = self.phone.id
        self.t = translator_for(language_for(language))

    async def types(self, text: str) -> str:
        self.phone.types(text)
        return await self._answered()

    async def presses(self, label: str, **more: Any) -> str:
        self.phone.presses(label, **more)
        return await self._answered()

    async def presses_in_turn(self, *labels: str) -> str:
        """Answers one question after the other. Returns what is seen at the end."""
        for label in labels:
            await self.presses(label)
        return self.sees()

    async def does(self, act: str, *args: Any, **more: Any) -> str:
        """Any other act of the phone, by its name: `does("sends_photo", data)`."""
        getattr(self.phone, act)(*args, **more)
        return await self._answered()

    def sees(self) -> str:
        return self.phone.sees()

    def buttons(self) -> list[str]:
        return self.phone.buttons()

    async def _answered(self) -> str:
        await self._chat.settle()
        return self.phone.sees()

    async def says(self, msgid: str, *, older: bool = False, **values: Any) -> str:
        """Presses the button that carries this sentence in the person's own language."""
        return await self.presses(self.t(msgid, **values), older=older)

    async def registers(self, company: str, country: str, *, email: str | None = None) -> str:
        """From /start to a registered company, with nothing that may be skipped."""
        await self.types("/start")
        await self.says("✅ I agree, register first")
        return await self.fills_in_company(company, country, email=email)

    async def fills_in_company(self, company: str, country: str, *, email: str | None = None) -> str:
        await self.says("🏢 Company")
        await self.types(company)
        await self.types(country)
        await self.phone_presses_first()
        if self.t("No, it is another one") in self.buttons():
            await self.says("No, it is another one")
        await self.says("I work there")
        if email:
            await self.types(email)
        await self.says("Done")
        await self.says("Skip the rest »")
        return await self.presses(self.t("Register"))

    async def phone_presses_first(self) -> str:
        return await self.presses(self.buttons()[0])

    async def offers(self, title: str, summary: str = "", **more: str) -> str:
        return await self._lists("/offer", title, summary, **more)

    async def needs(self, title: str, summary: str = "", **more: str) -> str:
        return await self._lists("/need", title, summary, **more)

    async def _lists(self, command: str, title: str, summary: str, *, sector: str | None = None) -> str:
        """The shortest way through the form, in whatever language the person reads."""
        await self.types(command)
        await self.presses("📦")
        await self.types(title)
        await self.types(summary or f"{title}. {title}.")
        if sector or not any(self._is_done(label) for label in self.buttons()):
            await self.types(sector or "sensor")
        await self.presses(next(label for label in self.buttons() if self._is_done(label)))
        await self.says("Skip the rest »")
        return await self.presses(self.t("Publish"))

    def _is_done(self, label: str) -> bool:
        return label.startswith(self.t("Done ({count})", count="1")[:2])


class Chat:
    """The world, and the program in it."""

    def __init__(self, world: World, program: Program) -> None:
        self.world = world
        self.program = program

    def person(self, name: str, language: str = "en", **more: Any) -> Human:
        return Human(self, name, language, **more)

    async def join(
        self, name: str, *, company: str, country: str, language: str = "en", email: str | None = None, **more: Any
    ) -> Human:
        human = self.person(name, language, **more)
        await human.registers(company, country, email=email)
        return human

    async def settle(self) -> None:
        """Until nothing is left to be answered or delivered."""
        application, outbox = self.program.application, self.program.services.outbox
        announcements = self.program.services.announcement_rounds
        while True:
            for update in self.world.updates.take_all():
                await application.process_update(Update.de_json(without_buttons(update), application.bot))
            if not await self._anything_due():
                return
            if not await announcements.run_once() and not await outbox.deliver_due():
                return

    async def _anything_due(self) -> bool:
        """One cheap query, after every act of every chat, instead of the many that mostly find nothing either."""
        services = self.program.services
        async with services.database.reading_once() as session:
            return bool(await session.scalar(_DUE, {"now": services.clock()}))


UNPACED = Pace(
    overall=0.0,
    overall_burst=inf,
    overall_most=(1_000_000, 1.0),
    private=0.0,
    private_burst=inf,
    group=0.0,
    group_burst=inf,
)
"""No test waits for what Telegram would have it wait, but for those of the pace itself."""


@asynccontextmanager
async def open_chat(
    world: World,
    database_url: str,
    clock: Clock,
    *,
    pace: Pace = UNPACED,
    at_once: bool = True,
    guarded: bool = True,
    **more: Any,
) -> AsyncIterator[Chat]:
    """The program in the same process as the world, taking one update after the other. With `at_once` SQLite works in
    the thread of the loop, which is only right for those who never do two things together.

    If `guarded`, fails at its end if anything slow was done inside a write transaction or on the event loop.
    """
    settings = settings_for(world, database_url, **more)
    program = build(settings, clock=clock, request=lambda: WorldRequest(world), pace=pace)
    cheaper = statements_at_once() if at_once else nullcontext()
    guard = Guard()
    watching = guard.watching() if guarded else nullcontext()
    with remembered_vectors(), published_menus(world), cheaper, watching:
        async with opened(program):
            yield Chat(world, program)
    assert guard.faults == [], guard.faults
