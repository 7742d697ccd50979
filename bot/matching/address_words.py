"""Words of an address that indicate its country without naming it: states, provinces, nationality adjectives."""

from functools import cache

import pycountry

from bot.matching.country_names import country_data
from bot.matching.keys import is_short, name_key

# Countries whose states and provinces people write in addresses.
_WITH_STATES = (
    "AT", "AU", "BR", "CA", "CH", "CN", "DE", "ES", "FR", "IN", "IT", "JP", "KR", "MX", "MY", "PK", "TR", "TW", "US",
    "ZA",
)  # fmt: skip
# ISO 3166 lists these both as subdivisions and as countries.
COUNTRIES_THEMSELVES = frozenset({
    "CN-HK", "CN-MO", "CN-TW", "FR-971", "FR-972", "FR-973", "FR-974", "FR-976", "FR-BL", "FR-MF", "FR-NC", "FR-PF",
    "FR-PM", "FR-TF", "FR-WF", "US-AS", "US-GU", "US-MP", "US-PR", "US-UM", "US-VI",
})  # fmt: skip
_CATEGORY_WORDS = (" sheng", " shi", " zizhiqu", " huizu", " zhuangzu", " uygur", " do", " gwangyeoksi", " teukbyeolsi")
_SLAVIC_ENDINGS = (
    "a", "i", "o", "e", "u", "og", "oj", "om", "im", "ih", "ima", "aja", "ij", "oe", "ie", "uju", "ogo", "oju", "omu",
    "ye", "oje", "yj",
)  # fmt: skip
_ENDINGS = (  # the other forms of an adjective in German, French, Spanish, Italian and Portuguese
    ("isch", "ische ischen ischer isches ischem"), ("ais", "aise aises"), ("ois", "oise oises"), ("ien", "ienne iens"),
    ("ain", "aine ains"), ("and", "ande"), ("ol", "ole ola"), ("es", "esa eses esas"), ("ese", "esi"),
    ("an", "ana"), ("ao", "a"), ("in", "ine"), ("ico", "ica icos icas"), ("o", "a os as i"),
)  # fmt: skip


@cache
def states() -> dict[str, frozenset[str]]:
    """Returns state or province name key → alpha-2 codes of the countries that have one of this name."""
    found: dict[str, set[str]] = {}
    for division in pycountry.subdivisions:
        if division.country_code not in _WITH_STATES or division.code in COUNTRIES_THEMSELVES:
            continue
        written: str = division.name
        for name in {written, *written.split(","), *written.split(" and ")}:  # "Newfoundland and Labrador"
            key = name_key(name)
            for form in {key, *(key.removesuffix(word) for word in _CATEGORY_WORDS)}:
                if not is_short(form):
                    found.setdefault(form, set()).add(division.country_code)
    return {key: frozenset(codes) for key, codes in found.items()}


@cache
def demonyms() -> dict[str, str]:
    """Returns key of a nationality adjective → alpha-2 code. Slavic adjectives are included in every case."""
    found: dict[str, str] = {}
    for code, entry in country_data()["demonyms"].items():
        for word in entry["words"]:
            key = name_key(word)
            found |= dict.fromkeys((key, *_other_forms(key)), code)
        for stem in entry["stems"]:
            for ending in _SLAVIC_ENDINGS:
                found[name_key(stem) + ending] = code
    return found


def _other_forms(key: str) -> list[str]:
    """Returns the forms of other gender and number: "turco" also appears as "turca"."""
    return [
        key[: len(key) - len(ending)] + other
        for ending, others in _ENDINGS
        if key.endswith(ending) and not is_short(key)
        for other in others.split()
    ]
