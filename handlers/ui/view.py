"""A message as plain data: text, buttons and file. See `screen` for the functions that send it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from telegram import InlineKeyboardMarkup

from bot.i18n.translator import Translator
from bot.telegram.plain_requests import Markup
from handlers.ui.buttons import Press
from storage.vocabulary import FileKind

V = TypeVar("V")


class Style(StrEnum):
    """The colour of a button since Bot API 9.4. Earlier servers and apps show it like any other button."""

    NEXT = "primary"
    """The next step. At most one per message."""
    FINAL = "danger"
    """It cannot be undone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """An inline button: exactly one of `press`, `url`, `copy` and `share` is set."""

    text: str
    press: Press | None = None
    url: str | None = None
    copy: str | None = None
    share: str | None = None
    """Lets the person choose a chat, where these words are asked inline. Telegram refuses it without inline mode."""
    style: Style | None = None


Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file that Telegram already has."""

    file_id: str
    kind: FileKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file that we upload. If `content` is a callable, it runs in a thread."""

    content: bytes | Callable[[], bytes]
    name: str
    kind: FileKind = FileKind.DOCUMENT


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A message. `text` is HTML in which people's words are escaped already."""

    text: str
    rows: Rows = ()
    attachment: Attachment | Upload | None = None
    contact_request: str | None = None
    """The label of a keyboard button that shares the person's phone number. Only for a new message."""
    remove_keyboard: bool = False
    silent: bool = False
    """Sent without a sound."""
    without_file: str | None = None
    """The text to send if Telegram no longer has the attachment; None for the same text."""
    without_voice: str | None = None
    """The text to send if the person's Telegram refuses voice messages; None for the same text."""


def row(*buttons: Button) -> tuple[Button, ...]:
    return buttons


def grid(buttons: Sequence[Button], per_row: int) -> Rows:
    return tuple(tuple(buttons[start : start + per_row]) for start in range(0, len(buttons), per_row))


def choice_rows(t: Translator, labels: Mapping[V, str], press: Callable[[V], Press]) -> Rows:
    """Returns one button per row for each value and its label, a message id."""
    return tuple(row(Button(text=t(label), press=press(value))) for value, label in labels.items())


def shortened(text: str, longest: int) -> str:
    """Returns at most `longest` characters, the last one "…" if something was cut off."""
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"


def markup(view: View) -> Markup | None:
    """Returns the keyboard as the Bot API describes it."""
    if view.contact_request is not None:
        button = {"text": view.contact_request, "request_contact": True}
        return {"keyboard": [[button]], "resize_keyboard": True, "one_time_keyboard": True}
    if view.remove_keyboard:
        return {"remove_keyboard": True}
    return inline_keyboard(view.rows)


def inline(rows: Rows) -> InlineKeyboardMarkup | None:
    """Returns the buttons for python-telegram-bot's methods."""
    plain = inline_keyboard(rows)
    return None if plain is None else InlineKeyboardMarkup.de_json(plain, None)


def inline_keyboard(rows: Rows) -> dict[str, Any] | None:
    return {"inline_keyboard": [[_inline_button(button) for button in each] for each in rows]} if rows else None


def without_copy_buttons(rows: Rows) -> Rows:
    """An older Bot API server may refuse copy buttons."""
    others = (tuple(button for button in each if button.copy is None) for each in rows)
    return tuple(each for each in others if each)


def _inline_button(button: Button) -> dict[str, Any]:
    plain: dict[str, Any] = {"text": button.text}
    if button.press is not None:
        plain["callback_data"] = button.press.pack()
    elif button.url is not None:
        plain["url"] = button.url
    elif button.copy is not None:
        plain["copy_text"] = {"text": button.copy}
    elif button.share is not None:
        plain["switch_inline_query"] = button.share
    else:
        raise ValueError(f"the button {button.text!r} has no action")
    if button.style is not None:
        plain["style"] = button.style.value
    return plain
