"""Finding buttons as a person does: by what is written on them."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.sandbox.world.chats import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """A button as it went over the wire, and the message it hangs under; None for the reply keyboard."""

    action: Json
    message: Json | None = None

    @property
    def label(self) -> str:
        return str(self.action["text"])


def buttons_of(message: Json) -> list[Button]:
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [Button(action=button, message=message) for row in rows for button in row]


def find_button(buttons: Iterable[Button], *, label: str = "", data: str | None = None) -> Button | None:
    """The first with this callback data, or this label: exactly, else as a part of it without regard to case."""
    buttons = list(buttons)
    if data is not None:
        for button in buttons:
            if button.action.get("callback_data") == data:
                return button
    if not label:
        return None
    wanted = label.casefold()
    exact = (b for b in buttons if b.label == label)
    partly = (b for b in buttons if wanted in b.label.casefold())
    return next(exact, None) or next(partly, None)


def listed(buttons: Iterable[Button]) -> str:
    return ", ".join(repr(b.label) for b in buttons) or "none at all"
