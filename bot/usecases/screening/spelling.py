"""Names as they sound, so that the ways to write one in Latin letters come out alike. Pure."""

import re
import unicodedata
from typing import Final

# Russian, Ukrainian and Serbian letters; what is alike in sound is made alike below.
_CYRILLIC: Final = {
    **dict(zip("абвгдезийклмнопрстуфхцыэ", "abvgdeziiklmnoprstufhciei", strict=False)),
    "ё": "io", "ж": "z", "ч": "c", "ш": "s", "щ": "s", "ю": "iu", "я": "ia", "ъ": "", "ь": "", "ђ": "d", "ј": "i",
    "љ": "li", "њ": "ni", "ћ": "c", "џ": "d", "є": "ie", "і": "i", "ї": "i", "ґ": "g", "ы": "i", "э": "e", "х": "h",
    "ц": "c", "ф": "f",
}  # fmt: skip
_LETTERS: Final = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ß": "ss", "æ": "ae", "ı": "i", "þ": "t", "ð": "d"})
# In order: what two or three letters stand for one sound, then single letters that are written for each other.
_SOUNDS: Final = (
    (re.compile("shch|sch|sh|sz"), "s"),
    (re.compile("tch|ch|cz"), "c"),
    (re.compile("zh"), "z"),
    (re.compile("kh"), "h"),
    (re.compile("ph"), "f"),
    (re.compile("th"), "t"),
    (re.compile("ts|tz"), "c"),
    (re.compile("dzh|dj|dz"), "d"),
    (re.compile("ks|x"), "ks"),
    (re.compile("ou|oo"), "u"),
    (re.compile("ee|ii|yi|iy|ij|yy|ey|ei"), "i"),
    (re.compile("[yj]"), "i"),
    (re.compile("w"), "v"),
    (re.compile("q|ck"), "k"),
)
_DOUBLE: Final = re.compile(r"(.)\1+")
_WORD: Final = re.compile(r"[a-z0-9]+|[\u3400-\u9fff]")
_FORMS: Final = frozenset(
    ("doo", "ad", "dd", "llc", "ltd", "limited", "inc", "incorporated", "corp", "corporation", "co", "company", "gmbh",
     "ag", "kg", "sa", "srl", "spa", "bv", "nv", "plc", "oao", "ooo", "pao", "zao", "ao", "jsc", "pjsc", "ojsc", "cisc",
     "fze", "fzco", "fzc", "the", "of", "and", "group", "holding", "i", "za", "mr", "mrs", "dr")
)  # fmt: skip


def words_of(name: str) -> tuple[str, ...]:
    """The words of a name as they sound, without legal forms where something else is left; Chinese by the character."""
    text = "".join(_CYRILLIC.get(letter, letter) for letter in unicodedata.normalize("NFKC", name).casefold())
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    bare = bare.translate(_LETTERS).replace("'", "").replace("’", "").replace(".", "")
    words = _WORD.findall(bare)
    telling = [word for word in words if word not in _FORMS] or words
    return tuple(dict.fromkeys(_sound(word) for word in telling))


def _sound(word: str) -> str:
    if not word.isascii():
        return word
    for pattern, sound in _SOUNDS:
        word = pattern.sub(sound, word)
    return _DOUBLE.sub(r"\1", word)
