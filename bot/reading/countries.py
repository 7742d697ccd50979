"""The one country that somebody means, in any language and spelling; None where the bot must ask."""

from bot.matching.places import find_countries

_SURE = 0.65
"""Confidence from which a single candidate counts."""


def read_country(text: str) -> str | None:
    """The ISO 3166 alpha-2 code (XK for Kosovo) of the only country that a text can mean, or None."""
    guesses = find_countries(text, limit=2)
    if not guesses or guesses[0].confidence < _SURE:
        return None
    return guesses[0].code if len(guesses) == 1 or guesses[1].confidence < guesses[0].confidence else None
