"""Finds the author's names transcribed by sound into another script: 米拉诺维奇, ミラノヴィッチ, Milanowitsch.

Compares consonants, in classes that transcriptions preserve.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from .compact import compact
from .findings import FindingKind, Secrets, Span
from .letters import SOUNDS
from .vocabulary import any_of, words

_MIN_CLASSES: Final = 4  # consonants of a name that is found without an introduction
_MIN_INTRODUCED: Final = 3
_LONGEST_RUN: Final = 14  # syllables examined in one run of Han characters
_HAN: Final = re.compile(rf"[{any_of('sounds', 'han').replace('|', '')}·]{{3,{_LONGEST_RUN}}}")
_WORD: Final = re.compile(
    "[\u0370-\u03ff]{4,24}|[\u0530-\u058f]{4,24}|[\u0590-\u05ff]{4,24}|[\u0600-\u06ff]{4,24}|[\u0900-\u0dff]{3,24}"
    "|[\u0e00-\u0e7f]{5,48}|[\u10a0-\u10ff]{4,24}|[\u30a0-\u30ff]{4,24}|[\uac00-\ud7af]{3,16}"
    "|[A-Z\u00c0-\u00de\u0100-\u017f][a-z\u00df-\u017f]{5,24}|[\u0410-\u042fЀ-Џ][\u0430-\u044fѐ-џ]{4,24}"
)
_CUED: Final = re.compile(rf"(?:{any_of('sounds', 'introductions')})[\s:是：]{{0,3}}\Z")
_SPELLED: Final = (
    ("tsch", "c"),
    ("tch", "c"),
    ("sch", "s"),
    ("dzh", "c"),
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
    ("x", "s"),
)
_CLASSES: Final = {
    **dict.fromkeys("pbfvw", "p"),
    **dict.fromkeys("kgq", "k"),
    **dict.fromkeys("td", "t"),
    **dict.fromkeys("sz", "s"),
    **dict.fromkeys("lr", "l"),
    **dict.fromkeys("cj", "c"),
    "m": "m",
    "n": "n",
}
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
_HAN_SOUNDS: Final = {"加": "ga", "嘉": "ga", "伽": "ga"}
_SMALL: Final = re.compile(r"SMALL |VOWEL SIGN |FINAL |SIGN ")


def sounding_names(text: str, secrets: Secrets) -> Iterator[Span]:
    """Yields names transcribed by sound, in offsets of the original text."""
    wanted = _consonants_of_secrets(secrets)
    if not wanted:
        return
    last = None
    sounded_words = [(match, _classes(_sounds_of(match.group()))) for match in _WORD.finditer(text)]
    for at, (match, heard) in enumerate(sounded_words):
        name = _name(match.group(), heard, wanted)
        if name is None:
            continue
        after = sounded_words[at + 1][0] if at + 1 < len(sounded_words) else None
        beside = [one for one in (last, after) if one is not None and _are_adjacent(text, one, match)]
        # First and last name together are enough.
        together = any(_name(one.group(), _classes(_sounds_of(one.group())), wanted) for one in beside)
        last = match
        if together or _is_enough(text, match.start(), name):
            yield Span(match.start(), match.end(), wanted[name])
    for match in _HAN.finditer(text):
        yield from _in_han(text, match, wanted)


def _are_adjacent(text: str, one: re.Match[str], other: re.Match[str]) -> bool:
    first, second = sorted((one.span(), other.span()))
    return second[0] - first[1] == 1 and not text[first[1]].isalnum()


def _name(word: str, heard: str, wanted: dict[str, FindingKind]) -> str | None:
    """Returns the name that the word sounds like. A particle or a case ending may be attached."""
    if heard in wanted:
        return heard
    if word.isascii():
        return None
    longest = len(heard) if "\uac00" <= word[0] <= "\ud7af" else 1
    return next(
        (heard[:-cut] for cut in range(1, longest) if len(heard) - cut >= _MIN_CLASSES and heard[:-cut] in wanted), None
    )


def _in_han(text: str, match: re.Match[str], wanted: dict[str, FindingKind]) -> Iterator[Span]:
    syllables = [_sounds_of(char) for char in match.group()]
    for start in range(len(syllables)):
        heard = ""
        for end in range(start + 1, len(syllables) + 1):
            heard += syllables[end - 1]
            kind = wanted.get(_classes(heard))
            if kind and end - start >= 3 and _is_enough(text, match.start() + start, _classes(heard)):
                whole = "·" in match.group()
                yield Span(match.start() + (0 if whole else start), match.end() if whole else match.start() + end, kind)


def _is_enough(text: str, start: int, name: str) -> bool:
    if len(name) >= _MIN_CLASSES:
        return True
    before = text[max(0, start - 16) : start].lower()
    return len(name) >= _MIN_INTRODUCED and _CUED.search(before) is not None


@lru_cache(maxsize=256)
def _consonants_of_secrets(secrets: Secrets) -> dict[str, FindingKind]:
    """Returns consonants → kind, for each name and for first and last name together."""
    from .keys import COMPANY_WORDS, LEGAL_FORMS
    from .trade_words import is_trade

    found: dict[str, FindingKind] = {}
    for kind, names in ((FindingKind.COMPANY, secrets.company_names), (FindingKind.PERSON, secrets.person_names)):
        for name in names:
            own = [
                word
                for word in re.findall(r"[^\W\d_]{3,}", name)
                if word.isascii() or word < "\u0530"
                if compact(word.lower()) not in COMPANY_WORDS | LEGAL_FORMS
                and not (kind is FindingKind.COMPANY and is_trade(word))
            ]
            whole = [word for word in re.findall(r"[^\W\d_]{3,}", name) if compact(word.lower()) not in LEGAL_FORMS]
            for form in (*own, "".join(own), "".join(reversed(own)), *(["".join(whole)] if len(whole) > 1 else [])):
                for spelled in {form, form.replace("J", "C").replace("j", "c")}:
                    if len(classes := _classes(_sounds_of(spelled))) >= _MIN_INTRODUCED:
                        found.setdefault(classes, kind)
    return found


def _classes(heard: str) -> str:
    """Returns the classes of the consonants. Doubled ones count once."""
    for spelled, sound in _SPELLED:
        heard = heard.replace(spelled, sound)
    kept = "".join(_CLASSES.get(letter, "") for letter in heard)
    return re.sub(r"(.)\1+", r"\1", kept)


@lru_cache(maxsize=8192)
def _sounds_of(word: str) -> str:
    return "".join(map(_sound, word.replace("Γι", "").replace("dj", "c").replace("Dj", "c")))


@lru_cache(maxsize=8192)
def _sound(char: str) -> str:
    """Returns a character's sound in Latin letters, derived from its Unicode name."""
    if char in words("sounds", "han"):
        from pypinyin import lazy_pinyin

        spoken = _HAN_SOUNDS.get(char) or str(lazy_pinyin(char)[0])
        return spoken.replace("zh", "c").replace("j", "c").replace("q", "c").replace("x", "s")
    lower = char.lower().translate(_SLAVIC)
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
