"""Foreign letters as a stranger would type them."""

import unicodedata
from typing import Final

_CYRILLIC: Final = {
    "а": "a",
    "б": "b",
    "в": "v",
    "г": "g",
    "д": "d",
    "ђ": "d",
    "е": "e",
    "ж": "z",
    "з": "z",
    "и": "i",
    "ј": "j",
    "к": "k",
    "л": "l",
    "љ": "lj",
    "м": "m",
    "н": "n",
    "њ": "nj",
    "о": "o",
    "п": "p",
    "р": "r",
    "с": "s",
    "т": "t",
    "ћ": "c",
    "у": "u",
    "ф": "f",
    "х": "h",
    "ц": "c",
    "ч": "c",
    "џ": "dz",
    "ш": "s",
    "й": "y",
    "ё": "e",
    "щ": "s",
    "ъ": "",
    "ы": "y",
    "ь": "",
    "э": "e",
    "ю": "yu",
    "я": "ya",
}


_OTHERS: Final = {"đ": "d", "ß": "ss", "傳": "传", "陽": "阳", "歐": "欧", "農": "农", "業": "业", "術": "术"}


_LETTERS: Final = _CYRILLIC | _OTHERS


def plain(text: str) -> str:
    """Reduces a text to lower-case Latin letters and digits, so that spellings of a name become equal."""
    compatible = unicodedata.normalize("NFKC", text).casefold()
    latin = "".join(_LETTERS.get(char, char) for char in compatible)
    bare = "".join(_LETTERS.get(char, char) for char in unicodedata.normalize("NFD", latin))
    return "".join(char for char in bare if char.isalnum())
