"""What a handler is given: the program's services, and who is calling."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from telegram.ext import Application, CallbackContext, ExtBot

from bot.i18n.translator import Translator
from bot.matching.sectors import SectorGuesser
from bot.outbox.announcement_worker import BroadcastWorker
from bot.outbox.delivery_worker import DeliveryWorker
from bot.settings.settings import Settings
from bot.telegram.send_slots import Lane
from bot.usecases.imports.sheets import Sheets
from bot.usecases.suggestions.matchmaker import Matchmaker
from storage.database import Database
from storage.ids import PersonId
from storage.models import Sanction

Clock = Callable[[], datetime]
"""The time now, in UTC."""


Draw = Callable[[str], str]
"""One of these characters, unpredictably."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """The parts of the running program that outlive an update; made in bot.app and nowhere else."""

    settings: Settings
    database: Database
    matchmaker: Matchmaker
    deliveries: DeliveryWorker
    broadcasts: BroadcastWorker
    sectors: SectorGuesser
    clock: Clock
    draw: Draw
    sheets: Sheets


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who sent the update, as the gate found them."""

    id: PersonId
    name: str
    username: str | None
    telegram_language: str | None
    """The IETF tag that the person's Telegram is set to."""
    t: Translator
    consented: bool
    registered: bool
    """Speaks for at least one company."""
    is_admin: bool
    shown_abroad: bool | None = None
    """The separate yes or no to being shown in other countries; None for not asked yet."""
    agreed_to: str | None = None
    """The version of the privacy text that the person agreed to."""
    ban: Sanction | None = None
    mute: Sanction | None = None
    """Reads, but may not publish, propose or write."""


Data = dict[Any, Any]
_SERVICES = "services"


class Context(CallbackContext[ExtBot[Lane], Data, Data, Data]):
    """PTB's context with the two things that every handler needs."""

    _caller: Caller | None = None

    @property
    def services(self) -> Services:
        return services_of(self.application)

    @property
    def caller(self) -> Caller:
        if self._caller is None:
            raise RuntimeError("an update came past the gate")
        return self._caller

    def let_in(self, caller: Caller) -> None:
        self._caller = caller

    @property
    def t(self) -> Translator:
        return self.caller.t


App = Application[ExtBot[Lane], Context, Data, Data, Data, None]


def equip(application: App, services: Services) -> None:
    """Puts the services where every handler finds them."""
    application.bot_data[_SERVICES] = services


def services_of(application: Application[Any, Any, Any, Any, Any, Any]) -> Services:
    return cast(Services, application.bot_data[_SERVICES])
