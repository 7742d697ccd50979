"""Reads single fields of an update as it came from Telegram, before it is validated or parsed."""

from collections.abc import Mapping
from typing import Any

from telegram import Update

RawUpdate = Mapping[str, Any]
"""An update as decoded JSON from Telegram, not validated."""
SenderKey = tuple[str, int]
"""What kind of sender, and its id."""


def without_buttons(raw: RawUpdate) -> dict[str, Any]:
    """Returns the update without the buttons of the pressed message. They are not used and slow to parse."""
    query = raw.get("callback_query")
    if not isinstance(query, Mapping) or not isinstance(query.get("message"), Mapping):
        return dict(raw)
    message = {key: value for key, value in query["message"].items() if key != "reply_markup"}
    return {**raw, "callback_query": {**query, "message": message}}


def sender_of(raw: RawUpdate) -> tuple[int | None, SenderKey]:
    """Returns the sender of an update, if any, and its queue's key: the sender's, else the chat's, else a new one."""
    for value in raw.values():
        person_id = _at(value, "from", "id")
        if isinstance(person_id, int):
            return person_id, ("person", person_id)
        chat_id = _at(value, "chat", "id")
        if isinstance(chat_id, int):
            return None, ("chat", chat_id)
    update_id = raw.get("update_id")
    return None, ("update", update_id if isinstance(update_id, int) else 0)


def is_start(raw: RawUpdate) -> bool:
    text = _at(raw, "message", "text")
    return isinstance(text, str) and text.split(maxsplit=1)[:1] == ["/start"]


def kind_of(raw: RawUpdate) -> str:
    """Returns the kind of update in Telegram's words; "unknown" for other names."""
    return next((key for key in raw if key in Update.ALL_TYPES), "unknown")


def sent_at(raw: RawUpdate) -> int | None:
    """Returns when a message was sent, in Unix seconds; None for other updates, which carry no time."""
    sent = _at(raw, "message", "date")
    return sent if isinstance(sent, int) else None


def _at(value: object, *path: str) -> object:
    for key in path:
        value = value.get(key) if isinstance(value, Mapping) else None
    return value
