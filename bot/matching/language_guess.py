"""Guesses the language of a text, first by script and letters, then with py3langid among the script's languages."""

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from bot.matching.cues import Cue, cue_hits
from bot.matching.normalise import clean, fold

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

MAX_TEXT = 1_000
_ENOUGH = 60
"""Number of letters from which a statistical guess counts in full. In shorter texts it counts less."""
_WEAK = 0.3  # below this confidence, the writer's own language is the better guess
_HINTED = 0.5

_SCRIPTS = {
    "ko": re.compile("[\uac00-\ud7af]"),
    "ja": re.compile("[\u3040-\u30ff]"),
    "zh": re.compile("[\u3400-\u9fff]"),
    "el": re.compile("[\u0370-\u03ff]"),
    "he": re.compile("[\u0590-\u05ff]"),
    "th": re.compile("[\u0e00-\u0e7f]"),
    "ka": re.compile("[\u10a0-\u10ff]"),
    "hy": re.compile("[\u0530-\u058f]"),
    "hi": re.compile("[\u0900-\u097f]"),
}
_LETTERS = {
    "latin": re.compile("[a-zÀ-ɏ]"),
    "cyrillic": re.compile("[\u0400-\u04ff]"),
    "arabic": re.compile("[\u0600-\u06ff]"),
}
_MEMBERS = {
    "latin": [
        "en", "sr", "hr", "bs", "sl", "sq", "de", "fr", "es", "it", "pt", "nl", "pl", "cs", "sk", "hu", "ro",
        "tr", "sv", "da", "nb", "fi", "et", "lv", "lt", "vi", "id", "ms",
    ],
    "cyrillic": ["sr", "mk", "bg", "ru", "uk", "be", "kk"],
    "arabic": ["ar", "fa", "ur"],
}  # fmt: skip
_SIBLINGS = frozenset({"sr", "hr", "bs"})
# Letters that only one Cyrillic alphabet has.
_GIVEAWAYS = (("sr", "ђћ"), ("mk", "ѓќѕ"), ("uk", "їєґ"), ("be", "ў"), ("kk", "қғңұәө"), ("sr", "џљњј"), ("ru", "ыэё"))
# their letters, and no letters of neighbouring languages
_SOUTH_SLAVIC = re.compile(r"(?=.*[čćšžđ])[a-zčćšžđ\W\d_]*", re.DOTALL)
_CROATIAN = re.compile(r"\b(tvrtk|tko\b|uvjet|sustav|tijek|tjed[an]|uporab|tisu[cć]|europ|zrak)")
_FOREIGN_TO_SERBIAN = re.compile("[щъыэёюяйьіїєґў]")


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageGuess:
    """ISO 639-1 code ("und" if unknown) and confidence from 0 to 1."""

    code: str
    confidence: float


def guess_language(text: str, hint: str | None = None) -> LanguageGuess:
    """Returns the language of a text. `hint` (ISO 639) is the writer's interface language and decides close cases."""
    text = clean(text, MAX_TEXT).lower()
    letters = sum(map(str.isalpha, text))
    if not letters:
        return LanguageGuess(code="und", confidence=0.0)
    script = _by_script(text, letters)
    if script is not None:
        return script
    counts = {name: len(pattern.findall(text)) for name, pattern in _LETTERS.items()}
    alphabet = max(counts, key=lambda name: counts[name])
    if not counts[alphabet]:
        return LanguageGuess(code="und", confidence=0.0)
    if alphabet == "cyrillic":
        told = _by_letters(text, hint)
        if told is not None:
            return told
    guess = _with_hint(_by_statistics(text, alphabet, letters), text, hint)
    if guess.confidence < _WEAK and hint in _MEMBERS[alphabet] and (hint != "en" or text.isascii()):
        return LanguageGuess(code=hint, confidence=_HINTED)
    return guess


def language_by_script(text: str) -> str | None:
    """Returns the language if the script of a cleaned text has only one, without loading the statistics."""
    told = _by_script(text, sum(map(str.isalpha, text)))
    return None if told is None else told.code


def _by_script(text: str, letters: int) -> LanguageGuess | None:
    """Returns the language if the script has only one. Chinese characters count as three letters; kana are Japanese."""
    for code, pattern in _SCRIPTS.items():
        found = len(pattern.findall(text))
        weight = 3 if code in {"zh", "ja", "ko"} else 1
        if found and weight * found > letters - found:
            return LanguageGuess(code=code, confidence=0.95 if found > 1 else 0.6)
    return None


def _by_letters(text: str, hint: str | None) -> LanguageGuess | None:
    for code, giveaways in _GIVEAWAYS:
        if any(letter in text for letter in giveaways):
            return LanguageGuess(code=code, confidence=0.95)
    if hint == "sr" and not _FOREIGN_TO_SERBIAN.search(text):
        return LanguageGuess(code="sr", confidence=0.8)
    return None


@cache
def _identifier() -> "LanguageIdentifier":
    """Returns the identifier, which takes half a second to load. Threads may share it, because it never changes."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def _by_statistics(text: str, alphabet: str, letters: int) -> LanguageGuess:
    ranked = [(str(code), float(share)) for code, share in _identifier().rank(text) if code in _MEMBERS[alphabet]]
    code, best = max(ranked, key=lambda one: one[1])
    cued = _cue_languages(text)
    if cued and code not in cued:
        return LanguageGuess(code=cued[0], confidence=0.7)
    share = best / max(sum(one for _, one in ranked), 1e-9)
    believed = share * min(1.0, 0.35 + 0.65 * letters / _ENOUGH)
    return LanguageGuess(code=code, confidence=max(believed, 0.8) if cued else believed)


def _cue_languages(text: str) -> list[str]:
    """Returns the languages of the first word of offering or seeking; none if many languages share the word."""
    folded = fold(text, MAX_TEXT)
    hits = [hit for cue in (Cue.SEEK, Cue.OFFER) for hit in cue_hits(cue, folded)]
    first = min(hits, key=lambda hit: hit.start, default=None)
    return sorted(first.languages, key=lambda code: code != "sr") if first and len(first.languages) <= 3 else []


def _with_hint(guess: LanguageGuess, text: str, hint: str | None) -> LanguageGuess:
    """Chooses between Serbian, Croatian and Bosnian by the reader's language, then by words of only one of them."""
    code = guess.code
    if code in _SIBLINGS or (code == "sl" and re.search("[ćđ]", text)):
        code = hint if hint in _SIBLINGS else "hr" if _CROATIAN.search(text) else "sr"
    elif hint == "sr" and code == "sl" and guess.confidence < 0.9:
        code = "sr"
    if code in _SIBLINGS and _SOUTH_SLAVIC.fullmatch(text):
        return LanguageGuess(code=code, confidence=round(max(guess.confidence, 0.75), 2))
    if hint == code:
        return LanguageGuess(code=code, confidence=round(min(0.99, guess.confidence + 0.2), 2))
    return LanguageGuess(code=code, confidence=round(guess.confidence, 2))
