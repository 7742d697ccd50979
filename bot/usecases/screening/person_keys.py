"""Keys of persons' names that are equal for spellings too different to be compared letter by letter. Pure."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from bot.usecases.screening.east_asian import chinese_keys, korean_keys

# German writes Shelesow, Woronzow and Tschaikow for Zhelezov, Vorontsov and Chaikov.
_GERMAN_ENDING: Final = re.compile("[eo]w(?:a?$|sk)")
_RUSSIAN_ENDING: Final = re.compile("[eo][vw](?:a?$|sk)")
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


def person_keys(name: str, bare: Sequence[str]) -> frozenset[str]:
    """Returns the keys of a name; `bare` are its words in plain Latin letters. Names with a common key are the same."""
    return frozenset((
        *chinese_keys(name, bare), *korean_keys(name, bare), *_german_keys(bare), *_belarusian_keys(bare),
        *_polish_keys(bare), *_arabic_keys(name, bare),
    ))  # fmt: skip


def is_german_spelling(bare: Sequence[str]) -> bool:
    """Returns True if a Russian name is written as in German."""
    return any(_GERMAN_ENDING.search(word) for word in bare)


def is_belarusian_spelling(bare: Sequence[str]) -> bool:
    """Returns True if a name is written as in Belarusian."""
    return any(_BELARUSIAN_ENDING.search(word) for word in bare)


def _belarusian_keys(bare: Sequence[str]) -> Iterator[str]:
    """Yields a key of the first word and the last, which may be the family name or the father's."""
    ends_like_one = any(_BELARUSIAN_ENDING.search(word) or _RUSSIAN_ENDING.search(word) for word in bare)
    if 2 <= len(bare) <= 3 and ends_like_one and all(word.isascii() for word in bare):
        sounds = [_with_sounds(word, _BELARUSIAN_SOUNDS) for word in bare]
        for other in {1, len(sounds) - 1}:
            yield "by" + " ".join(sorted((sounds[0], sounds[other])))


def is_polish_spelling(bare: Sequence[str]) -> bool:
    """Returns True if a name is written as in Polish."""
    return any(_POLISH_SPELLING.search(word) for word in bare)


def _polish_keys(bare: Sequence[str]) -> Iterator[str]:
    if len(bare) == 2 and all(word.isascii() for word in bare):
        yield "pl" + " ".join(sorted(_with_sounds(word, _POLISH_SOUNDS) for word in bare))


def _german_keys(bare: Sequence[str]) -> Iterator[str]:
    if 2 <= len(bare) <= 3 and any(_RUSSIAN_ENDING.search(word) for word in bare):
        sounds = [_with_sounds(word, _GERMAN_SOUNDS) for word in bare]
        for other in {1, len(sounds) - 1}:
            yield "ru" + " ".join(sorted((sounds[0], sounds[other])))


def _with_sounds(word: str, sounds: Sequence[tuple[re.Pattern[str], str]]) -> str:
    for pattern, sound in sounds:
        word = pattern.sub(sound, word)
    return word


def _arabic_keys(name: str, bare: Sequence[str]) -> Iterator[str]:
    """Yields the key of a name of two words, one of which may have the Arabic article: Umar Zahrani."""
    if len(bare) == 2 and all(word.isascii() for word in bare):
        words = sorted(_ARTICLE.sub("", word).translate(_ARABIC_VOWELS) for word in bare)
        yield ("ar+" if _ARTICLE.search(name) else "ar-") + " ".join(words)


def with_or_without_article(keys: frozenset[str]) -> frozenset[str]:
    """Returns the keys to look up: a name with an article is also found without one, and the reverse."""
    other = {"ar+": ("ar+", "ar-"), "ar-": ("ar+",)}
    return frozenset(sign + key[3:] for key in keys for sign in other.get(key[:3], (key[:3],)))
