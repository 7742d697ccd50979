"""Where somebody is to be found: stands at a fair, street addresses, entries in registers."""

import re
from collections.abc import Iterator
from typing import Final

from stdnum.cn import uscc
from stdnum.eu import vat

from .findings import FindingKind, Span
from .skeleton import Skeleton
from .vocabulary import any_of

# A number with a unit is a measure; so is one with decimals.
_UNIT_AFTER: Final = r"(?!\s?(?:mm|cm|m|m2|kg|g|kw|w|v|kv|a|hz|°|%|bar|mpa|l|t|h|k)\b)(?![\d,.]*\d)"
_STAND_CODE: Final = (
    r"(?:(?:[a-z]{0,2}\d{1,2}(?:\.\d)?h?[\s\-–/.]{0,2})?[a-z]{1,2}[\s\-]?\d{1,4}[a-z]?"
    r"|\d{1,2}\.\d{1,2}[a-z]?[\-–/ ]?[a-z]?\d{1,4})"
)
_NUMBER_SIGN: Final = r"(?:no|nr|number|num|broj|br|№|#|n)"
_STAND: Final = r"(?:booth|stand\w{0,2}|stend\w{0,2}|messestand|stoisko|stoiski|kiosk)"
_HALL: Final = r"(?:hall|hala|hali|halle|halli|pavilion|pavillon|paviljon\w?)"
_BOOTHS: Final = tuple(
    re.compile(rf"(?<![a-z]){pattern}(?![a-z0-9])")
    for pattern in (
        rf"(?:{_STAND}|{_HALL})[\s:,]{{0,2}}{_NUMBER_SIGN}?[\s.:#]{{0,3}}{_STAND_CODE}",
        rf"{_STAND}[\s:,]{{0,2}}{_NUMBER_SIGN}[\s.:#]{{0,3}}\d{{1,4}}{_UNIT_AFTER}",
        rf"booth[\s:#]{{0,2}}\d{{1,4}}{_UNIT_AFTER}",
        rf"standu?[\s:#]{{1,2}}\d{{1,4}}(?![a-z0-9\s.,]*\d){_UNIT_AFTER}(?!\s?[a-z])",
        rf"{_HALL}\s?\d{{1,2}}(?:\.\d)?h?[\s,]{{1,2}}{_STAND}?\s?[a-z]?\d{{1,4}}{_UNIT_AFTER}",
        r"(?:展位号?|展台号?|摊位号?|展馆|부스|ブース)[\s:是为在]{0,3}(?:[a-z0-9][a-z0-9.\-–]{0,11}\d[a-z]?|\d{1,4})",
        r"\d{1,2}(?:\.\d)?h?号馆\s?[a-z]?\d{1,4}",
    )
)
_NUMBER_OF_HOUSE: Final = r"\d{1,4}[a-z]?(?![\d%°])"
_STREETS: Final = tuple(
    re.compile(pattern)
    for pattern in (
        (
            rf"(?<![a-z])(?:{any_of('places', 'street_words')})\.?\s(?:[a-z'.]{{1,20}}\s){{0,3}}?[a-z'.]{{2,25}},?\s"
            rf"(?:br\.?\s?|d\.\s?)?{_NUMBER_OF_HOUSE}"
        ),
        rf"(?<![a-z])[a-z]{{3,25}}(?:straße|strasse|str\.|weg|platz|gasse|allee|ulica)\s{_NUMBER_OF_HOUSE}",
        (
            r"(?<![a-z0-9])\d{1,5}[a-z]?\s(?:[a-z'.]{2,20}\s){1,3}"
            r"(?:street|st\.|avenue|ave\.?|road|rd\.?|boulevard|blvd\.?|lane|drive|square)(?![a-z])"
        ),
        r"(?<![a-z0-9])\d{1,4},?\s(?:rue|avenue|boulevard|place|quai)\s(?:d[eu]s?\s|de la\s|d')?[a-z'\-]{2,25}",
        (
            r"[\u4e00-\u9fff]{1,12}(?:路|街道|大街|街|大道|巷|弄|胡同)\s?\d{1,5}\s?(?:-\d{1,4})?\s?[号號弄]"
            r"(?:[\u4e00-\u9fff\w]{0,10}(?:楼|室|栋|座|层))?(?!线|泵|机|炉|井)"
        ),
        r"[\uac00-\ud7a3]{1,5}(?:시|구|군)\s[\uac00-\ud7a3]{1,8}(?:로|길)\s?\d{1,4}(?:-\d{1,3})?",
    )
)
# Words that mean a street only where a capital letter follows: "via Roma 12", not "via 5 channels".
_STREET_CAPITAL: Final = re.compile(
    r"(?<![a-z])(?:via|viale|piazza|corso|calle|avenida|paseo|plaza|rua)\s(?:[a-z'.]{1,20}\s){0,3}?[a-z'.]{2,25},?\s"
    r"\d{1,4}[a-z]?(?![\d%°.])"
)

_REGISTER_CUE: Final = re.compile(
    rf"(?<![a-z])(?:{any_of('places', 'register_cues')})[\s.:#№=-]{{0,4}}(?:[a-z]{{2}}\s?)?\d[\d\s\-./]{{4,26}}\d"
    rf"|(?:{any_of('places', 'unspaced_register_cues')})[\s:为是(]{{0,4}}[0-9a-z][0-9a-z\s-]{{5,22}}"
)
_USCC: Final = re.compile(r"(?<![0-9a-z])[0-9a-hj-npqrtuwxy]{18}(?![0-9a-z])")
_VAT: Final = re.compile(r"(?<![0-9a-z])[a-z]{2}\s?\d[0-9a-z]{6,11}(?![0-9a-z])")


def places(skeleton: Skeleton) -> Iterator[Span]:
    """For one reading of the text; the offsets are those of the original."""
    for patterns, kind in (
        (_BOOTHS, FindingKind.BOOTH),
        (_STREETS, FindingKind.ADDRESS),
        ((_REGISTER_CUE,), FindingKind.REGISTRATION),
    ):
        for pattern in patterns:
            for match in pattern.finditer(skeleton.text):
                yield Span(*skeleton.span(*match.span()), kind)
    yield from _capital_streets(skeleton)
    for pattern, number in ((_USCC, uscc), (_VAT, vat)):
        for match in pattern.finditer(skeleton.text):
            if number.is_valid(match.group().upper()):
                yield Span(*skeleton.span(*match.span()), FindingKind.REGISTRATION)


def _capital_streets(skeleton: Skeleton) -> Iterator[Span]:
    for match in _STREET_CAPITAL.finditer(skeleton.text):
        words = skeleton.source(*match.span()).split()
        if len(words) > 1 and words[0][:1].isupper() and words[-2][:1].isupper():
            yield Span(*skeleton.span(*match.span()), FindingKind.ADDRESS)
