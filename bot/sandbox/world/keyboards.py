"""Validates keyboards like the Bot API."""

from typing import Any

from bot.sandbox.world.html import address
from bot.sandbox.world.refusals import Refusal, bad_request

CALLBACK_DATA_LIMIT = 64
"""Bytes (core.telegram.org/bots/api#inlinekeyboardbutton)."""
BUTTON_LIMIT = 100
"""Maximum number of buttons under one message. The server refuses more."""

Markup = dict[str, Any]

_ACTIONS = ("url", "callback_data", "copy_text", "switch_inline_query")
_STYLES = ("primary", "success", "danger")


def _unreadable(what: str, reason: str) -> Refusal:
    return bad_request(f"can't parse {what}: {reason}")


def read_markup(markup: object, *, private: bool) -> Markup | None:
    """Returns the keyboard that the server stores; None if it is empty.

    The result has exactly one of the keys `inline_keyboard`, `keyboard` and `remove_keyboard`.
    """
    if markup is None or markup == {}:
        return None
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" in markup:
        rows = _rows(markup["inline_keyboard"], "inline keyboard")
        kept = [row for row in ([b for b in map(_inline_button, r) if b] for r in rows) if row]
        if sum(map(len, kept)) > BUTTON_LIMIT:
            raise bad_request("reply markup is too long")
        return {"inline_keyboard": kept} if kept else None
    if "keyboard" in markup:
        return _reply_keyboard(markup, private=private)
    if markup.get("remove_keyboard"):
        return {"remove_keyboard": True}
    raise bad_request("can't parse reply markup: Markup has no known kind of keyboard")


def _rows(rows: object, what: str) -> list[list[Any]]:
    if not isinstance(rows, list):
        raise _unreadable(f"{what} markup JSON object", f'Field "{what.replace(" ", "_")}" must be of type Array')
    if any(not isinstance(row, list) for row in rows):
        raise _unreadable(what, "Field must be an Array of Arrays")
    return rows


def _inline_button(button: object) -> Markup | None:
    """Returns the validated button; None for a button without text, which Telegram drops silently."""
    what = "inline keyboard button"
    if not isinstance(button, dict):
        raise _unreadable(what, "Object expected")
    text = button.get("text", "")
    if not isinstance(text, str):
        raise _unreadable(what, 'Field "text" must be of type String')
    if not text.strip():
        return None
    actions = [a for a in _ACTIONS if button.get(a) or (a == "switch_inline_query" and a in button)]
    if not actions:
        raise _unreadable(what, "Text buttons are not allowed in the inline keyboard")
    kept = {"text": text, actions[0]: button[actions[0]]}
    if button.get("style"):
        if button["style"] not in _STYLES:
            raise _unreadable(what, "Unsupported button style specified")
        kept["style"] = button["style"]
    _check_action(kept, actions[0])
    return kept


def _check_action(button: Markup, action: str) -> None:
    value = button[action]
    if action == "callback_data" and len(str(value).encode()) > CALLBACK_DATA_LIMIT:
        raise bad_request("BUTTON_DATA_INVALID")
    if action == "url":
        url = address(value)
        if url is None:
            raise bad_request(f"inline keyboard button URL '{value}' is invalid: Wrong HTTP URL")
        button["url"] = url
    if action == "copy_text" and not 1 <= len(value.get("text", "")) <= 256:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")


def _reply_keyboard(markup: Markup, *, private: bool) -> Markup | None:
    rows = _rows(markup["keyboard"], "keyboard")
    kept = [row for row in ([_reply_button(b, private=private) for b in r] for r in rows) if row]
    if not kept:
        return None
    options = ("is_persistent", "resize_keyboard", "one_time_keyboard", "input_field_placeholder", "selective")
    placeholder = markup.get("input_field_placeholder") or ""
    if len(placeholder) > 64:
        raise bad_request("input field placeholder is too long")
    return {"keyboard": kept, **{k: markup[k] for k in options if markup.get(k)}}


def _reply_button(button: object, *, private: bool) -> Markup:
    what = "keyboard button"
    if isinstance(button, str):
        button = {"text": button}
    if not isinstance(button, dict):
        raise _unreadable(what, "Object expected")
    if not button.get("text"):
        raise _unreadable(what, 'Field "text" must be of type String')
    if not button.get("request_contact"):
        return {"text": button["text"]}
    if not private:
        raise bad_request("request contact buttons can be used in private chats only")
    return {"text": button["text"], "request_contact": True}
