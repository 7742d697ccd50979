"""Compares company names. Ignores legal form and script, and tolerates typing errors and another word order."""

import re
from collections.abc import Sequence

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from bot.matching.keys import MAX_NAME, han_runs, name_key
from bot.matching.legal_forms import legal_forms
from bot.matching.normalise import fold
from bot.matching.place_index import country_index

LIKELY_SAME = 0.85
"""Similarity from which a person is asked "is this you?".

One typing error in a word of seven letters gives 0.86 and is found. Two different trade words ("Nova Tech", "Nova
Text") stay below, because every word needs a counterpart in the other name.
"""

_LIKE = 74  # rapidfuzz, 0 to 100: a name with an error or two stays above, another name falls below
_CONTAINED = 99.0
_CONTAINED_IN_PINYIN = 98.0
_SHORTEST_PINYIN = 2  # letters or Chinese characters; one alone is in many names
_DOTTED_DOO = re.compile(r"\bd\.\s?o\.\s?o\b\.?")
_MOST_FORM_WORDS = 4
_SHORTEST_FORGIVEN = 6  # in a shorter word, one changed letter makes another word


def company_key(name: str, country: str | None = None) -> str:
    """Returns the name without script, case, accents, legal form and the name of the country.

    Never empty for a name with letters: a name that consists only of such words keeps them.
    """
    # Becomes one word first. Otherwise it would merge with initials before it: "A.S. d.o.o.".
    whole = name_key(_DOTTED_DOO.sub(" doo ", fold(name, MAX_NAME)))
    key = _without_han_forms(whole)
    words = _without_word_forms(key.split())
    words = _without_country(words, country)
    return " ".join(words) or whole


def same_company(a: str, b: str) -> float:
    """Returns the likelihood that two names mean one company, 0 to 1; symmetric. See LIKELY_SAME."""
    key_a, key_b = company_key(a), company_key(b)
    if not key_a or not key_b:
        return 0.0
    if key_a == key_b or key_a.replace(" ", "") == key_b.replace(" ", ""):
        return 1.0
    if han_runs(key_a) or han_runs(key_b):
        return _same_in_han(key_a.replace(" ", ""), key_b.replace(" ", ""))
    return _same_in_words(key_a.split(), key_b.split())


def _same_in_words(a: list[str], b: list[str]) -> float:
    """Returns the similarity of two names in words.

    Every word of the shorter name needs a counterpart. Additional words of the longer one (a town, a trade) cost a
    little.
    """
    fewer, more = sorted((a, b), key=lambda words: (len(words), len("".join(words)), words))
    remaining = list(more)
    answered = []
    for word in fewer:
        best = max(remaining, key=lambda other: _same_word(word, other))
        answered.append((_same_word(word, best), len(word)))
        remaining.remove(best)
    weakest = min(score for score, _ in answered)
    mean = sum(score * size for score, size in answered) / sum(size for _, size in answered)
    together = mean if weakest > 0 else mean * 0.6
    if len("".join(fewer)) < _SHORTEST_FORGIVEN and remaining:
        return together * 0.6  # "Lin" is not "Lin Chemicals"
    return together * (1 - min(0.3, 0.06 * len(remaining)))


def _same_word(a: str, b: str) -> float:
    """Returns 1 for the same word, less with a typing error, 0 for different words."""
    if a == b:
        return 1.0
    longer = max(len(a), len(b))
    slips = 0 if min(len(a), len(b)) < _SHORTEST_FORGIVEN else 1 if longer < 9 else 2
    distance = OSA.distance(a, b, score_cutoff=slips)
    return 1 - distance / longer if distance <= slips else 0.0


def _same_in_han(a: str, b: str) -> float:
    """Returns the similarity of two Chinese names (place + name + trade).

    A missing character makes a short form, a changed character makes another company.
    """
    if a in b or b in a:
        shorter, longer = sorted((a, b), key=len)
        return 0.95 - 0.3 * (1 - len(shorter) / len(longer)) if len(shorter) >= 4 else 0.5
    return 0.8 * fuzz.ratio(_without_places(a), _without_places(b)) / 100


def _without_places(name: str) -> str:
    """Returns the name without a leading town (上海市 or 上海), but with at least two characters."""
    for place in legal_forms().han_places:
        for front in (place + "市", place + "省", place):
            if name.startswith(front) and len(name) - len(front) >= 2:
                return name[len(front) :]
    return name


def _without_han_forms(key: str) -> str:
    for form in legal_forms().han:
        if form in key and len(key.replace(form, "").strip()) >= 2:
            key = key.replace(form, "")
    return re.sub(r"(?<=[\u4e00-\u9fff])(市|省)(?=[\u4e00-\u9fff]{2})", "", key)


def _without_word_forms(words: list[str]) -> list[str]:
    """Returns the words without legal forms at either end or, as in "Senzor DOO Niš", in the middle."""
    forms = legal_forms().words
    kept: list[str] = []
    at = 0
    while at < len(words):
        size = next((n for n in range(_MOST_FORM_WORDS, 0, -1) if tuple(words[at : at + n]) in forms), 0)
        if not size:
            kept.append(words[at])
        at += size or 1
    if any(len(word) > 1 for word in kept):
        return kept
    if kept and kept[-1] == words[-1]:
        return words  # "Company A" and "Group 4": many names would share the letter alone
    return words[:-1] if len(words) > 1 else words  # "AS d.o.o.": the name itself looks like a legal form


def _without_country(words: list[str], country: str | None) -> list[str]:
    """Returns the words without the country's name at the end ("Bosch Serbia"), which its registers rarely include."""
    if country is None or len(words) < 2:
        return words
    is_country = any(one.place == country for one in country_index().exact.get(words[-1], ()) if one.confidence == 1.0)
    return words[:-1] if is_country and len(words[-1]) > 3 else words


def similar_names(text: str, names: Sequence[str]) -> list[int]:
    """Returns the positions of names similar to the typed text or a part of them, in any script, best first.

    Chinese names are also found by their pinyin, with or without spaces, and the other way round.
    """
    typed = company_key(text[:MAX_NAME]) or name_key(text[:MAX_NAME])
    if not typed:
        return []
    scores = [_likeness(typed, text, name) for name in names]
    return [at for at in sorted(range(len(names)), key=lambda at: -scores[at]) if scores[at] >= _LIKE]


def _likeness(typed: str, text: str, name: str) -> float:
    key = name_key(name)
    if typed in key:
        return _CONTAINED
    in_two_scripts = bool(han_runs(typed)) != bool(han_runs(key)) and len(typed) >= _SHORTEST_PINYIN
    if in_two_scripts and _in_pinyin(typed) in _in_pinyin(key):
        return _CONTAINED_IN_PINYIN
    return max(fuzz.partial_ratio(typed, key), 100 * same_company(text, name))


def _in_pinyin(key: str) -> str:
    """Returns the letters of a key without spaces, Chinese characters as pinyin without tones."""
    from pypinyin import lazy_pinyin

    return "".join(lazy_pinyin(key.replace(" ", "")))
