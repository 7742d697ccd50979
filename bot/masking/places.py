"""Finds street addresses, post boxes, register numbers, bank accounts and booths at a fair."""

import re
from collections.abc import Iterator
from typing import Final

from stdnum import iban
from stdnum.cn import uscc
from stdnum.eu import vat

from .findings import FindingKind, Span
from .skeleton import Skeleton
from .vocabulary import any_of

# A number with a unit or decimals is a measurement, not a booth.
_UNIT_AFTER: Final = r"(?!\s?(?:mm|cm|m|met\w{1,4}|m2|kg|g|kw|w|v|kv|a|hz|°|%|bar|mpa|l|t|h|k)\b)(?![\d,.]*\d)"
_STAND_CODE: Final = (
    r"(?:(?:[a-z]{0,2}\d{1,2}(?:\.\d)?h?[\s\-–/.]{0,2})?(?!(?:of|is|at|to|in|on|up|or|as|je|od|za|do|sa|na|po|by|x)\s)"
    r"[a-z]{1,2}[\s\-]?\d{1,4}[a-z]?"
    r"|\d{1,2}\.\d{1,2}[a-z]?[\-–/ ]?[a-z]?\d{1,4})"
)
_NUMBER_SIGN: Final = r"(?:(?:no|nr|number|num|broj|br|n)(?![a-z])|№|#)"
_STAND: Final = r"(?:booth|stand\w{0,2}|stend\w{0,2}|messestand|stoisko|stoiski|kiosk)(?![a-z])"
_HALL: Final = r"(?:hall|hala|hali|halle|halli|pavilion|pavillon|paviljon\w?|padiglione|pabellon|pawilon|zal)(?![a-z])"
_BOOTHS: Final = tuple(
    re.compile(rf"(?<![a-z]){pattern}(?![a-z0-9])")
    for pattern in (
        rf"(?:{_STAND}|{_HALL})[\s:,]{{0,2}}(?:{_NUMBER_SIGN}|is|je|ist|es)?[\s.:#]{{0,3}}{_STAND_CODE}{_UNIT_AFTER}",
        rf"{_STAND}[\s:,]{{0,2}}{_NUMBER_SIGN}[\s.:#]{{0,3}}\d{{1,4}}{_UNIT_AFTER}",
        rf"booth[\s:#]{{0,2}}\d{{1,4}}{_UNIT_AFTER}",
        rf"(?<!test )(?<!tni )(?<!bni )standu?[\s:#]{{1,2}}\d{{1,4}}{_UNIT_AFTER}",
        (
            rf"{_STAND}[\s:,]{{0,2}}{_NUMBER_SIGN}?[\s.:#]{{0,3}}(?:is |je )?(?:{_STAND_CODE}|\d{{1,4}})"
            rf"(?:[\s,;]{{1,3}}|\s(?:u|in|im|en)\s){_HALL}\s\d{{1,2}}(?:\.\d)?"
        ),
        rf"[a-z]{{1,2}}-?\d{{1,4}}[\s,]{{1,3}}{_HALL}\s\d{{1,2}}(?:\.\d)?h?",
        r"\d\.\dh[\s-]?[a-z]\d{1,3}",
        r"(?:[a-z]?\d{1,2}(?:\.\d)?h?-)?[a-z]{1,2}-?\d{1,4}\s?(?:号?展位|号?展台|booth)",
        rf"{_HALL}\s?\d{{1,2}}(?:\.\d)?h?[\s,]{{1,2}}{_STAND}?\s?[a-z]?\d{{1,4}}{_UNIT_AFTER}",
        r"(?:展位号?|展台号?|摊位号?|展馆|부스|ブース)[\s:是为在]{0,3}(?:[a-z0-9][a-z0-9.\-–]{0,11}\d[a-z]?|\d{1,4})(?![\d.]|\s?(?:平|米|m|個|个|개|台))",
        r"\d{1,2}(?:\.\d)?h?号馆\s?[a-z]?\d{1,4}\s?(?:号?展位|号?展台)?",
    )
)
# What follows a stand: "…, aisle C, next to the stairs".
_STAND_TAIL: Final = re.compile(
    rf"(?:[\s,;]{{1,3}}(?:{any_of('places', 'aisles')})[\s:]?[a-z]{{0,2}}-?\d{{0,3}}[a-z]?(?![a-z0-9]))?"
    rf"(?:[\s,;]{{1,3}}(?:{any_of('places', 'beside')})\s[^,.;:!?\n▒]{{2,40}})?"
)
_TOWN: Final = re.compile(r",\s?(?:(?:[a-z]{1,3}-)?\d{4,6}\s)?(?P<town>[^\W\d_]{3,24})(?=\s{0,2}(?:\Z|[.,;!?\n)]))")
_HOUSE_NUMBER: Final = r"\d{1,4}[a-z]?(?![\d%°])"
# (pattern, words that need a capital). Lower case is too often something else: "via 5 channels".
_STREETS: Final = tuple(
    (re.compile(pattern), capitals)
    for pattern, capitals in (
        (
            (
                rf"(?<![a-z])(?:{any_of('places', 'street_words')})\.?\s"
                rf"(?:[a-z'.]{{1,20}}\s){{0,3}}?[a-z'.]{{2,25}},?\s(?:br\.?\s?|d\.\s?)?{_HOUSE_NUMBER}"
            ),
            1,
        ),
        (rf"(?<![a-z])[a-z]{{3,25}}(?:straße|strasse|str\.|weg|platz|gasse|allee|ulica)\s{_HOUSE_NUMBER}", 0),
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
        (
            r"[\u3400-\u9fff]{0,6}[市区區町村県縣][\u3040-\u30ff\u3400-\u9fff]{1,12}\d{1,4}(?:-|丁目)\d{1,4}(?:[-番]\d{1,4})?",
            0,
        ),
        (r"[\uac00-\ud7a3]{1,5}(?:시|구|군)\s[\uac00-\ud7a3]{1,8}(?:로|길)\s?\d{1,4}(?:-\d{1,3})?", 0),
    )
)

_REGISTER_CUE: Final = re.compile(
    rf"(?<![a-z])(?:{any_of('places', 'register_cues')})[\s.:#№=-]{{0,4}}"
    rf"(?:is |je )?(?:[a-z]{{1,2}}\s?)?\d[\d\s\-./]{{4,26}}\d"
    rf"|(?:{any_of('places', 'unspaced_register_cues')})[\s:为是(]{{0,4}}[0-9a-z][0-9a-z\s-]{{5,22}}"
)
# A code of Open Location Code, a pair of coordinates, three words of what3words.
_MAP_CODES: Final = (
    re.compile(r"(?<![a-z0-9])(?:[23456789cfghjmpqrvwx]{4}){1,2}\+[23456789cfghjmpqrvwx]{2,3}(?![a-z0-9])"),
    re.compile(
        r"(?<![\d.])-?\d{1,2}\.\d{4,8}\s?°?\s?[ns]?[,;/\s]{1,3}-?\d{1,3}\.\d{4,8}(?![\d.]|\s?(?:mm|cm|m|um|in|kg|g|v|a|%)(?![a-z]))"
    ),
    re.compile(r"(?:grid\sref\w{0,6}|geohash)[\s:]{1,3}(?=[a-z0-9 ]{0,12}\d)[a-z0-9][a-z0-9 ]{4,16}[a-z0-9]"),
    re.compile(r"(?:///\s?|what\s?3\s?words[\s:/]{1,4})[^\W\d_]{3,20}\.[^\W\d_]{3,20}\.[^\W\d_]{3,20}"),
)
_POST_BOX: Final = re.compile(
    rf"(?<![a-z])(?:{any_of('places', 'post_boxes')})[\s.:#№]{{0,3}}\d{{1,4}}(?: \d{{2,4}})?"
    r"(?:,? [a-z]{1,2}\d{1,2}[a-z]? \d[a-z]{2})?(?![a-z0-9])"  # a British post code
)
_RADIO_WORD: Final = rf"(?:{any_of('places', 'radio')})"
_RADIO: Final = re.compile(rf"(?<![a-z]){_RADIO_WORD}(?:[\s,-]{{1,3}}{_RADIO_WORD}){{3,}}(?![a-z])")
_IBAN: Final = re.compile(r"(?<![0-9a-z])[a-z]{2}\d{2}(?:\s?[0-9a-z]{4}){2,7}(?:\s?[0-9a-z]{1,3})?(?![0-9a-z])")
_USCC: Final = re.compile(r"(?<![0-9a-z])[0-9a-hj-npqrtuwxy]{18}(?![0-9a-z])")
_VAT: Final = re.compile(r"(?<![0-9a-z])[a-z]{2}\s?\d[0-9a-z]{6,11}(?![0-9a-z])")


def places(skeleton: Skeleton) -> Iterator[Span]:
    """Yields spans for one reading of the text, in original offsets."""
    found = [(match, FindingKind.BOOTH) for pattern in _BOOTHS for match in pattern.finditer(skeleton.text)]
    found += ((match, FindingKind.REGISTRATION) for match in _REGISTER_CUE.finditer(skeleton.text))
    found += ((match, FindingKind.ADDRESS) for pattern in _MAP_CODES for match in pattern.finditer(skeleton.text))
    found += ((match, FindingKind.ADDRESS) for match in _POST_BOX.finditer(skeleton.text))
    found += ((match, FindingKind.COMPANY) for match in _RADIO.finditer(skeleton.text))
    for pattern, capitals in _STREETS:
        streets = (match for match in pattern.finditer(skeleton.text) if _count_capitals(skeleton, match) >= capitals)
        found += ((match, FindingKind.ADDRESS) for match in streets)
    for match, kind in found:
        yield Span(*skeleton.span(match.start(), _end(skeleton, match, kind)), kind)
    for pattern, number in ((_USCC, uscc), (_VAT, vat), (_IBAN, iban)):
        for match in pattern.finditer(skeleton.text):
            if number.is_valid(match.group().upper()):
                yield Span(*skeleton.span(*match.span()), FindingKind.REGISTRATION)


def _end(skeleton: Skeleton, match: re.Match[str], kind: FindingKind) -> int:
    """Returns the end of a place with what belongs to it: the aisle of a stand, the town of an address."""
    if kind is FindingKind.BOOTH:
        tail = _STAND_TAIL.match(skeleton.text, match.end())
    else:
        tail = _TOWN.match(skeleton.text, match.end()) if kind is FindingKind.ADDRESS else None
        tail = tail if tail and skeleton.source(*tail.span("town"))[:1].isupper() else None
    return tail.end() if tail else match.end()


def _count_capitals(skeleton: Skeleton, match: re.Match[str]) -> int:
    return sum(1 for word in skeleton.source(*match.span()).split() if word[0].isupper() and len(word) > 1)
