"""Keys of persons' names that are equal for spellings too different to be compared letter by letter. Pure."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from bot.usecases.screening.east_asian import chinese_keys, korean_keys

# German writes Shelesow, Woronzow and Tschaikow for Zhelezov, Vorontsov and Chaikov.
_GERMAN_ENDING: Final = re.compile("[eo]w(?:a?$|sk)")
_GERMAN_SOUNDS: Final = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        ("tsch|tch", "c"), ("sch|sh|zh|ts|z", "s"), ("ch", "c"), ("w", "v"), ("[jy]o(?=v)", "ev"), ("[jy]", "i"),
        ("ii+|ei|ie", "i"), ("evv", "ev"), ("kh", "h"), (r"(.)\1", r"\1"),
    )
)  # fmt: skip
# Belarusian writes Dzianisau, Tsimafeyeu and Karalkou for Denisov, Timofeev and Korolkov.
_BELARUSIAN_ENDING: Final = re.compile("[aeo]u(?:$|sk)")
_BELARUSIAN_SOUNDS: Final = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        ("(?<=[aeo])[uw](?=$|sk)", "v"), ("x", "ks"), ("dz", "d"), ("tsi|ci", "ti"), ("h|kh", "g"),
        ("y[aeo]|i[aeo]|j[aeo]", "e"),
        ("[yj]", "i"), ("ii+|ei", "i"), ("o", "a"), ("e", "a"), (r"(.)\1", r"\1"),
    )
)  # fmt: skip
# Polish writes Grzegorzewski and Wojciech for what others spell Gzhegozhevskiy and Voytsekh.
_POLISH_SPELLING: Final = re.compile("rz|sz|cz|wsk|[^aeiou]w|ci[aeou]|dzi|^w|jc")
_POLISH_SOUNDS: Final = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        ("szcz|shch", "S"), ("rz|zh", "z"), ("sz|sh", "s"), ("cz|tch", "C"), ("tsi?(?=[aeou])|ci?(?=[aeou])", "ts"),
        ("kh|ch$", "h"), ("ch", "C"), ("sk(?:iy|ij|yi|y|ii|i)$", "ski"), ("w", "v"),
        ("[yj](?=[aeou])", ""), ("[yj]", "i"), ("i(?=[aeou])", ""), (r"(.)\1", r"\1"),
    )
)  # fmt: skip
_ARTICLE: Final = re.compile(r"\b(?:al|el|ul)[- ](?=\w{3})|\b(?:al|el)(?=[bdghjklmnqrstz]\w{4})", re.IGNORECASE)
_ARABIC_VOWELS: Final = str.maketrans("oey", "uii")


_SOUNDS: Final = {"ru": _GERMAN_SOUNDS, "by": _BELARUSIAN_SOUNDS, "pl": _POLISH_SOUNDS}
_BOTH_WAYS: Final = {"+": "+-", "-": "+"}


def person_keys(name: str, bare: Sequence[str]) -> frozenset[str]:
    """Returns the keys of a name; `bare` are its words in plain Latin letters. See `keys_to_look_up`."""
    if not bare:
        return frozenset()  # in Arabic script
    return frozenset((
        *chinese_keys(name, bare), *korean_keys(name, bare), _arabic_key(name, bare),
        *_keys("ru", bare, _GERMAN_ENDING, most=3),
        *_keys("by", bare, _BELARUSIAN_ENDING, most=3), *_keys("pl", bare, _POLISH_SPELLING, most=2),
    ))  # fmt: skip


def keys_to_look_up(name: str, bare: Sequence[str]) -> frozenset[str]:
    """Returns the keys of names that are the same.

    A name in a language's own spelling (+) is also found without it (-), and the reverse; two without it are not.
    """
    return frozenset(
        key[:2] + sign + key[3:] if key[2] in _BOTH_WAYS else key
        for key in person_keys(name, bare)
        for sign in _BOTH_WAYS.get(key[2], "=")
    )


def _keys(language: str, bare: Sequence[str], own: re.Pattern[str], *, most: int) -> Iterator[str]:
    """Yields a key of the first word and each other one, which may be the family name or the father's."""
    if len(bare) > most:
        return
    for other in bare[1:]:
        sign = "+" if own.search(bare[0]) or own.search(other) else "-"
        yield language + sign + " ".join(sorted(_in_sounds(word, language) for word in (bare[0], other)))


@lru_cache(maxsize=65_536)
def _in_sounds(word: str, language: str) -> str:
    for pattern, sound in _SOUNDS[language]:
        word = pattern.sub(sound, word)
    return word


def _arabic_key(name: str, bare: Sequence[str]) -> str:
    """Returns the key of a name that may have the Arabic article: Umar Zahrani."""
    words = sorted(_ARTICLE.sub("", word).translate(_ARABIC_VOWELS) for word in bare)
    return ("ar+" if _ARTICLE.search(name) else "ar-") + " ".join(words)
