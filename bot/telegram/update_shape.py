"""Validates the shape of an update as Telegram documents it: the fields that handlers use exist and have their types.

python-telegram-bot keeps any value, so a chat could be a number and a name a list. Such an update is refused here,
where all updates arrive, rather than in every handler.
"""

from collections.abc import Mapping
from typing import Any, Final

from telegram import Bot, Update

_LARGEST_ID: Final = 2**53  # Telegram's ids have at most 52 significant bits
_Shape = Mapping[str, Any]
"""Field → a type, a shape, or a list of a shape. A field with `?` may be missing."""

_USER: Final[_Shape] = {"id": int, "first_name": str, "?last_name": str, "?username": str, "?language_code": str}
_CHAT: Final[_Shape] = {"id": int, "type": str, "?title": str}
_ENTITY: Final[_Shape] = {"type": str, "offset": int, "length": int, "?url": str, "?user": _USER}
_FILE: Final[_Shape] = {
    "file_id": str,
    "file_unique_id": str,
    "?file_size": int,
    "?file_name": str,
    "?mime_type": str,
    "?duration": int,
}
_CONTACT: Final[_Shape] = {"phone_number": str, "first_name": str, "?last_name": str, "?user_id": int, "?vcard": str}
_FILES: Final = ("audio", "document", "video", "animation", "voice", "video_note", "sticker")
_WITHOUT_REPLY: Final[_Shape] = {
    "message_id": int,
    "date": int,
    "chat": _CHAT,
    "?from": _USER,
    "?sender_chat": _CHAT,
    "?text": str,
    "?caption": str,
    "?entities": [_ENTITY],
    "?caption_entities": [_ENTITY],
    "?media_group_id": str,
    "?migrate_to_chat_id": int,
    "?migrate_from_chat_id": int,
    "?message_thread_id": int,
    "?contact": _CONTACT,
    "?location": {"latitude": float, "longitude": float},
    "?photo": [{"file_id": str, "file_unique_id": str, "width": int, "height": int}],
    "?users_shared": {"request_id": int, "users": [{"user_id": int}]},
    "?chat_shared": {"request_id": int, "chat_id": int},
    **{f"?{name}": _FILE for name in _FILES},
}
_MESSAGE: Final[_Shape] = {**_WITHOUT_REPLY, "?reply_to_message": _WITHOUT_REPLY}
_MEMBER: Final[_Shape] = {"status": str, "user": _USER}
_UPDATE: Final[_Shape] = {
    "?message": _MESSAGE,
    "?edited_message": _MESSAGE,
    "?inline_query": {"id": str, "from": _USER, "query": str, "offset": str},
    "?callback_query": {"id": str, "from": _USER, "?data": str, "?message": _MESSAGE},
    "?my_chat_member": {
        "chat": _CHAT,
        "from": _USER,
        "date": int,
        "old_chat_member": _MEMBER,
        "new_chat_member": _MEMBER,
    },
}


class MisshapenUpdateError(ValueError):
    """A part of an update is missing or has another type. Names the part and never its content."""


def read_update(raw: Mapping[str, Any], bot: Bot | None) -> Update:
    """Parses an update. Raises MisshapenUpdateError, or any exception of python-telegram-bot.

    A message whose content the library cannot parse, such as a poll from an older Bot API server, loses this content.
    So its sender gets an answer.
    """
    _check(raw, _UPDATE, "update")
    try:
        return Update.de_json(dict(raw), bot)
    except (TypeError, KeyError, ValueError, AttributeError):
        known = _known(raw, _UPDATE)
        if known == raw:
            raise
        return Update.de_json(known, bot)


def _known(value: Any, shape: Any) -> Any:
    """Returns the value without the contents of messages that the shape does not name."""
    if not isinstance(value, Mapping) or not isinstance(shape, Mapping):
        return value
    inner = {name.removeprefix("?"): each for name, each in shape.items()}
    is_message = "?text" in shape
    return {
        name: _known(one, inner.get(name))
        for name, one in value.items()
        if name in inner or not (is_message and isinstance(one, Mapping | list))
    }


def _check(value: Any, shape: Any, path: str) -> None:
    if isinstance(shape, Mapping):
        if not isinstance(value, Mapping):
            raise MisshapenUpdateError(path)
        for name, inner in shape.items():
            field = name.removeprefix("?")
            if field in value:
                _check(value[field], inner, f"{path}.{field}")
            elif field == name:
                raise MisshapenUpdateError(f"{path}.{field}")
    elif isinstance(shape, list):
        if not isinstance(value, list):
            raise MisshapenUpdateError(path)
        for one in value:
            _check(one, shape[0], path)
    elif not _is_plain(value, shape):
        raise MisshapenUpdateError(path)


def is_id(value: int) -> bool:
    """Returns True for a number that Telegram can send as an id and that a database can store."""
    return abs(value) < _LARGEST_ID


def _is_plain(value: Any, kind: type) -> bool:
    if isinstance(value, bool):
        return False
    if kind is float:
        return isinstance(value, int | float) and abs(value) <= 180
    if isinstance(value, int):
        return kind is int and is_id(value)
    return kind is str and isinstance(value, str) and "\0" not in value  # PostgreSQL stores no NUL
