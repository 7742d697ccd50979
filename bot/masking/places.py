"""Where somebody is to be found: street addresses and entries in registers; and, with them, stands at a fair."""

import re
from collections.abc import Iterator
from typing import Final

from stdnum.cn import uscc
from stdnum.eu import vat

from .findings import FindingKind, Span
from .skeleton import Skeleton
from .stands import BOOTHS
from .vocabulary import any_of

_NUMBER_OF_HOUSE: Final = r"\d{1,4}[a-z]?(?![\d%°])"
# Pieces of an address, and how many words in it must have a capital: "via Roma 12" is none, nor "via 5 channels".
_STREETS: Final = tuple(
    (re.compile(pattern), capitals)
    for pattern, capitals in (
        (
            (
                rf"(?<![a-z])(?:{any_of('places', 'street_words')})\.?\s"
                rf"(?:[a-z'.]{{1,20}}\s){{0,3}}?[a-z'.]{{2,25}},?\s(?:br\.?\s?|d\.\s?)?{_NUMBER_OF_HOUSE}"
            ),
            1,
        ),
        (rf"(?<![a-z])[a-z]{{3,25}}(?:straße|strasse|str\.|weg|platz|gasse|allee|ulica)\s{_NUMBER_OF_HOUSE}", 0),
        (
            (
                r"(?<![a-z0-9])\d{1,5}[a-z]?\s(?:[a-z'.]{2,20}\s){1,3}"
                r"(?:street|st\.?|avenue|ave\.?|road|rd\.?|boulevard|blvd\.?|lane|drive|square)(?![a-z])"
            ),
            2,
        ),
        (
            (
                r"(?<![a-z0-9])\d{1,4},?\s(?:rue|avenue|boulevard|place|quai)\s"
                r"(?:de la\s|de l'|d[eu]s?\s|d')?[a-z'\-]{2,25}"
            ),
            1,
        ),
        (
            (
                r"(?<![a-z])(?:via|viale|piazza|corso|calle|avenida|paseo|plaza|rua)\s(?:[a-z'.]{1,20}\s){0,3}?"
                r"[a-z'.]{2,25},?\s\d{1,4}[a-z]?(?![\d%°.])"
            ),
            2,
        ),
        (
            (
                r"[\u4e00-\u9fff]{1,12}(?:路|街道|大街|街|大道|巷|弄|胡同)\s?\d{1,5}\s?(?:-\d{1,4})?\s?[号號弄]"
                r"(?:[\u4e00-\u9fff\w]{0,10}(?:楼|室|栋|座|层))?(?!线|泵|机|炉|井)"
            ),
            0,
        ),
        (r"[\uac00-\ud7a3]{1,5}(?:시|구|군)\s[\uac00-\ud7a3]{1,8}(?:로|길)\s?\d{1,4}(?:-\d{1,3})?", 0),
    )
)

_REGISTER_CUE: Final = re.compile(
    rf"(?<![a-z])(?:{any_of('places', 'register_cues')})[\s.:#№=-]{{0,4}}"
    rf"(?:is |je )?(?:[a-z]{{2}}\s?)?\d[\d\s\-./]{{4,26}}\d"
    rf"|(?:{any_of('places', 'unspaced_register_cues')})[\s:为是(]{{0,4}}[0-9a-z][0-9a-z\s-]{{5,22}}"
)
_USCC: Final = re.compile(r"(?<![0-9a-z])[0-9a-hj-npqrtuwxy]{18}(?![0-9a-z])")
_VAT: Final = re.compile(r"(?<![0-9a-z])[a-z]{2}\s?\d[0-9a-z]{6,11}(?![0-9a-z])")


def places(skeleton: Skeleton) -> Iterator[Span]:
    """For one reading of the text; the offsets are those of the original."""
    found = [(match, FindingKind.BOOTH) for pattern in BOOTHS for match in pattern.finditer(skeleton.text)]
    found += ((match, FindingKind.REGISTRATION) for match in _REGISTER_CUE.finditer(skeleton.text))
    for pattern, capitals in _STREETS:
        streets = (match for match in pattern.finditer(skeleton.text) if _capitals(skeleton, match) >= capitals)
        found += ((match, FindingKind.ADDRESS) for match in streets)
    for match, kind in found:
        yield Span(*skeleton.span(*match.span()), kind)
    for pattern, number in ((_USCC, uscc), (_VAT, vat)):
        for match in pattern.finditer(skeleton.text):
            if number.is_valid(match.group().upper()):
                yield Span(*skeleton.span(*match.span()), FindingKind.REGISTRATION)


def _capitals(skeleton: Skeleton, match: re.Match[str]) -> int:
    return sum(1 for word in skeleton.source(*match.span()).split() if word[0].isupper() and len(word) > 1)
