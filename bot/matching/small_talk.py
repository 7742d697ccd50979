"""Tells messages that neither offer nor seek anything: greetings, questions about the bot, bare names and addresses."""

import re

from bot.matching.cues import Cue, cue_pattern
from bot.matching.intents import find_intents, folded_message
from bot.matching.keys import name_key
from bot.matching.legal_forms import legal_forms
from bot.matching.normalise import fold

_LONGEST = 200  # folded characters; a longer message says something
_LONGEST_NAME = 80
_MOST_NAME_WORDS, _MOST_CITY_WORDS = 8, 2
_ADDRESS = re.compile(
    r"(?:https?://|www\.)\S{1,200}|\S{1,60}@\S{1,60}|"
    r"\b[\w-]{1,60}\.(?:com|cn|rs|org|net|eu|de|fr|it|ru|io)\b(?:/\S{0,200})?|\+?\d[\d ()/.-]{5,30}"
)
_LEFT = re.compile("[^\\W\\d_]+")
_FEWEST_LETTERS, _FEWEST_HAN = 4, 2
_HAN = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_PARTNERS = (Cue.SEEK, Cue.PARTNER)
_TALK = (Cue.SMALL_TALK, Cue.GREETING, Cue.COURTESY)
_FILLER = re.compile(
    r"\b(?:i|we|am|are|everyone|everybody|all|there|would|like|want|know|about|it|is|this|you|your|a|an|the|for|some|any|new|my|our|to|in|with|business|companies|company|people|meet|from|"
    r"und|der|die|das|fur|wir|nous|des|un|une|pour|de|la|el|para|di|per|i|za|sa|и|a|and|nove|poslovn\w*|strane)\b"
)


def says_nothing(text: str) -> bool:
    """Returns True if nothing is left of a message without courtesies, addresses, and a wish for just any partner."""
    folded = _ADDRESS.sub(" ", folded_message(text))
    if len(folded) > _LONGEST:
        return False
    if _is_name(text):
        return True
    for cues in (_TALK, (*_TALK, *_PARTNERS)):
        left = folded
        for cue in cues:
            left = cue_pattern(cue).sub(" ; ", left)
        if not _says(_FILLER.sub(" ", left)):
            return True
    return False


def _says(folded: str) -> bool:
    letters = "".join(_LEFT.findall(folded))
    return len(letters) >= _FEWEST_LETTERS or len(_HAN.findall(letters)) >= _FEWEST_HAN


def _is_name(text: str) -> bool:
    """Returns True for the name of a company alone, with its legal form at the end."""
    key = name_key(text)
    if "\n" in text.strip() or len(text) > _LONGEST_NAME or "," in text.rstrip("., ").rpartition(",")[0]:
        return False
    words, forms = tuple(key.split()), legal_forms()
    if len(words) <= _MOST_NAME_WORDS and not find_intents(fold(text)):
        ends = {words[: len(words) - city] for city in range(_MOST_CITY_WORDS + 1)}
        if any(one[-len(form) :] == form and len(one) > len(form) for one in ends for form in forms.words):
            return True
    return key.endswith(forms.han)
