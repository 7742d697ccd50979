"""Finds the family name among the words of a person's name. Pure."""

import re
from collections.abc import Sequence
from typing import Final

from bot.usecases.screening.alphabets import plain_latin
from bot.usecases.screening.spelling import words_of

_LONG_NAME: Final = 4  # words of a name whose last two may both be family names
_RUSSIAN_NAME: Final = 3  # words: family name, given name, father's name
_FATHER: Final = re.compile(
    "(?:(?:[oei]v|ow|ew|y|k|m)(?:ich|ych|itch|itsch|yč|ič)|[oe][vw]n[ae]|ichna"
    "|[оеёіь]вич|[ьмк]ич|йович|[оеё]вна|ична|[іїе]вна|[аео]віч|[аео]ўна)$",
    re.IGNORECASE,
)
"""A father's name in Russian, Ukrainian or Belarusian. Serbian family names have ć."""
_ARTICLE: Final = re.compile("[ae](?:l|r|s|sh|n|d|t|z)-", re.IGNORECASE)
_VIETNAMESE_LIST: Final = """
nguien tran fam huinh hoang fan vu vo dang bui duong ngo dinh truong doan trinh luong
"""
_VIETNAMESE: Final = frozenset(_VIETNAMESE_LIST.split())
"""As `words_of` gives them."""
_FEMALE: Final = "ti"  # Thị, which many leave out
_SPANISH_LIST: Final = """
alberto alejandro alfonso alfredo alicia alvaro ana andrea andres angel angela antonio armando arturo beatriz benito
blanca carlos carmen carolina catalina cecilia cesar claudia cristina cristobal daniel daniela david diana diego
dolores domingo eduardo elena emilio enrique ernesto esteban eugenio eva fabian federico felipe fernando francisco
gabriel gabriela gerardo german gloria gonzalo guadalupe guillermo gustavo hector hernan hugo ignacio inigo ines
irene isabel ivan jaime javier jesus joaquin jorge jose josefa juan juana julia julian julio laura leonardo leticia
lorena lorenzo lucia luis luisa luz manuel marcela marcelo marcos margarita maria mariana mariano mario marta martin
mateo matias mauricio mercedes miguel monica natalia nicolas nuria octavio olga orlando oscar pablo patricia paula
pedro pilar rafael ramiro ramon raquel raul ricardo roberto rocio rodolfo rodrigo rosa rosario ruben salvador samuel
sandra santiago sara sebastian sergio silvia sofia sonia susana teresa tomas valentina valeria vanessa veronica
vicente victor victoria ximena yolanda joao joana paulo tiago
"""
_SPANISH_GIVEN: Final = frozenset(_SPANISH_LIST.split())

_ALSO_SLAVIC: Final = frozenset(("ana", "daniel", "david", "elena", "eva", "ivan", "marta", "martin", "olga", "sandra"))


def is_vietnamese(sounds: Sequence[str]) -> bool:
    """Returns True for a name that begins with a Vietnamese family name and ends with the given name."""
    return sounds[0] in _VIETNAMESE


def family_words(name: str, sounds: Sequence[str]) -> frozenset[int]:
    """Returns the indexes of the family name: before a comma, else by the custom of the language, else the last word.

    Few family names serve most Vietnamese, so that all of a name belongs to theirs.
    """
    before, _, after = name.partition(",")
    if words_of(after):
        return _indexes(before, sounds)
    parts, last = name.split(), len(sounds) - 1
    if len(parts) == _RUSSIAN_NAME and _FATHER.search(parts[-1]):
        return _indexes(parts[0], sounds)
    if is_vietnamese(sounds):
        return frozenset(at for at, sound in enumerate(sounds) if sound != _FEMALE)
    if _ARTICLE.match(parts[-1]):  # "Abu Bakr Sulayman al-Jundubi"
        return frozenset({last})
    both = len(sounds) >= _LONG_NAME or _has_two_spanish(parts)
    return frozenset({last - 1, last} if both else {last})


def _has_two_spanish(parts: Sequence[str]) -> bool:
    """Returns True for a Spanish given name and two family names: Íñigo Goyeneta Larralde."""
    if len(parts) != _RUSSIAN_NAME:
        return False
    given, middle = (plain_latin(part) for part in parts[:2])
    return given in _SPANISH_GIVEN - _ALSO_SLAVIC and middle not in _SPANISH_GIVEN


def _indexes(part: str, sounds: Sequence[str]) -> frozenset[int]:
    words = words_of(part)
    return frozenset(at for at, sound in enumerate(sounds) if sound in words)
