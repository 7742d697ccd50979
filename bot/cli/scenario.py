"""A scenario for proofreading: two people use the real program from registration to contact exchange.

It runs in this process, on a simulated Telegram and a temporary database.
"""

import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pydantic import SecretStr
from telegram import Update

from bot.app import opened
from bot.i18n.translator import Translator, translator_for
from bot.program import Program, build
from bot.sandbox.people import Person, person
from bot.sandbox.transport import WorldRequest
from bot.sandbox.world import World
from bot.settings.settings import Settings
from bot.telegram.rate_limiter import REPLIES_UNPACED
from storage.vocabulary import Language

_CODES: Final = {Language.EN: "en", Language.ZH: "zh-hans", Language.SR_LATN: "sr", Language.SR_CYRL: "sr-cyrl"}
_OFFER: Final = (
    "Wireless soil moisture probes",
    "We make wireless probes for soil moisture and temperature in greenhouses. Five years of battery.",
)
_NEED: Final = (
    "Soil moisture probes for greenhouses",
    "We look for wireless probes for soil moisture and temperature for 200 greenhouses.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """One action of one person, and all messages that followed."""

    who: str
    did: str
    heard: tuple[tuple[str, str, tuple[str, ...]], ...]
    """(recipient, text, button labels) of each message."""


class Scenario:
    """The program and its two people."""

    def __init__(self, program: Program, world: World, language: Language) -> None:
        self._program = program
        self._world = world
        self._told: dict[str, int] = {}
        self.t: Translator = translator_for(language)
        self.ana = person(world, "Ana", language_code=_CODES[language])
        self.mei = person(world, "Mei", language_code=_CODES[language], username="mei_example")

    async def types(self, who: Person, text: str) -> Scene:
        who.types(text)
        return await self._scene(who, text)

    async def presses(self, who: Person, msgid: str, **values: object) -> Scene:
        """Presses the button with this label in the scenario's language."""
        label = self.t(msgid, **values)
        who.presses(label)
        return await self._scene(who, f"[{label}]")

    async def presses_first(self, who: Person, beginning: str = "") -> Scene:
        label = next(label for label in who.buttons() if label.startswith(beginning))
        who.presses(label)
        return await self._scene(who, f"[{label}]")

    async def _scene(self, who: Person, did: str) -> Scene:
        await self._deliver_all()
        return Scene(who=str(who.user["first_name"]), did=did, heard=tuple(self._new_messages()))

    async def _deliver_all(self) -> None:
        application, outbox = self._program.application, self._program.services.outbox
        while True:
            updates = self._world.updates.take_all()
            for update in updates:
                await application.process_update(Update.de_json(update, application.bot))
            if not await outbox.deliver_due() and not updates:
                return

    def _new_messages(self) -> Sequence[tuple[str, str, tuple[str, ...]]]:
        news = []
        for who in (self.ana, self.mei):
            name = str(who.user["first_name"])
            last = self._told.get(name, 0)
            for message in who.messages():
                if message["message_id"] > last:
                    text = message.get("text") or message.get("caption") or "📎"
                    rows = (message.get("reply_markup") or {}).get("inline_keyboard") or ()
                    news.append((name, text, tuple(button["text"] for row in rows for button in row)))
                    self._told[name] = message["message_id"]
        return news


_Step = Callable[[Scenario], Awaitable[Scene]]


def _registers(who: str, company: str, country: str) -> list[_Step]:
    def of(play: Scenario) -> Person:
        return play.ana if who == "ana" else play.mei

    return [
        lambda play: play.types(of(play), "/start"),
        lambda play: play.presses(of(play), "✅ I agree, register first"),
        lambda play: play.presses(of(play), "🏢 Company"),
        lambda play: play.types(of(play), company),
        lambda play: play.types(of(play), country),
        lambda play: play.presses_first(of(play)),
        lambda play: play.presses(of(play), "I work there"),
        lambda play: play.types(of(play), f"{who}@example.org"),
        lambda play: play.presses(of(play), "Done"),
        lambda play: play.presses(of(play), "Skip the rest »"),
        lambda play: play.presses(of(play), "Register"),
    ]


def _lists(who: str, command: str, words: tuple[str, str]) -> list[_Step]:
    def of(play: Scenario) -> Person:
        return play.ana if who == "ana" else play.mei

    return [
        lambda play: play.types(of(play), command),
        lambda play: play.presses_first(of(play), "📦"),
        lambda play: play.types(of(play), words[0]),
        lambda play: play.types(of(play), words[1]),
        lambda play: play.presses_first(of(play), play.t("Done")),
        lambda play: play.presses(of(play), "Skip the rest »"),
        lambda play: play.presses(of(play), "Publish"),
    ]


_STEPS: Final[list[_Step]] = [
    *_registers("ana", "Sonda d.o.o.", "Serbia"),
    *_registers("mei", "Pudong Greenhouse Co., Ltd.", "China"),
    *_lists("ana", "/offer", _OFFER),
    *_lists("mei", "/need", _NEED),
    lambda play: play.presses(play.mei, "🤝 Introduce us"),
    lambda play: play.types(play.mei, "This is just what we need. Write to me: mei@example.org"),
    lambda play: play.presses_first(play.mei, "✅"),
    lambda play: play.presses(play.ana, "❓ Ask a question first"),
    lambda play: play.types(play.ana, "How many probes a year?"),
    lambda play: play.presses(play.mei, "✍️ Answer"),
    lambda play: play.types(play.mei, "About 5,000."),
    lambda play: play.presses(play.ana, "✅ Accept and share contacts"),
    *(
        (lambda play, command=command: play.types(play.mei, command))
        for command in (
            "/matches",
            "/mine",
            "/introductions",
            "/search greenhouse",
            "/settings",
            "/company",
            "/help",
            "/language",
            "/cancel",
            "/export",
            "/forgetme",
        )
    ),
]


async def play(language: Language) -> AsyncIterator[Scene]:
    """Yields the scenes one after the other."""
    world = World()
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(
            _env_file=None,
            token=SecretStr(world.token),
            database_url=f"sqlite+aiosqlite:///{Path(folder) / 'scenario.sqlite3'}",
            encoder="none",
        )
        program = build(settings, request=lambda: WorldRequest(world), pace=REPLIES_UNPACED)
        async with opened(program):
            scenario = Scenario(program, world, language)
            for step in _STEPS:
                yield await step(scenario)


def shown(scene: Scene) -> str:
    """Returns a scene as text for a terminal."""
    lines = [f"── {scene.who}: {scene.did}"]
    for who, text, labels in scene.heard:
        lines.append(f"{who} ◂ " + text.replace("\n", "\n      "))
        if labels:
            lines.append("      " + "  ".join(f"[{label}]" for label in labels))
    return "\n".join(lines)
