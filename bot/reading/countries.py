"""Finds the one country that a text means, in any language and spelling, or None if the bot must ask."""

from bot.matching.places import find_countries

_SURE = 0.65
"""Confidence from which a single candidate is accepted."""


def read_country(text: str) -> str | None:
    """Returns the ISO 3166 alpha-2 code (XK for Kosovo) of the only country that a text can mean, or None."""
    guesses = find_countries(text, limit=2)
    if not guesses or guesses[0].confidence < _SURE:
        return None
    return guesses[0].code if len(guesses) == 1 or guesses[1].confidence < guesses[0].confidence else None
