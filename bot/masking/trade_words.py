"""Separates words of trade in a company's name ("Senzor", "水泵") from words that are its own."""

from functools import cache, lru_cache
from typing import Final

from bot.matching.lexicon import glossary_table
from bot.matching.normalise import fold

from .vocabulary import listed, words

_ENDINGS: Final = tuple(sorted(words("names", "endings"), key=len, reverse=True))
_MIN_STEM: Final = 4  # letters left of a word without its case ending
_MAX_HAN: Final = 24  # characters of a Han name that are examined


@cache
def _spellings() -> frozenset[str]:
    """Returns folded single words of the glossary and of the list of company words."""
    # The marks between spellings stay when a line is folded, which takes less time than folding each spelling.
    cells = (cell for line in glossary_table().splitlines() for cell in fold(line, limit=10**5).split("|"))
    known = {spelling.strip() for cell in cells for spelling in cell.strip("~").split("/")}
    known |= {fold(word) for word in (*listed("ordinary", "company_things"), *listed("ordinary", "han_industries"))}
    return frozenset(spelling for spelling in known if " " not in spelling)


@lru_cache(maxsize=4096)
def is_trade(word: str) -> bool:
    """Returns True for a word that names a thing, a material or a trade in one of the glossary's languages."""
    plain = fold(word)
    if plain in _spellings():
        return True
    stems = (plain.removesuffix(ending) for ending in _ENDINGS if plain.endswith(ending))
    return any(len(stem) >= _MIN_STEM and stem in _spellings() for stem in stems)


def is_han_trade(name: str) -> bool:
    """Returns True for a name in Han script that consists only of such words: 土壤传感器."""
    plain = fold(name)
    if not 2 <= len(plain) <= _MAX_HAN:
        return False
    ends = {0}
    for end in range(2, len(plain) + 1):
        if any(start in ends and plain[start:end] in _spellings() for start in range(end - 1)):
            ends.add(end)
    return len(plain) in ends
