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
    text = t("📦 This is all that I keep of you. The contact data of others is not in it: that is theirs.")
    return View(text=text, attachment=Upload(content=content, name=FILE_NAME))


def sure(t: Translator, going: Sequence[str]) -> View:
    """One confirmation; which companies go with the person is said."""
    text = t(
        "<b>Delete everything?</b> Your name, contact data, messages and settings are deleted at once and cannot be "
        "brought back. Those to whom you are being introduced, or were, see “withdrawn”."
    )
    if going:
        names = t.list(html.escape(name) for name in going)
        text += "\n\n" + t(
            "With you go <b>{companies}</b> and all their listings, because nobody else speaks for them.",
            companies=names,
        )
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
    return View(text=t("I keep nothing of you."))
