"""Guesses from the text of a listing: its language and likely sectors."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any, Final

from babel import Locale

from bot.i18n.translator import CLDR
from bot.matching.language_guess import guess_language
from bot.matching.sector_terms import term_hits
from bot.matching.sectors import SectorGuess
from handlers.forms.context import Data, FieldContext
from storage.vocabulary import Language

UNKNOWN: Final = "und"
SURE: Final = 0.35  # confidence from which a guess is preselected
_PRESELECTED: Final = 2  # sectors
LIKELY: Final = 0.5  # confidence from which a guessed sector is ticked
_MOST_SPOKEN: Final = 3  # sectors
_BY_MEANING: Final = 0.75  # confidence from which a sentence with at most one keyword sets a sector
_SENTENCE_WORDS, _SENTENCE_HAN = 6, 10  # words, or Chinese characters, that make a sentence
_READ_FROM: Final = "_guessed_from"

_OFFERED: Final = ("en", "zh", "sr", "de", "fr", "es", "it", "ru", "ko", "ja", "tr", "ar", "pt", "hu", "pl", UNKNOWN)


def languages(_data: Data) -> Mapping[str, str]:
    """Returns the languages that a listing may have, each by its own name."""
    return {code: language_name(code) for code in _OFFERED}


# Babel names a language in one script only. Many readers of Serbian use the other script.
_IN_TWO_SCRIPTS: Final = {"sr": "Srpski / Српски"}


def language_name(code: str) -> str:
    if code == UNKNOWN:
        return "?"
    return _IN_TWO_SCRIPTS.get(code) or (Locale.parse(code).display_name or code).capitalize()


async def guess(ctx: FieldContext) -> dict[str, Any]:
    """Guesses language and sectors from title and summary. Guesses again when either has changed.

    Guessed sectors come first and ticked, but are still asked. Chosen sectors stay.
    """
    data = ctx.data
    title, summary = data.get("title"), data.get("summary")
    text = f"{title}\n{summary}"
    if not title or not summary or data.get(_READ_FROM) == text:
        return {}
    found: dict[str, Any] = {_READ_FROM: text}
    hint = CLDR[ctx.t.language].split("_")[0]
    guess = await asyncio.to_thread(guess_language, text, hint)
    found["language"] = guess.code if guess.confidence >= SURE else hint_or_unknown(ctx.t.language, text)
    if not data.get("sectors"):
        likely = await asyncio.to_thread(ctx.sectors.guess, text)
        found["_sectors_found"] = [sector.id for sector in likely]
        found["sectors"] = [sector.id for sector in likely if sector.confidence >= LIKELY][:_PRESELECTED] or None
    return found


def hint_or_unknown(language: Language, text: str) -> str:
    """Returns the interface language if the text uses its script, otherwise "und"."""
    is_han = any("\u4e00" <= character <= "\u9fff" for character in text)
    return CLDR[language].split("_")[0] if is_han == (language is Language.ZH) else UNKNOWN


def likely_sectors(text: str, likely: Sequence[SectorGuess]) -> list[str]:
    """Returns the likely sectors, best first.

    Returns none if only a single word indicates them: "sertifikat" sets no sector. A sentence may indicate one by its
    meaning.
    """
    words = {hit.position for hit in term_hits(text)}
    least = LIKELY if len(words) > 1 else _BY_MEANING if _is_sentence(text) else 1.0
    return [one.id for one in likely if one.confidence >= least][:_MOST_SPOKEN]


def _is_sentence(text: str) -> bool:
    return (
        len(text.split()) >= _SENTENCE_WORDS or sum("\u3400" <= letter <= "\u9fff" for letter in text) >= _SENTENCE_HAN
    )
