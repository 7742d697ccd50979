"""Every telephone number in a text, as E.164. Numbers are judged by phonenumbers; nothing else counts as one."""

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

MAX_CHARACTERS = 2_000
"""What is read of a text."""
_MOST_DIGITS = 15
"""E.164."""
_MOST_PIECES = 24
_STRETCH = re.compile(r"(?<![A-Za-z0-9_@.+])\(?\+{0,2}\s?\(?\d(?:[\d \t()./-]{0,60}\d)?(?![A-Za-z_]*@)")
_PIECES = re.compile(r"\s*/\s*|\s+")
_SCIENTIFIC = re.compile(r"(?<![\d.,])(\d)[.,](\d{1,14})[eE]\+?(\d{1,2})(?!\d)")
_FLOAT = re.compile(r"(?<![\d.,])(\d{8,15})[.,]0{1,2}(?!\d)")
_DATE_OR_TIME = re.compile(
    r"(?<!\d)(?:(?:\d{1,2}\s?[-–]\s?)?\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d\d(?!\d)|(?:19|20)\d\d[./-]\d{1,2}[./-]\d{1,2}(?!\d)"
    r"|\d{1,2}:\d{2}(?!\d))"
)
_EXTENSION = re.compile(
    r"(?<=\d)[\s,;(]{0,3}(?:ext(?:ension)?|x|#|lok(?:al)?|int(?:ern)?|app|durchwahl|dw|доб|вн|poste|转|轉|分机|内线)"
    r"\.?\s?:?\s?\d{1,5}(?!\d)\)?",
    re.IGNORECASE,
)
_CHINESE_EXTENSION = re.compile(r"(?<!\d)(0\d{2,3}-?\d{7,8})-\d{1,4}(?!\d)")
# What stands before a number that is no telephone number, and after one.
_OTHER_BEFORE = re.compile(
    r"(?:\b(?:pib|mb|jib|oib|inn|nip|vat|tax|tax id|vat id|iso|din|en|ean|hs|cpv|eur|rsd|usd|cny|rmb|gbp|chf|patent|"
    r"hall|stand|booth|no)|[€$£¥])[\s.:№#]{0,3}\Z",
    re.IGNORECASE,
)
_OTHER_AFTER = re.compile(
    r"\s?(?:eur|rsd|usd|cny|rmb|gbp|chf|pcs|kom|kg|mm|cm|units?|km|%|[€$£¥元吨件])(?![^\W\d_])", re.IGNORECASE
)
_CHINESE_MOBILE = re.compile(r"1[3-9]\d{9}")
_CHINESE_CUE = re.compile(r"wechat|weixin|微信|手机|电话|手機|電話", re.IGNORECASE)


def find_phones(text: str, country: str | None = None) -> list[str]:
    """The numbers in a text in their order, each once, without extensions; national ones by the alpha-2 `country`."""
    plain = _plain(text)
    chinese = country is None and _CHINESE_CUE.search(plain) is not None
    found: dict[str, None] = {}
    for match in _STRETCH.finditer(plain):
        around = _OTHER_BEFORE.search(plain[max(0, match.start() - 12) : match.start()])
        if around is None and not _OTHER_AFTER.match(plain, match.end()):
            found.update(dict.fromkeys(_numbers(match.group(), "CN" if chinese else country)))
    return list(found)


def parse_phone(typed: str, country: str | None) -> "PhoneNumber | None":
    """The valid number that one written form stands for, or None."""
    import phonenumbers

    digits = "".join(char for char in typed if char.isdigit())
    if not 5 <= len(digits) <= _MOST_DIGITS + 3 or len(set(digits)) == 1:
        return None
    tries: list[tuple[str, str | None]] = [("+" + digits.removeprefix("00"), None)] if _is_international(typed) else []
    if not tries:
        national = typed if country != "CN" or not _CHINESE_MOBILE.fullmatch(digits) else digits
        tries = [(national, country)] if country else []
        tries += [("+" + digits, None)] if len(digits) >= 10 and digits[:1] not in {"0", "1"} else []
    for written, region in tries:
        try:
            number = phonenumbers.parse(written, region)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number):
            return number
    return None


def _is_international(typed: str) -> bool:
    return "+" in typed or typed.lstrip("( ").startswith("00")


def _numbers(stretch: str, country: str | None) -> list[str]:
    """The E.164 numbers of a stretch of digits and separators; empty if it does not divide into valid ones."""
    pieces = [piece for piece in _PIECES.split(stretch) if piece]
    if len(pieces) > _MOST_PIECES:
        return []
    best: list[list[str] | None] = [[]] + [None] * len(pieces)
    for end in range(1, len(pieces) + 1):
        for start in range(end):
            before = best[start]
            if before is None or (best[end] is not None and len(before) + 1 >= len(best[end] or ())):
                continue
            number = _e164(" ".join(pieces[start:end]), country)
            if number is not None:
                best[end] = [*before, number]
    return best[-1] or []


def _e164(typed: str, country: str | None) -> str | None:
    without_trunk = re.sub(r"\(\s?0\s?\)", "", typed) if _is_international(typed) else typed
    number = parse_phone(without_trunk, country)
    if number is None:
        return None
    import phonenumbers

    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _plain(text: str) -> str:
    """With ASCII digits and signs, whole numbers for what a spreadsheet made of them, and no dates or extensions."""
    kept = "".join(_ascii(char) for char in unicodedata.normalize("NFKC", text[:MAX_CHARACTERS]))
    kept = _FLOAT.sub(r"\1", _SCIENTIFIC.sub(_whole_number, kept))
    kept = _CHINESE_EXTENSION.sub(r"\1", _EXTENSION.sub(" ; ", kept))
    return _DATE_OR_TIME.sub(" ; ", kept)


def _ascii(char: str) -> str:
    if char.isascii():
        return char
    digit = unicodedata.digit(char, -1)
    if digit >= 0:
        return str(digit)
    category = unicodedata.category(char)
    return "-" if category == "Pd" or char == "−" else "" if category == "Cf" else char


def _whole_number(match: re.Match[str]) -> str:
    """3.81640000138E+11 as digits; nothing if the spreadsheet dropped some of them."""
    first, rest, exponent = match.group(1), match.group(2), int(match.group(3))
    return first + rest if len(rest) == exponent else " ; "
