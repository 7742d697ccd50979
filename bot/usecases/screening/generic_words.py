"""Generic words of company names: trades and places. Pure."""

from collections.abc import Sequence
from functools import cache
from typing import Final

from bot.matching.place_index import country_index
from bot.usecases.screening.spelling import words_of
from bot.usecases.screening.trade_words import trade_words

_TRADES: Final = """
academy aerospace agency agro air airline airlines airways alliance aluminium asset association auto automation
automotive aviation bank bearing building bureau capital cargo center centre chemical chemicals chemistry china city
commercial commodities communication communications construction consulting control cooperation corporate defence
defense design development digital east eastern economic electric electrical electro electronic electronics energy
engineering enterprise enterprises equipment export exports factory farm finance financial first food foods foundation
freight gas general global group health heavy holding holdings home hydro import imports industrial industries industry
information infrastructure institute instrument instruments insurance international investment investments invest iron
marine joint laser leasing light line lines logistic logistics machine machinery machines management manufacturing
maritime market materials mechanical media medical metal metals military mill mining motor motors national natural
naval network new north northern oil ocean office optic optical optics optoelectronics overseas pacific partners parts
petrochemical petroleum petro pharma pharmaceutical pharmaceuticals pipe plant plastics port power precision private
product production products project projects property public railway refinery research resources scientific science sea
security semiconductor sensor service services ship shipbuilding shipping shipyard software solar solutions south
southern special star state steel stock storage supply system systems tanker tech technical technologies technology
telecom telecommunications textile tools trade trader traders trading transport transportation union united universal
university utilities water west western works world zavod torgovi torg dom prom tehnika kompania firma grupa preduzece
"""


@cache
def trades() -> frozenset[str]:
    """Returns the sounds of the trade words."""
    return frozenset(sound for word in (*_TRADES.split(), *trade_words()) for sound in words_of(word))


@cache
def _places() -> frozenset[str]:
    return frozenset(sound for key in country_index().exact if key.isascii() for sound in words_of(key))


@cache
def is_generic(sound: str) -> bool:
    """Returns True if a word, given by its sound, is a trade, a place, a number or a single letter."""
    return sound in trades() or sound in _places() or sound.isdigit() or len(sound) == 1


@cache
def trade_sound(word: str) -> str:
    """Returns the sound that a trade word is stored by."""
    return words_of(word)[0]


def has_own_word(sounds: Sequence[str]) -> bool:
    """Returns True if a name has a word that is neither a trade nor a place."""
    return any(not is_generic(sound) for sound in sounds)
