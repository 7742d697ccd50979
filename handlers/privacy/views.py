"""Views of /export and /forgetme."""

import html
import json
from collections.abc import Sequence
from typing import Any, Final

from bot.i18n.translator import Translator
from handlers.privacy.buttons import ForgetPress
from handlers.ui.screen import Button, Upload, View, row

FILE_NAME: Final = "partnerbridge.json"


def export(t: Translator, document: dict[str, Any]) -> View:
    content = json.dumps(document, ensure_ascii=False, indent=2).encode()
    text = t("📦 This is all the data I have about you. It does not include the contact data of others.")
    return View(text=text, attachment=Upload(content=content, name=FILE_NAME))


def sure(t: Translator, going: Sequence[str], *, listed: bool = False) -> View:
    """One confirmation; what goes with the person is said. `listed`: an organizer imported something about them."""
    text = t(
        "<b>Delete everything?</b> Your name, contact data, messages and settings are deleted at once and "
        "cannot be restored. The other side of each of your introductions sees “withdrawn”."
    )
    if going:
        names = t.list(html.escape(name) for name in going)
        text += "\n\n" + t(
            "<b>{companies}</b> and all their listings are deleted too, because nobody else represents them.",
            companies=names,
        )
    if listed:
        text += "\n\n" + t("What organizers imported about you is deleted too. They are told which rows.")
    return View(
        text=text,
        rows=(
            row(Button(text=t("🗑 Yes, delete everything"), press=ForgetPress(1))),
            row(Button(text=t("No, keep it"), press=ForgetPress(0))),
        ),
    )


def forgotten(t: Translator) -> View:
    return View(text=t("🗑 Everything is deleted. If you ever want to come back, press /start."))


def kept(t: Translator) -> View:
    return View(text=t("Nothing was deleted."))


def unknown(t: Translator) -> View:
    return View(text=t("I have no data about you."))
