"""Views of translations."""

import html
from collections.abc import Sequence
from typing import Final

from bot.i18n.translator import Translator
from bot.usecases.translations import Source, Translated
from handlers.translations.buttons import TranslatePress
from handlers.ui.view import Button, Rows, View, row, shortened

_SHOWN: Final = 3_000  # characters of all translations; a message holds 4,096 with its markup


def translate_row(t: Translator, source: Source, number: int, *languages: str | None) -> Rows:
    """Returns a row with *Translate*; none without a service, or if the reader reads all these languages."""
    if not t.can_translate or all(t.reads(language or "und") for language in languages):
        return ()
    return (row(translate_button(t, TranslatePress(source, number))),)


def translate_button(t: Translator, press: TranslatePress) -> Button:
    return Button(text=t("🌐 Translate"), press=press)


def translations(t: Translator, found: Sequence[Translated]) -> View:
    """Shows the translations, marked as made by a machine."""
    if not found:
        return View(text=t("This is in a language that you read."))
    each = _SHOWN // len(found)
    parts = [part for one in found for part in (_heading(t, one), html.escape(shortened(one.text, each)))]
    note = t("A machine translated this. Ask the other side before you rely on a detail.")
    return View(text="\n\n".join([*parts, f"<i>{note}</i>"]))


def _heading(t: Translator, one: Translated) -> str:
    name = "" if one.language == "und" else t.locale.languages.get(one.language, "")
    if not name:
        return t("🌐 <b>Machine translation</b>")
    return t("🌐 <b>Machine translation</b> ({language})", language=html.escape(name))
