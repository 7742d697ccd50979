"""Case forms of the names of places: "u Crnoj Gori", "из Москвы", "w Serbii", "Szerbiából"."""

from collections.abc import Iterator
from typing import Final

# Endings of Slavic nouns and adjectives, as keys, longest first.
_SLAVIC_ENDINGS: Final = (
    "iego", "iemu", "ijah", "ima", "ama", "ami", "oga", "ogo", "omu", "ego", "emu", "ich", "ych", "imi", "ymi", "aja",
    "oju", "iej", "ija", "ije", "iji", "iju", "oj", "og", "om", "im", "ih", "ah", "em", "ej", "ij", "yh", "ym", "yj",
    "oe", "ie", "ia", "ii", "ju", "ja", "je", "a", "e", "i", "o", "u", "y",
)  # fmt: skip
_SHORTEST_STEM: Final = 3
_OTHER_WORDS: Final = frozenset({"islands"})
"""Words that are no case form, though they look like one: Iceland's in German."""
_SHORTEST: Final = 4  # letters of a name that is bent
# Endings that are added to a name, or that replace its last letters, by language.
_ADDED: Final = {
    "hu": ("ban", "ben", "bol", "on", "en", "rol", "ba", "be", "nak", "nek", "i", "beli"),
    "fi": ("ssa", "sta", "n", "lainen"),
    "et": ("s", "st"),
    "tr": ("de", "da", "den", "dan", "te", "ta", "ten", "tan", "li", "lu"),
    "de": ("s",),
    "sv": ("s",),
    "da": ("s",),
    "nb": ("s",),
}
_REPLACED: Final = {
    "ro": (("a", "ei"),),
    "fi": (("i", "essa"), ("i", "esta"), ("i", "en")),
    "lt": (("a", "os"), ("a", "oje"), ("a", "ai")),
    "lv": (("ija", "ijas"), ("ija", "ijai")),
    "sq": (("i", "ise"), ("i", "ine")),
    "el": (("ia", "ias"), ("ia", "ian")),
}
SLAVIC: Final = frozenset({"sr_Latn", "sr_Cyrl", "hr", "bs", "sl", "mk", "bg", "ru", "uk", "be", "pl", "cs", "sk"})


def slavic_stem(key: str) -> str:
    """Returns the words of a key without their case endings: "crn gor" for "crna gora" and "crnoj gori"."""
    return " ".join(map(_stem, key.split()))


def _stem(word: str) -> str:
    ending = next((one for one in _SLAVIC_ENDINGS if word.endswith(one)), "")
    stem = word[: -len(ending)] if ending and len(word) - len(ending) >= _SHORTEST_STEM else word
    return stem[:-1] + "k" if stem.endswith("c") else stem  # "Afrika" becomes "Africi"


def case_forms(key: str, language: str) -> Iterator[str]:
    """Yields the usual case forms of a name of one word. `language` is a CLDR tag; Slavic ones have the same rules."""
    if " " in key or len(key) < _SHORTEST or not key.isascii():
        return
    if language in SLAVIC:
        yield from _slavic_forms(key)
    yield from {key + ending for ending in _ADDED.get(language, ())} - _OTHER_WORDS
    for ending, other in _REPLACED.get(language, ()):
        if key.endswith(ending):
            yield key[: -len(ending)] + other


def _slavic_forms(key: str) -> Iterator[str]:
    """Yields "srbije", "srbiji" and "srbiju" for "srbija"."""
    stem, endings = (key[:-1], "eiuoy") if key[-1] in "aieoy" else (key, "aueyi")
    neuter = "a" if key[-1] in "oy" and len(key) > _SHORTEST else ""  # "Srbsko" becomes "Srbska"
    for ending in (*endings, *neuter, "om", "oj", "em"):
        yield stem + ending
    if key.endswith("ija"):  # Russian: "Сербия" becomes "Сербии"
        yield key[:-3] + "ii"
    if key.endswith("aj"):  # "Китай" becomes "Китая", "Китае"
        yield key[:-1] + "ja"
        yield key[:-1] + "e"
    if key.endswith("ska"):  # "Polska" becomes "Polsce"
        yield key[:-2] + "ce"
    if key.endswith(("ga", "ha")):  # "Praha" becomes "Praze", "Рига" "Ризи"
        yield key[:-2] + "ze"
