"""Writes Chinese numbers of ten and more in digits: "四千个" → "4000个", "三百五十万元" → "3500000元".

Smaller ones stay: "一台" is mostly an article, and "三元" a substance.
"""

import re
import unicodedata
from typing import Final

_DIGIT: Final = "一二两兩三四五六七八九"
_LARGER: Final = "十百千万亿萬億"
_NUMBER: Final = re.compile(
    f"(?<![第几幾数數之{_DIGIT}{_LARGER}])(?:[{_DIGIT}][{_LARGER}]|十[{_DIGIT}])[零〇{_DIGIT}{_LARGER}]{{0,12}}"
)
_MYRIAD: Final = 10_000


def in_digits(text: str) -> str:
    """Returns the text with these numbers in digits. Ordinals ("第十台") and vague numbers ("几百台") stay."""
    return _NUMBER.sub(lambda match: str(_value(match.group())), text)


def _value(number: str) -> int:
    total = section = digit = 0  # a section is what stands before 万 or 亿
    last = 10
    for value in (int(unicodedata.numeric(char)) for char in number.replace("两", "二")):
        if 0 < value < 10:
            digit = value
            continue
        last = value or 10  # "一百零二" is 102, but "一百二" is 120
        if value < _MYRIAD:
            section += (digit or 1) * value
        elif value == _MYRIAD:
            total, section = total + (section + digit) * value, 0
        else:  # 亿 multiplies all that stands before it
            total, section = (total + section + digit) * value, 0
        digit = 0
    return total + section + digit * last // 10
