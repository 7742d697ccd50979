"""Guesses the encoding of a text that is not UTF-8."""

from typing import Final

from bot.usecases.imports.letters import likelihood

_LATIN_EAST: Final = ("pl", "cs", "sk", "hu", "sl", "hr", "sr_Latn", "ro", "sq")
_LATIN_WEST: Final = ("de", "fr", "es", "it", "pt", "sv", "da", "nb", "fi", "is", "nl")
_CYRILLIC: Final = ("ru", "uk", "be", "bg", "sr", "mk")
_TURKISH: Final = ("tr",)
_BALTIC: Final = ("lt", "lv", "et")
_GREEK: Final = ("el",)
_HEBREW: Final = ("he",)
_ARABIC: Final = ("ar", "fa", "ur")
# Difference in log-likelihood between each encoding and the most frequent one of its script.
_CANDIDATES: Final[tuple[tuple[str, tuple[str, ...], float], ...]] = (
    ("cp1250", _LATIN_EAST, 0),
    ("cp1251", _CYRILLIC, 0),
    ("cp1252", _LATIN_WEST, 0),
    ("cp1253", _GREEK, 0),
    ("cp1254", _TURKISH, 0),
    ("cp1255", _HEBREW, 0),
    ("cp1256", _ARABIC, 0),
    ("cp1257", _BALTIC, 0),
    ("cp1258", ("vi",), 0),
    ("cp874", ("th",), 0),
    ("gb18030", ("zh", "zh_Hant"), 0),
    ("big5hkscs", ("zh_Hant",), 0),
    ("cp932", ("ja",), 0),
    ("euc_jp", ("ja",), 1),
    ("cp949", ("ko",), 0),
    ("iso8859-2", _LATIN_EAST, 1),
    ("iso8859-16", ("ro",), 2),
    ("iso8859-5", _CYRILLIC, 2),
    ("iso8859-7", _GREEK, 1),
    ("iso8859-8", _HEBREW, 1),
    ("iso8859-6", _ARABIC, 1),
    ("iso8859-9", _TURKISH, 1),
    ("iso8859-4", _BALTIC, 2),
    ("iso8859-13", _BALTIC, 1),
    ("iso8859-10", (*_BALTIC, "is"), 3),
    ("iso8859-15", _LATIN_WEST, 1),
    ("iso8859-3", ("tr",), 3),
    ("koi8-r", _CYRILLIC, 1),
    ("koi8-u", ("uk", "ru"), 1.5),
    ("cp866", _CYRILLIC, 1),
    ("cp855", _CYRILLIC, 3),
    ("cp852", _LATIN_EAST, 1),
    ("cp850", _LATIN_WEST, 1),
    ("cp437", _LATIN_WEST, 2),
    ("cp857", _TURKISH, 2),
    ("cp775", _BALTIC, 2),
    ("cp737", _GREEK, 2),
    ("cp862", _HEBREW, 2),
    ("cp720", _ARABIC, 3),
    ("mac_roman", _LATIN_WEST, 2),
    ("mac_latin2", _LATIN_EAST, 2),
    ("mac_croatian", ("hr", "sr_Latn", "sl"), 3),
    ("mac_cyrillic", _CYRILLIC, 2),
    ("mac_greek", _GREEK, 2),
    ("mac_turkish", _TURKISH, 3),
)
_SAMPLE: Final = 6_000
"""Number of bytes beyond ASCII, with neighbours, to check: enough for certainty, few enough for speed."""


def best_encoding(content: bytes) -> str:
    """Returns the most likely encoding of non-UTF-8 text, by the letters and letter pairs of its languages."""
    sample = _sample(content)
    best, highest = "cp1252", float("-inf")
    seen: dict[str, float] = {}
    for encoding, languages, rareness in _CANDIDATES:
        text = decoded_as(sample, encoding)
        if text is None:
            continue
        for language in languages:
            key = language + text
            if key not in seen:
                seen[key] = likelihood(text, language)
            if seen[key] - rareness > highest:
                best, highest = encoding, seen[key] - rareness
    return best


def _sample(content: bytes) -> bytes:
    """Returns lines with bytes beyond ASCII, from the whole file. Whole lines, because a cut could split a letter."""
    lines = [line for line in content.split(b"\n") if not line.isascii()]
    step = max(1, sum(map(len, lines)) // _SAMPLE)
    taken, size = [], 0
    for line in lines[::step]:
        taken.append(line[: _SAMPLE * 4] if step == 1 else line)
        size += len(line)
        if size > _SAMPLE * 2:
            break
    return b"\n".join(taken)


def is_rather_utf8(line: bytes, encoding: str) -> bool:
    languages = next(languages for name, languages, _ in _CANDIDATES if name == encoding)
    other = decoded_as(line, encoding)
    if other is None:
        return True
    text = line.decode("utf-8")
    return max(likelihood(text, each) for each in languages) >= max(likelihood(other, each) for each in languages)


def decoded_as(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None
