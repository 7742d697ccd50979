"""A question of a form without the chat around it."""

from typing import Any

from bot.context import Caller
from bot.i18n.translator import translator_for
from bot.matching.sectors import SectorGuesser
from bot.settings.settings import Settings
from bot.usecases.imports.sheets import Sheets
from handlers.forms.context import FieldContext
from storage.database import Database
from storage.ids import CompanyId, PersonId
from storage.vocabulary import Language, Role
from tests.factories import NOW

_ANA = PersonId(1)


def asked(database: Database, *, by: PersonId = _ANA, **answers: Any) -> FieldContext:
    """The context of a question to Ana of company 1, who reads English and has all roles, after these answers."""
    caller = Caller(
        id=by,
        name="Ana",
        username=None,
        telegram_language="en",
        t=translator_for(Language.EN),
        consented=True,
        companies={CompanyId(1): "Firma Jedan"},
        roles=frozenset(Role),
        seen_at=NOW,
    )

    async def nothing(_: str) -> Any:
        raise AssertionError("nothing is to be looked up")

    async def no_picture(_: str) -> bytes:
        return b"not a picture"

    return FieldContext(
        data=answers,
        caller=caller,
        now=NOW,
        settings=Settings(_env_file=None, token="1:a", admins=frozenset({1}), database_url="sqlite+aiosqlite://"),
        reading=database.reading,
        sectors=SectorGuesser(None),
        download=no_picture,
        sheets=Sheets(nothing),
        search=nothing,
    )
