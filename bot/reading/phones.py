"""Finds phone numbers in a text, as E.164. Only numbers that phonenumbers accepts count."""

import re
import unicodedata
from typing import TYPE_CHECKING

from bot.reading.other_numbers import BEFORE_CHARACTERS, OTHER_AFTER, OTHER_BEFORE, OTHER_NUMBERS

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

MAX_CHARACTERS = 2_000
"""Characters of a text that are read."""
_MOST_DIGITS = 15
"""The limit of E.164."""
_MOST_PIECES = 24
_LOCAL_DIGITS = 8
"""Most digits of a number without its area code."""
_STRETCH = re.compile(r"(?<![A-Za-z0-9_@.+])\(?\+{0,2}\s?\(?\d(?:[\d \t()./-]{0,60}\d)?(?![\w.]{0,64}@)")
_PIECES = re.compile(r"\s*/\s*|\s+")
_SCIENTIFIC = re.compile(r"(?<![\d.,])(\d)[.,](\d{1,14})[eE]\+?(\d{1,2})(?!\d)")
_PLUS_INSIDE = re.compile(r"(?<=\d)\s?\+(?=\d{6})")
_THOUSANDS = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3}){3,4}(?![\d.,])")
_FLOAT = re.compile(r"(?<![\d.,])(\d{8,15})[.,]0{1,2}(?!\d)")
_DATE_OR_TIME = re.compile(
    r"(?<![\d+-])(?:19|20)\d\d\s?[-/]\s?(?:19|20)\d\d(?![\d-])"
    r"|(?<![\d+])(?:(?:\d{1,2}\s?[-–]\s?)?\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d\d(?!\d)|(?:19|20)\d\d[./-]\d{1,2}[./-]\d{1,2}(?!\d)"
    r"|\d{1,2}:\d{2}(?!\d))"
    r"|(?<![\d+./-])(?:[01]?\d|2[0-4])\s?-\s?(?:[01]?\d|2[0-4])\s?(?:h|hrs|uhr|sati|časova|ч|点|時)(?![^\W\d_])"
    r"|(?<![\d.])(?:[01]?\d|2[0-4])\.[0-5]\d\s?-\s?(?:[01]?\d|2[0-4])\.[0-5]\d(?![\d.]?\d)"
)
_AND = frozenset({",", ";", "、", "i", "and", "und", "ili", "or", "ve", "y", "и", "или"})
_LIST_NUMBER = re.compile(r"(?:^|(?<=[\s,;]))(?:\(?[1-9]\)|[1-9]\.)\s+(?=\+|(?:[()./-]?\s?\d){9})")
# A freephone number in letters: 1-800-FLOWERS. Letters beyond the length of a number are not dialled.
_VANITY = re.compile(
    r"(?<![\w+])(?:\+?1[\s.-]?)?\(?(8(?:00|33|44|55|66|77|88))\)?[\s.-]?"
    r"((?=[\d-]*[A-Za-z])(?:[A-Za-z0-9]-?){7,10})(?![\w@])"
)
_EXTENSION = re.compile(
    r"(?<=\d)[\s,;(]{0,3}(?:ext(?:ension)?|x|#|lok(?:al)?|int(?:ern)?|app|durchwahl|dw|доб|вн|poste|转|轉|分机|内线)"
    r"\.?\s?:?\s?\d{1,5}(?!\d)\)?",
    re.IGNORECASE,
)
_CHINESE_EXTENSION = re.compile(r"(?<!\d)((?:(?:\+|00)86-?\d{2,3}-|0\d{2,3}-?)\d{3,4}\s?\d{4})-\d{1,4}(?!\d)")
_UP_TO = re.compile(r"(?<=\d{3})\s(?:do|bis|to|à|до|至|到)\s(?=\d{2,4}(?!\d))")
_CHINESE_DIGITS = re.compile(r"[〇零一二三四五六七八九幺]{7,}")
_CHINESE_VALUES = str.maketrans("〇零一二三四五六七八九幺", "001234567891")
_NORTH_AMERICA = frozenset({"US", "CA"})
_KEYPAD = dict(zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "22233344455566677778889999", strict=True))
_RANGE = re.compile(r"(?<=\D)(\d{3,4}|\d\d(?=\s))\s?-\s?(\d{2,4})\Z")
_LONGEST_RANGE = 20
"""Most numbers of "2000 140-142"."""
_FOR_EXAMPLES = ("447700900", "3363998", "35320910", "35320911", "35320912")
_CHINESE_MOBILE = re.compile(r"1[3-9]\d{9}")
_CHINESE_CUE = re.compile(r"wechat|weixin|微信|手机|电话|手機|電話", re.IGNORECASE)


def find_phones(text: str, country: str | None = None) -> list[str]:
    """Returns the numbers in order, each once, without extensions. `country` (alpha-2) is for national numbers."""
    plain = _plain(text)
    chinese = country is None and _CHINESE_CUE.search(plain) is not None
    found: dict[str, None] = {}
    before: re.Match[str] | None = None
    for match in _VANITY.finditer(plain) if country in _NORTH_AMERICA or "+1" in plain else ():
        digits = "".join(_KEYPAD.get(char, char) for char in match.group(2).upper() if char.isalnum())
        found.update(dict.fromkeys(_numbers(f"+1 {match.group(1)} {digits[:7]}", None)))
    for match in _STRETCH.finditer(plain):
        around = OTHER_BEFORE.search(plain[max(0, match.start() - BEFORE_CHARACTERS) : match.start()])
        if around is None and not OTHER_AFTER.match(plain, match.end()):
            numbers = _numbers(match.group(), "CN" if chinese else country)
            goes_on = before is not None and plain[before.end() : match.start()].strip().lower() in _AND
            if before is not None and goes_on and (not numbers or _lacks_area_code(match.group(), country)):
                both = f"{before.group().replace('/', ' ')}/{match.group()}"
                numbers = _alternatives(both, country, local=True) or numbers
            found.update(dict.fromkeys(numbers))
            before = match
    return list(found)


def parse_phone(typed: str, country: str | None) -> "PhoneNumber | None":
    """Returns the valid number for one written form, or None."""
    import phonenumbers

    digits = "".join(char for char in typed if char.isdigit())
    if not 5 <= len(digits) <= _MOST_DIGITS + 3 or len(set(digits)) == 1:
        return None
    tries: list[tuple[str, str | None]] = [("+" + digits.removeprefix("00"), None)] if _is_international(typed) else []
    if not tries:
        national = typed if country != "CN" or not _CHINESE_MOBILE.fullmatch(digits) else digits
        tries = [(national, country)] if country else []
        if country and _has_calling_code(digits, country):
            tries.insert(0, ("+" + digits, None))
        tries += [("+" + digits, None)] if len(digits) >= 10 and digits[:1] not in {"0", "1"} else []
    for written, region in tries:
        try:
            number = phonenumbers.parse(written, region)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number) or _is_for_examples(number):
            return number
    return None


def _is_for_examples(number: "PhoneNumber") -> bool:
    """Returns True for a number that regulators reserve for examples, which phonenumbers does not know."""
    return f"{number.country_code}{number.national_number}".startswith(_FOR_EXAMPLES) and len(
        str(number.national_number)
    ) in {9, 10}


def _lacks_area_code(typed: str, country: str | None) -> bool:
    """Returns True for a short number without the zero of an area code, such as "2345679" after "011/2345678"."""
    import phonenumbers

    metadata = phonenumbers.PhoneMetadata.metadata_for_region(country) if country else None
    digits = re.sub(r"\D", "", typed)
    return (
        metadata is not None
        and metadata.national_prefix == "0"
        and not _is_international(typed)
        and not digits.startswith("0")
        and len(digits) <= _LOCAL_DIGITS
    )


def _has_calling_code(digits: str, country: str) -> bool:
    """Returns True if a number without "+" begins with its country's code, where national ones begin with a zero."""
    import phonenumbers

    metadata = phonenumbers.PhoneMetadata.metadata_for_region(country)
    return (
        metadata is not None
        and metadata.national_prefix == "0"
        and digits.startswith(str(metadata.country_code))
        and not digits.startswith("0")
    )


def _is_international(typed: str) -> bool:
    return "+" in typed or typed.lstrip("( ").startswith("00")


def _numbers(stretch: str, country: str | None) -> list[str]:
    """Returns the E.164 numbers of a stretch of digits and separators; none if it does not split into valid numbers."""
    if stretch.count("(") > stretch.count(")"):  # "(12 lines)"
        stretch = stretch[: stretch.rindex("(")]
    return (
        _range(stretch, country)
        or _alternatives(stretch, country)
        or _divided(stretch, country)
        or _joined_by_dash(stretch, country)
    )


def _alternatives(stretch: str, country: str | None, *, local: bool = False) -> list[str]:
    """Returns a whole number and, for each slash, one with other last digits: "0755-26001234/26001235", "…123/124".

    With `local`, also if what follows a slash could be a number by itself.
    """
    first, *others = re.split(r"\s*/\s*", stretch)
    number = _e164(first, country) if others else None
    if number is None or (not local and any(_e164(other, country) for other in others)):
        return []
    found = [number]
    for other in others:
        digits = re.sub(r"\D", "", other)
        valid = _e164(number[: -len(digits)] + digits, None) if digits else None
        if valid is None:
            return []
        found.append(valid)
    return list(dict.fromkeys(found))


def _range(stretch: str, country: str | None) -> list[str]:
    """Returns all numbers from the first to the last of "011 2000 140-142", or none."""
    match = _RANGE.search(stretch)
    if match is None:
        return []
    before, (first, last) = stretch[: match.start()], match.groups()
    if len(first) != len(last) or not 0 < int(last) - int(first) < _LONGEST_RANGE:
        return []
    found = [_e164(f"{before}{n:0{len(first)}}", country) for n in range(int(first), int(last) + 1)]
    return [number for number in found if number] if all(found) else []


def _joined_by_dash(stretch: str, country: str | None) -> list[str]:
    """Returns two whole numbers with a dash between them, or none."""
    for match in re.finditer(r"-", stretch):
        both = [_e164(part, country) for part in (stretch[: match.start()], stretch[match.end() :])]
        if all(both):
            return [number for number in both if number]
    return []


def _divided(stretch: str, country: str | None) -> list[str]:
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
    """Returns ASCII digits and signs, with spreadsheet numbers restored and without dates and extensions."""
    kept = "".join(_ascii(char) for char in unicodedata.normalize("NFKC", text[:MAX_CHARACTERS]))
    kept = _CHINESE_DIGITS.sub(lambda match: match.group().translate(_CHINESE_VALUES), kept)
    kept = OTHER_NUMBERS.sub(" ; ", _LIST_NUMBER.sub(" ; ", kept))
    kept = _PLUS_INSIDE.sub(" ; +", kept)
    kept = _THOUSANDS.sub(lambda match: match.group().replace(",", ""), kept)
    kept = _FLOAT.sub(r"\1", _SCIENTIFIC.sub(_whole_number, kept))
    kept = _UP_TO.sub("-", _CHINESE_EXTENSION.sub(r"\1", _EXTENSION.sub(" ; ", kept)))
    return _DATE_OR_TIME.sub(" ; ", kept)


def _ascii(char: str) -> str:
    if char.isascii():
        return char
    digit = unicodedata.digit(char, -1)
    if digit >= 0:
        return str(digit)
    category = unicodedata.category(char)
    return "-" if category == "Pd" or char in "−ー" else "" if category == "Cf" else char


def _whole_number(match: re.Match[str]) -> str:
    """Returns 3.81640000138E+11 as digits; "" if the spreadsheet dropped some of them."""
    first, rest, exponent = match.group(1), match.group(2), int(match.group(3))
    return first + rest if len(rest) == exponent else " ; "
