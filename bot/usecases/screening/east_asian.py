"""Keys of Chinese and Korean persons' names that are equal for all their usual spellings in Latin letters. Pure.

Chinese: pinyin ("Zhang Weimin"), and Wade-Giles as in Taiwan ("Chang Wei-min"). Korean: Hangul, the Revised
Romanisation and the older spellings ("Kim Jong-ho", "Kim Chong-ho").
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from bot.usecases.screening.chinese_surnames import SURNAMES
from bot.usecases.screening.spelling import Word

_SYLLABLE: Final = (
    "(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?"
    "(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|ai|ei|ui|ao|ou|iu|ie|ue|er|an|en|in|un|ia|ua|uo|a|e|i|o|u)"
)
_PINYIN: Final = re.compile(f"(?:{_SYLLABLE}){{1,3}}")
_PINYIN_WORD: Final = re.compile(f"(?:{_SYLLABLE})+")
_FIRM_SYLLABLES: Final = 3  # of a firm's own word; shorter words are pinyin by accident
_SYLLABLES: Final = re.compile(f"({_SYLLABLE})(?={_SYLLABLE}|$)")
_CHINESE_ONLY: Final = re.compile("zh|ng|x|q(?!u?a)|iao|uan|ian")
_ALIKE: Final = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ng", "n"))  # people mix them up
_WADE_INITIALS: Final = (("zh", "ch"), ("sh", "sh"), ("ch", "ch"), ("b", "p"), ("d", "t"), ("g", "k"), ("j", "ch"),
    ("q", "ch"), ("x", "hs"), ("z", "ts"), ("c", "ts"), ("r", "j"))  # fmt: skip
_WADE_FINALS: Final = (
    (re.compile("^(zh|ch|sh|r)i$"), r"\1ih"), (re.compile("^(z|c)i$"), r"\1u"), (re.compile("^si$"), "ssu"),
    (re.compile("^er$"), "erh"), (re.compile("^you$"), "yu"), (re.compile("^yan$"), "yen"), (re.compile("^yi$"), "i"),
    (re.compile("ong$"), "ung"), (re.compile("ian$"), "ien"), (re.compile("([iuy])e$"), r"\1eh"),
    (re.compile("^([dtnlrzc]h?)uo$"), r"\1o"), (re.compile("^([gkh])e$"), r"\1o"), (re.compile("^([gk])ui$"), r"\1uei"),
)  # fmt: skip
_WADE_ONLY: Final = re.compile("hs|ts[uaeo]|ssu|szu|kuo|ih|ieh|ueh|ien|ung|erh|chiang|chia|chi[aeu]|kuei|tzu")
_HANGUL: Final = re.compile("[\uac00-\ud7a3]")
_INITIALS: Final = ("k", "k", "n", "t", "t", "r", "m", "p", "p", "s", "s", "", "j", "j", "j", "k", "t", "p", "h")
_VOWELS: Final = ("a", "e", "ya", "ye", "o", "e", "yo", "ye", "o", "wa", "we", "we", "yo", "u", "wo", "we", "wi", "yu",
    "u", "i", "i")  # fmt: skip
_FINALS: Final = ("", "k", "k", "k", "n", "n", "n", "t", "r", "k", "m", "p", "r", "r", "p", "r", "m", "p", "p", "t",
    "t", "N", "t", "t", "k", "t", "p", "t")  # fmt: skip
_KOREAN_SURNAMES: Final = {
    spelling: sound
    for sound, spellings in {
        "kim": "kim gim", "i": "i lee ri yi rhee", "pak": "pak park bak", "jwe": "choi choe choy",
        "joN": "jung jong chong jeong cheong chung", "kaN": "kang gang", "jo": "cho jo", "yun": "yun yoon",
        "jaN": "jang chang", "im": "im lim rim", "han": "han", "o": "o oh", "so": "so seo suh", "sin": "sin shin",
        "kwon": "kwon gwon", "hwaN": "hwang", "an": "an ahn", "soN": "song", "yu": "yu ryu yoo", "hoN": "hong",
        "jon": "jon jeon chon jun", "ko": "ko go koh", "mun": "mun moon", "son": "son sohn", "yaN": "yang",
        "pe": "bae pae", "pek": "baek paek", "ho": "ho heo hur", "nam": "nam", "no": "no noh ro roh",
    }.items()
    for spelling in spellings.split()
}  # fmt: skip
_HANGUL_SURNAMES: Final = {"ri": "i", "rim": "im", "ryu": "yu", "ro": "no"}
_KOREAN_SOUNDS: Final = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        # Older spellings of eo: "Chul" is Cheol, "Hyun" is Hyeon, "Sung" is Seong.
        ("(?<=ch)u(?=l)|(?<=[hkgm]y)u(?=n)|(?<=hy)u(?=k)|(?<=by)u(?=n)|(?<=s)u(?=ng)|(?<=j)u(?=ng)", "o"), ("ng", "N"),
        ("oo|woo", "u"), ("ee|ui", "i"), ("yeo|you", "yo"), ("eo", "o"), ("eu", "u"), ("ae", "e"),
        ("oe", "we"), ("ch", "j"), ("sh", "s"), ("g", "k"), ("d", "t"), ("b", "p"), ("l", "r"), (r"(.)\1", r"\1"),
    )
)  # fmt: skip
_FEWEST_SYLLABLES: Final = 2  # of a Korean given name
_LONG_SYLLABLE: Final = 4  # letters of a given name of one syllable: "Ryong"


def pinyin_readings(bare: Sequence[str]) -> frozenset[str]:
    """Returns the letters of a Chinese person's name in pinyin, surname first; nothing for other names.

    There are two readings if the first word and the last are surnames: Wang Tao, Tao Wang.
    """
    if not 2 <= len(bare) <= 4 or not all(_PINYIN.fullmatch(word) for word in bare):
        return frozenset()
    orders = (bare, [bare[-1], *bare[:-1]])
    return frozenset(f"{surname} {''.join(given)}" for surname, *given in orders if surname in SURNAMES)


def plain_pinyin(name: str, bare: Sequence[str]) -> frozenset[str]:
    """Returns `pinyin_readings` of a name that cannot be in Wade-Giles, which has hyphens."""
    return frozenset() if "-" in name or "'" in name else pinyin_readings(bare)


def chinese_keys(name: str, bare: Sequence[str]) -> Iterator[str]:
    written_otherwise = "-" in name or "'" in name or any(_WADE_ONLY.search(word) for word in bare)
    for syllables in pinyin_readings(bare):
        yield "zh" + _wade_word(syllables)
    if written_otherwise:
        orders: tuple[list[str], ...] = (list(bare), [bare[-1], *bare[:-1]])
        for ordered in orders:
            if ordered[0] == "lee":
                ordered[0] = "li"
            # "Tzu-hao" and "Tsu-hao": Wade-Giles has both for one sound.
            yield "zh" + " ".join((ordered[0], "".join(ordered[1:]))).replace("tz", "ts")
    if 3 <= len(bare) <= 4:  # "Ou-yang Cheng-ch'i", "Chu-ko Liang"
        yield f"zh{bare[0]}{bare[1]} {''.join(bare[2:])}".replace("tz", "ts").replace("szu", "ssu")


def is_other_pinyin(asked: Word, listed: Word) -> bool:
    """Returns True if two words are as many syllables of pinyin, and differ: Xingtaiwei and Xingtaihui."""
    if not _CHINESE_ONLY.search(asked.bare):
        return False
    left, right = _syllables(asked.bare), _syllables(listed.bare)
    return len(left) == len(right) >= _FIRM_SYLLABLES and left != right


def _syllables(word: str) -> list[str]:
    """Returns the syllables of a word in pinyin, without what people mix up; nothing for other words."""
    if not _PINYIN_WORD.fullmatch(word):
        return []
    for written, alike in _ALIKE:
        word = word.replace(written, alike)
    return _SYLLABLES.findall(word)


def _wade_word(syllables: str) -> str:
    return " ".join("".join(map(_wade, _SYLLABLES.findall(word))) for word in syllables.split())


@lru_cache(maxsize=512)
def _wade(syllable: str) -> str:
    """Converts one syllable from pinyin to Wade-Giles without its marks: "xiao" → "hsiao", "zhang" → "chang"."""
    for pattern, final in _WADE_FINALS:
        syllable = pattern.sub(final, syllable)
    for initial, written in _WADE_INITIALS:
        if syllable.startswith(initial):
            return written + syllable[len(initial) :]
    return syllable


def korean_keys(name: str, bare: Sequence[str]) -> Iterator[str]:
    hangul = _HANGUL.findall(name)
    if hangul:
        first, *others = map(_romanised, hangul)
        yield f"ko{_HANGUL_SURNAMES.get(first, first)} {''.join(others)}"
        return
    for surname, given in ((bare[0], bare[1:]), (bare[-1], bare[:-1])):
        if surname in _KOREAN_SURNAMES:
            sound = "".join(map(_korean_sound, given))
            if len(re.findall("[aeiou]+", sound)) >= _FEWEST_SYLLABLES or len(sound) >= _LONG_SYLLABLE:
                yield f"ko{_KOREAN_SURNAMES[surname]} {sound}"


def _romanised(syllable: str) -> str:
    number = ord(syllable) - 0xAC00
    return _INITIALS[number // 588] + _VOWELS[number % 588 // 28] + _FINALS[number % 28]


def _korean_sound(word: str) -> str:
    for pattern, sound in _KOREAN_SOUNDS:
        word = pattern.sub(sound, word)
    return word
