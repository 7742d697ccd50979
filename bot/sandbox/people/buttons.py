"""Finds buttons by their labels."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot.sandbox.world.chats import Chat, Json, Record

_FIRST_CJK = "\u2e80"


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """A button sent by the bot, and its message; None for the reply keyboard."""

    action: Json
    record: Record | None = None

    @property
    def label(self) -> str:
        return str(self.action["text"])


def inline_buttons(records: Iterable[Record]) -> list[Button]:
    """Returns all inline buttons of the messages, row by row."""
    return [
        Button(action=button, record=record)
        for record in records
        for row in record.message.get("reply_markup", {}).get("inline_keyboard", [])
        for button in row
    ]


def reply_keyboard(chat: Chat) -> Json | None:
    """Returns the visible reply keyboard."""
    with_one = [r.keyboard for r in chat if r.keyboard]
    return with_one[-1] if with_one and "remove_keyboard" not in with_one[-1] else None


def reply_buttons(chat: Chat) -> list[Button]:
    return [Button(action=b) for row in (reply_keyboard(chat) or {}).get("keyboard", []) for b in row]


def find_button(buttons: Iterable[Button], *, label: str = "", data: str | None = None) -> Button | None:
    """Returns the first button with this callback data or label.

    A label matches exactly, otherwise as whole words in any case: "Accept" finds "✅ Accept", but "No" does not find
    "Not now". In Chinese, which has no spaces, any part matches.
    """
    buttons = list(buttons)
    if data is not None:
        for button in buttons:
            if button.action.get("callback_data") == data:
                return button
    if not label:
        return None
    exact = (b for b in buttons if b.label == label)
    partly = (b for b in buttons if _words(label).search(b.label.casefold()))
    return next(exact, None) or next(partly, None)


def _words(label: str) -> re.Pattern[str]:
    wanted = label.casefold()
    before = r"(?<!\w)" if wanted[0] < _FIRST_CJK else ""
    after = r"(?!\w)" if wanted[-1] < _FIRST_CJK else ""
    return re.compile(f"{before}{re.escape(wanted)}{after}")


def listed(buttons: Iterable[Button]) -> str:
    return ", ".join(repr(b.label) for b in buttons) or "none at all"
