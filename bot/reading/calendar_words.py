"""The words of dates and times in many languages, from data/calendar.toml and further tables."""

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from bot.matching.normalise import fold

_HAN = re.compile("[\u3400-\u9fff]")
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_DIGITS = {"〇": 0, "零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_NUMERAL = re.compile(f"[{''.join(_DIGITS)}十]+")

# Replacements that unify spellings, in this order.
_SPELLINGS = tuple(
    (re.compile(pattern), written)
    for pattern, written in (
        ("[‐‑‒–—―−〜∼]", "-"),
        (r"(?<=\d)\s?\.{2,}\s?(?=\d)|…", "-"),
        ("[’‘ʼ]", "'"),
        ("、", ", "),
        (r"(?<=\d)\s?년", "年"),
        (r"(?<=\d)\s?월", "月"),
        (r"(?<=\d)\s?일", "日"),
        (r"\(([月火水木金土日])\)", r" \1曜 "),
        (r"\(([월화수목금토일])\)", r" \1요일 "),
        (r"\((?:\d+|one|two|three|four|[一二三四五六七八九十两]+)[- ]?(?:days?|天|dana?|tage?)(?: only)?\)", " "),
        (r"\bipo\b", "i po"),
        (r"(?<=[\d.])\s?\+\s?(?=\d)", " & "),
        (r"(?<=\d)\s?thang (\d{1,2}) nam (?=\d{4})", r"/\1/"),  # Vietnamese: "5 tháng 11 năm 2026"
        (r"(?<=\d)\s?thang (?=\d)", "/"),
        (r"(?<=\d)'(?:[dt][ae]n?|y?[ae]|[iu]n)(?![a-z])", ""),  # Turkish: "9'da"
        (r"(?<=[a-z])'[dt][ae]n (?=.*'y?[ae] kadar)", " - "),  # Turkish: "5 Ekim'den 7 Ekim'e kadar"
        (r"(?<=[a-z])'y?[ae] kadar", ""),
        (r"(?<=\d)-(?:e|go|je|oe|ogo)(?![a-z])", ""),  # Russian: "с 5-го по 7-е"
        (r"^(?:dates?|datum|termin|fechas?|日期|时间)\s?:", ""),
        (r"(?<=\d)-(?:kor|kom|ke)(?![a-z])", ""),  # Hungarian: "9-kor"
        (r"(?<=\d)-t[oe]l (?=.*\d-ig\b)", " - "),  # Hungarian: "12-től 14-ig"
        (r"(?<=\d)-ig\b", ""),
        (r"\bthu (?=(?:hai|ba|tu|nam|sau|bay)\b)", "thu-"),  # Vietnamese weekdays; "thu" is Thursday
        (r"\bchu nhat\b", "chu-nhat"),
        (r"\b(bir|iki|uc|dort|bes|alti|yedi|sekiz|dokuz|on)[dt][ae]\b", r"\1"),  # Turkish: "ikide"
        (r"\b(egy|ketto|harom|negy|ot|hat|het|nyolc|kilenc|tiz|tizenegy|tizenketto)kor\b", r"\1"),
        (r"(?<=tag)(?=fruh\b|vormittag|mittag|nachmittag|abend)", " "),  # German: "Freitagmittag"
        (r"(?<=mittwoch)(?=fruh\b|vormittag|mittag|nachmittag|abend)", " "),
        (r"\b(\w{3,7}tag|mittwoch)morgen\b", r"\1 morgens"),  # "morgen" alone is tomorrow
        (r"(?<![\w'])'(\d\d)(?!\d)", r"20\1"),
        (r"(?<!\d)(\d{1,2})([-/])([a-z]{3,9}|[ivx]{1,4})\2(\d{4})(?!\d)", r"\1 \3 \4"),
        (r"(?<!\d)(\d{1,2})([-/])([a-z]{3,9}|[ivx]{1,4})\2(\d{2})(?!\d)", r"\1 \3 20\4"),
        (r"(?<=\b[uv] )([01]?\d|2[0-3])-(00|[3-5]\d)(?![^\W_]|[./-]|\s[^\W\d_])", r"\1:\2"),  # Russian: "в 18-30"
    )
)
# Folding would make these the Croatian names of the month before.
_UKRAINIAN_MONTHS = (
    (re.compile("травень|травня", re.IGNORECASE), "may"),
    (re.compile("липень|липня", re.IGNORECASE), "july"),
    (re.compile("листопада?", re.IGNORECASE), "november"),
)
_WEEK_AND_DAY = re.compile("([下本这])个?(?:周|星期|礼拜)(?=[1-6日天])")  # 下周五 is 下周 and 周五


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """`meanings`: folded phrase → its meanings by kind. `pattern` finds the longest phrase at a position."""

    meanings: dict[str, dict[str, Any]]
    pattern: re.Pattern[str]


@cache
def vocabulary(*tables: str) -> Vocabulary:
    """Returns the words of all languages: those of the calendar and of further tables in data/."""
    meanings: dict[str, dict[str, Any]] = {}
    for name in ("calendar", *tables):
        table = tomllib.loads(files(__package__).joinpath("data", f"{name}.toml").read_text("utf-8"))
        for kind, entries in table.items():
            for value, phrases in entries.items():
                for phrase in phrases.split() if isinstance(phrases, str) else phrases:
                    meanings.setdefault(plain(phrase), {})[kind] = _value(value)
    spaced = sorted((word for word in meanings if not _UNSPACED.search(word)), key=len, reverse=True)
    unspaced = sorted((word for word in meanings if _UNSPACED.search(word)), key=len, reverse=True)
    return Vocabulary(
        meanings,
        re.compile(rf"(?:{'|'.join(map(re.escape, spaced))})(?![^\W\d_])|{'|'.join(map(re.escape, unspaced))}"),
    )


def _value(key: str) -> Any:
    """Returns the number if the key is one, a pair for "1 evening", None for a plain list of words."""
    if key == "words":
        return None
    if " " in key:
        day, part = key.split()
        return int(day), part
    return int(key) if key.lstrip("-").isdecimal() else key


def plain(text: str, limit: int = 120) -> str:
    """Returns folded text with one kind of dash and apostrophe, and Chinese numerals as figures."""
    for pattern, month in _UKRAINIAN_MONTHS:
        text = pattern.sub(month, text[: 4 * limit])
    folded = "".join(str(unicodedata.digit(c)) if c.isdecimal() else c for c in fold(text, limit))
    for pattern, written in _SPELLINGS:
        folded = pattern.sub(written, folded)
    if not _HAN.search(folded):
        return folded
    # "周五15:00" must not become "周515:00".
    figures = _NUMERAL.sub(_figures, re.sub(rf"({_NUMERAL.pattern})(?=\d)", r"\1 ", folded))
    return _WEEK_AND_DAY.sub(r"\1周 周", figures)


def _figures(match: re.Match[str]) -> str:
    """Converts 三十一 to 31, and 二〇二六 to 2026, digit by digit."""
    text = match.group()
    if "十" not in text:
        return "".join(str(_DIGITS[char]) for char in text)
    tens, _, units = text.partition("十")
    if len(tens) > 1 or len(units) > 1:
        return text
    return str((_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[units] if units else 0))
