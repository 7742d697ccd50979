"""Reads any script by sound and reduces words to their consonants, in classes that transcriptions preserve."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

from .letters import LATIN, SOUNDS
from .vocabulary import words

_SPELLED: Final = (
    ("chtch", "s"),
    ("schtsch", "s"),
    ("tsch", "c"),
    ("tch", "c"),
    ("sch", "s"),
    ("dzh", "c"),
    ("dz", "c"),
    ("rz", "c"),
    ("zh", "c"),
    ("ts", "c"),
    ("tz", "c"),
    ("ch", "c"),
    ("cs", "c"),
    ("ck", "k"),
    ("cz", "c"),
    ("sh", "s"),
    ("sz", "s"),
    ("ph", "p"),
    ("dj", "c"),
    ("th", "t"),
    ("kh", ""),
    ("gh", "k"),
    ("ng", "n"),
    ("np", "mp"),
    ("nb", "mb"),
    ("x", "s"),
)
_CLASS_OF: Final = {
    **dict.fromkeys("pbfvw", "p"),
    **dict.fromkeys("kgq", "k"),
    **dict.fromkeys("td", "t"),
    # Languages write these sounds with one another's letters: Цветков is Tsvetkov, Zwetkow and Cvetkov.
    **dict.fromkeys("szcj", "s"),
    **dict.fromkeys("lr", "l"),
    "m": "m",
    "n": "n",
}
# One consonant in some scripts and two in others: x, dž, šč.
_CLUSTERS: Final = (("ks", "s"), ("ts", "s"))
# Letters of Greek that sound otherwise together.
_GREEK: Final = (("γέ", "e"), ("γε", "e"), ("μπ", "b"), ("ντ", "d"), ("γκ", "g"), ("τζ", "c"), ("τσ", "c"), ("ου", "u"))
_SLAVIC: Final = str.maketrans("čćžšđ", "ccczc")
_ABJAD: Final = {
    "ALEF": "",
    "BEH": "b",
    "TEH": "t",
    "THEH": "s",
    "JEEM": "c",
    "HAH": "",
    "KHAH": "",
    "DAL": "d",
    "THAL": "z",
    "REH": "r",
    "ZAIN": "z",
    "SEEN": "s",
    "SHEEN": "s",
    "SAD": "s",
    "DAD": "d",
    "TAH": "t",
    "ZAH": "z",
    "AIN": "",
    "GHAIN": "g",
    "FEH": "f",
    "QAF": "k",
    "KAF": "k",
    "LAM": "l",
    "MEEM": "m",
    "NOON": "n",
    "HEH": "",
    "WAW": "",
    "YEH": "",
    "PEH": "p",
    "TCHEH": "c",
    "BET": "b",
    "GIMEL": "g",
    "DALET": "d",
    "HE": "",
    "VAV": "",
    "ZAYIN": "z",
    "HET": "",
    "TET": "t",
    "YOD": "",
    "LAMED": "l",
    "MEM": "m",
    "NUN": "n",
    "SAMEKH": "s",
    "AYIN": "",
    "PE": "p",
    "TSADI": "c",
    "QOF": "k",
    "RESH": "r",
    "SHIN": "s",
    "TAV": "t",
}
_KANA: Final = {"TI": "ci", "TU": "cu", "DI": "ci", "DU": "zu"}
_HAN_SOUNDS: Final = {"加": "ga", "嘉": "ga", "伽": "ga", "基": "ki", "吉": "gi", "杰": "ge", "根": "gen"}
_SMALL: Final = re.compile(r"SMALL |VOWEL SIGN |FINAL |SIGN ")


def classes(heard: str) -> str:
    """Returns the classes of the consonants. Doubled ones count once."""
    for spelled, sound in _SPELLED:
        heard = heard.replace(spelled, sound)
    kept = "".join(_CLASS_OF.get(letter, "") for letter in heard)
    for sounds, sound in _CLUSTERS:
        kept = kept.replace(sounds, sound)
    return re.sub(r"(.)\1+", r"\1", kept)


@lru_cache(maxsize=8192)
def sounds_of(word: str) -> str:
    if "\u0370" <= word[:1] < "\u0400":
        for pair, sound in _GREEK:
            word = word.replace(pair, sound).replace(pair.capitalize(), sound)
    return "".join(map(_sound, word.replace("Γι", "").replace("dj", "c").replace("Dj", "c")))


@lru_cache(maxsize=8192)
def _sound(char: str) -> str:
    """Returns a character's sound in Latin letters, derived from its Unicode name."""
    if char in words("sounds", "han"):
        from pypinyin import lazy_pinyin

        spoken = _HAN_SOUNDS.get(char) or str(lazy_pinyin(char)[0])
        return spoken.replace("zh", "c").replace("j", "c").replace("q", "c").replace("x", "s")
    lower = char.lower().translate(_SLAVIC)
    lower = LATIN.get(lower, lower)
    if lower.isascii():
        # Most languages here pronounce j like y.
        return lower if lower != "j" else ""
    if "\u0400" <= char < "\u0530":
        return _cyrillic(char)
    return _named_sound(char, unicodedata.name(char, ""))


def _named_sound(char: str, name: str) -> str:
    script, _, letter = name.partition(" LETTER ")
    letter = _SMALL.sub("", letter).split(" WITH ")[0]
    if script.startswith(("ARABIC", "HEBREW")):
        return _ABJAD.get(letter, "")
    if script.startswith("LATIN"):
        return letter[:1].lower()
    if script.startswith("KATAKANA"):
        return "" if "SMALL" in name or "SOUND MARK" in name else _KANA.get(letter, letter.lower())
    if script.startswith("GREEK"):
        return SOUNDS.get(unicodedata.normalize("NFD", char.lower())[0], "")
    if name.startswith("HANGUL SYLLABLE "):
        return name.removeprefix("HANGUL SYLLABLE ").lower().replace("j", "c")
    # Thai letter names consist of a sound and a word: "MO MA". Other names begin with the sound.
    spoken = name.removeprefix("THAI CHARACTER ") if name.startswith("THAI CHARACTER ") else letter
    consonant = None if spoken.startswith(("SARA", "MAI")) else re.match(r"[B-DF-HJ-NP-TV-XZ]+", spoken)
    return consonant.group().lower().replace("j", "c") if consonant else ""


def _cyrillic(char: str) -> str:
    return {"ч": "c", "ћ": "c", "ж": "c", "џ": "c", "ђ": "c", "ц": "c", "щ": "s"}.get(
        char.lower(), SOUNDS.get(char.lower(), "").replace("j", "")
    )
