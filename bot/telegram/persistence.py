"""Loads the dialog step of every person for python-telegram-bot, from the table of drafts."""

from collections.abc import MutableMapping
from typing import Any, Final

from telegram.ext import BasePersistence, PersistenceInput

from storage.database import Database
from storage.people import drafts

DIALOGS: Final = "dialogs"
"""The name of the one ConversationHandler."""

ConversationKey = tuple[int | str, ...]
ConversationDict = MutableMapping[ConversationKey, object]
CallbackData = tuple[list[tuple[str, float, dict[str, Any]]], dict[str, str]]


class DialogPersistence(BasePersistence[dict[Any, Any], dict[Any, Any], Any]):
    """Reads conversations from the drafts and writes nothing.

    A step stores its state and the person's input in one transaction before it answers, so nothing is left to write.
    """

    def __init__(self, database: Database) -> None:
        super().__init__(
            store_data=PersistenceInput(bot_data=False, chat_data=False, user_data=False, callback_data=False)
        )
        self._database = database

    async def get_conversations(self, name: str) -> ConversationDict:
        """Returns `(person_id,)` → `form.step` for every active draft, with keys as for `per_chat=False`."""
        if name != DIALOGS:
            return {}
        async with self._database.reading() as session:
            return {(int(person_id),): step for person_id, step in (await drafts.active_steps(session)).items()}

    async def update_conversation(self, name: str, key: ConversationKey, new_state: object | None) -> None:
        """Does nothing: the step has stored its state with the draft."""

    async def get_user_data(self) -> dict[int, dict[Any, Any]]:
        return {}

    async def get_chat_data(self) -> dict[int, dict[Any, Any]]:
        return {}

    async def get_bot_data(self) -> Any:
        raise NotImplementedError("bot_data holds the running services and is never stored")

    async def get_callback_data(self) -> CallbackData | None:
        return None

    async def update_user_data(self, user_id: int, data: dict[Any, Any]) -> None:
        """Does nothing, because it is not stored."""

    async def update_chat_data(self, chat_id: int, data: dict[Any, Any]) -> None:
        """Does nothing, because it is not stored."""

    async def update_bot_data(self, data: Any) -> None:
        """Does nothing, because it is not stored."""

    async def update_callback_data(self, data: CallbackData) -> None:
        """Does nothing, because it is not stored."""

    async def drop_chat_data(self, chat_id: int) -> None:
        """Does nothing, because it is not stored."""

    async def drop_user_data(self, user_id: int) -> None:
        """Does nothing, because it is not stored."""

    async def refresh_user_data(self, user_id: int, user_data: dict[Any, Any]) -> None:
        """Does nothing, because it is not stored."""

    async def refresh_chat_data(self, chat_id: int, chat_data: dict[Any, Any]) -> None:
        """Does nothing, because it is not stored."""

    async def refresh_bot_data(self, bot_data: Any) -> None:
        """Does nothing, because it is not stored."""

    async def flush(self) -> None:
        """Does nothing, because nothing is buffered."""
