"""What can be told from the text itself, so that it need not be asked: language and likely sectors."""

import asyncio
from collections.abc import Mapping
from typing import Any, Final

from babel import Locale

from bot.i18n.translator import CLDR
from bot.matching.language_guess import guess_language
from handlers.forms.form import Asking, Data
from storage.vocabulary import Language

UNKNOWN: Final = "und"
SURE: Final = 0.35  # confidence from which a guess is shown as the answer, to be changed if wrong
_PRESELECTED: Final = 2
LIKELY: Final = 0.5
_READ_FROM = "_guessed_from"

_OFFERED: Final = ("en", "zh", "sr", "de", "fr", "es", "it", "ru", "ko", "ja", "tr", "ar", "pt", "hu", "pl", UNKNOWN)


def languages(_data: Data) -> Mapping[str, str]:
    """The languages a listing may be marked as, each named in itself."""
    return {code: own_name(code) for code in _OFFERED}


# Babel names a language in one script only, which is not that of half of its readers.
_IN_TWO_SCRIPTS: Final = {"sr": "Srpski / Српски"}


def own_name(code: str) -> str:
    if code == UNKNOWN:
        return "?"
    return _IN_TWO_SCRIPTS.get(code) or (Locale.parse(code).display_name or code).capitalize()


async def settle(asking: Asking) -> dict[str, Any]:
    """Guesses language and sectors once title and summary are there, and again when they were changed.

    Sectors are only put first and ticked; the question is still asked. What the person chose is left alone.
    """
    data = asking.data
    title, summary = data.get("title"), data.get("summary")
    text = f"{title}\n{summary}"
    if not title or not summary or data.get(_READ_FROM) == text:
        return {}
    found: dict[str, Any] = {_READ_FROM: text}
    hint = CLDR[asking.t.language].split("_")[0]
    guess = guess_language(text, hint=hint)
    found["language"] = guess.code if guess.confidence >= SURE else hint_or_unknown(asking.t.language, text)
    if not data.get("sectors"):
        likely = await asyncio.to_thread(asking.services.sectors.guess, text)
        found["_sectors_found"] = [sector.id for sector in likely]
        found["sectors"] = [sector.id for sector in likely if sector.confidence >= LIKELY][:_PRESELECTED] or None
    return found


def hint_or_unknown(language: Language, text: str) -> str:
    """The interface language, where the text at least uses its script."""
    is_han = any("\u4e00" <= character <= "\u9fff" for character in text)
    return CLDR[language].split("_")[0] if is_han == (language is Language.ZH) else UNKNOWN
