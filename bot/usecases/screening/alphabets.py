"""Latin letters for Cyrillic, Greek, Georgian and Armenian ones, as passports write them. Pure."""

import re
import unicodedata
from typing import Final

from bot.matching.normalise import simplify

# Russian, Ukrainian, Belarusian and Serbian letters. `spelling` unifies similar sounds afterwards.
_CYRILLIC: Final = {
    **dict(zip("абвгдезийклмнопрстуфхцыэ", "abvgdeziiklmnoprstufhciei", strict=False)),
    "ё": "io", "ж": "z", "ч": "c", "ш": "s", "щ": "s", "ю": "iu", "я": "ia", "ъ": "", "ь": "", "ђ": "d", "ј": "i",
    "љ": "li", "њ": "ni", "ћ": "c", "џ": "d", "є": "ie", "і": "i", "ї": "i", "ґ": "g", "ы": "i", "э": "e", "х": "h",
    "ц": "c", "ф": "f", "ў": "u",
    # Macedonian, Kazakh, Mongolian, Tajik and others.
    "ѓ": "gi", "ќ": "ki", "ѕ": "dz", "ү": "u", "ө": "o", "қ": "k", "ғ": "g", "ң": "n", "ұ": "u", "һ": "h", "ә": "a",
    "ҳ": "h", "ҷ": "j", "ӣ": "i", "ӯ": "u", "җ": "j",
}  # fmt: skip
_ROMANISED: Final = {
    "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ": "a b g d e v z t i k l m n o p zh r s t u p k gh q sh ch ts dz ts ch kh j h",
    "աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցփքօֆւ": (
        "a b g d e z e y t zh i l kh ts k h dz gh ch m y n sh o ch p j r s v t r ts p k o f v"
    ),
    "αβγδεζηθικλμνξοπρστυφχψως": "a v g d e z i th i k l m n x o p r s t y f ch ps o s",
    "άέήίόύώϊΐϋΰ": "a e i i o y o i i y y",
}
_ONE_BY_ONE: Final = _CYRILLIC | {
    letter: latin
    for letters, romanised in _ROMANISED.items()
    for letter, latin in zip(letters, romanised.split(), strict=True)
}
_TOGETHER: Final = tuple(
    (re.compile(pattern), latin)
    for pattern, latin in (
        ("[οό][υύ]|ու", "ou"), ("[οε][ιί]", "i"), ("α[ιί]", "e"), ("[αά][υύ](?=[θκξπσςτφχψ])", "af"),
        ("[αά][υύ]", "av"), ("[εέ][υύ](?=[θκξπσςτφχψ])", "ef"), ("[εέ][υύ]", "ev"), (r"\bμπ", "b"), (r"\bντ", "d"),
        (r"\bγκ", "g"), ("γγ", "ng"), ("և", "ev"),
    )
)  # fmt: skip

_LATIN: Final = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ß": "ss", "æ": "ae", "ı": "i", "þ": "t", "ð": "d"})


def plain_latin(text: str) -> str:
    """Returns a text in small Latin letters without accents. Letters of further scripts stay."""
    if text.isascii():
        return text.lower()
    latin = in_latin_letters(simplify(unicodedata.normalize("NFKC", text)).casefold())
    bare = "".join(char for char in unicodedata.normalize("NFKD", latin) if not unicodedata.combining(char))
    return unicodedata.normalize("NFC", bare).translate(_LATIN)


def in_latin_letters(text: str) -> str:
    """Replaces the letters of these alphabets in a casefolded text, and leaves all others."""
    for pattern, latin in _TOGETHER:
        text = pattern.sub(latin, text)
    return "".join(_ONE_BY_ONE.get(letter, letter) for letter in text)
