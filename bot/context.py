"""The context of a handler: the services of the program, and the caller."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

from telegram.ext import Application, CallbackContext, ExtBot

from bot.i18n.translator import Translator
from bot.matching.sectors import SectorGuesser
from bot.outbox.engine import Outbox
from bot.periodic import PeriodicJob
from bot.settings.settings import Settings
from bot.telegram.send_slots import Lane
from bot.translation import TextTranslator
from bot.usecases.imports.sheets import Sheets
from bot.usecases.moderation.roles import Actor
from bot.usecases.people.first_message import FirstMessages
from bot.usecases.suggestions.matchmaker import Matchmaker
from storage.database import Database
from storage.ids import CompanyId, PersonId
from storage.models import Sanction
from storage.people.drafts import DraftRow
from storage.vocabulary import Role

Clock = Callable[[], datetime]
"""Returns the time now, in UTC."""

Draw = Callable[[str], str]
"""Returns one of these characters at random, unpredictably."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """The parts of the program that outlive an update. Created only in bot.program."""

    settings: Settings
    database: Database
    matchmaker: Matchmaker
    outbox: Outbox
    announcement_rounds: PeriodicJob
    """The job that starts and ends announcements."""
    sectors: SectorGuesser
    clock: Clock
    draw: Draw
    download: Callable[[str], Awaitable[bytes]]
    """Returns the content of a file by its file_id. Raises TelegramError."""
    sheets: Sheets
    first_messages: FirstMessages = field(default_factory=FirstMessages)
    translator: TextTranslator | None = None
    """The translation service of the operator's choice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """The sender of an update, as loaded by the gate."""

    id: PersonId
    name: str
    username: str | None
    telegram_language: str | None
    """The IETF language tag of the person's Telegram app."""
    t: Translator
    consented: bool
    companies: Mapping[CompanyId, str]
    """Names of the companies that the person speaks for, earliest membership first."""
    roles: frozenset[Role]
    """The person's roles; an admin has all of them."""
    seen_at: datetime
    """When the person was last recorded as active; up to an hour late."""
    shown_abroad: bool | None = None
    """The separate consent to be shown in other countries; None if not asked yet."""
    agreed_to: str | None = None
    """The version of the privacy text that the person agreed to."""
    acting_for: CompanyId | None = None
    """The one of several companies that an adviser acts for now; None for all of them."""
    ban: Sanction | None = None
    draft: DraftRow | None = None
    """The open dialog, as of the arrival of the update."""
    mute: Sanction | None = None
    """If set, the person may read, but not publish, propose or write."""

    @property
    def registered(self) -> bool:
        """Returns True if the person speaks for at least one company."""
        return bool(self.companies)

    def own_name(self, company_id: CompanyId | None) -> str:
        """Returns the name of an own company if the person speaks for several; otherwise ""."""
        return self.companies.get(company_id, "") if company_id is not None and len(self.companies) > 1 else ""

    @property
    def acting_name(self) -> str:
        """The name of the company in `acting_for`; "" for all."""
        return "" if self.acting_for is None else self.companies[self.acting_for]


Data = dict[Any, Any]
_SERVICES = "services"


class Context(CallbackContext[ExtBot[Lane], Data, Data, Data]):
    """python-telegram-bot's context with the services and the caller."""

    _caller: Caller | None = None

    @property
    def services(self) -> Services:
        return services_of(self.application)

    @property
    def caller(self) -> Caller:
        if self._caller is None:
            raise RuntimeError("the gate did not load a caller")
        return self._caller

    @property
    def has_caller(self) -> bool:
        """Returns False for updates that the gate stopped."""
        return self._caller is not None

    def let_in(self, caller: Caller) -> None:
        self._caller = caller

    @property
    def t(self) -> Translator:
        return self.caller.t

    @property
    def actor(self) -> Actor:
        """The caller, for use cases that check roles."""
        return Actor(id=self.caller.id, admins=self.services.settings.admins)


App = Application[ExtBot[Lane], Context, Data, Data, Data, None]


def equip(application: App, services: Services) -> None:
    """Makes the services available to every handler."""
    application.bot_data[_SERVICES] = services


def services_of(application: Application[Any, Any, Any, Any, Any, Any]) -> Services:
    return cast(Services, application.bot_data[_SERVICES])
