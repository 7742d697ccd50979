"""How stands at a fair are named: halls, booths and their codes."""

import re
from typing import Final

# A number with a unit is a measure; so is one with decimals.
_UNIT_AFTER: Final = r"(?!\s?(?:mm|cm|m|met\w{1,4}|m2|kg|g|kw|w|v|kv|a|hz|°|%|bar|mpa|l|t|h|k)\b)(?![\d,.]*\d)"
_STAND_CODE: Final = (
    r"(?:(?:[a-z]{0,2}\d{1,2}(?:\.\d)?h?[\s\-–/.]{0,2})?[a-z]{1,2}[\s\-]?\d{1,4}[a-z]?"
    r"|\d{1,2}\.\d{1,2}[a-z]?[\-–/ ]?[a-z]?\d{1,4})"
)
_NUMBER_SIGN: Final = r"(?:no|nr|number|num|broj|br|№|#|n)"
_STAND: Final = r"(?:booth|stand\w{0,2}|stend\w{0,2}|messestand|stoisko|stoiski|kiosk)"
_HALL: Final = r"(?:hall|hala|hali|halle|halli|pavilion|pavillon|paviljon\w?|padiglione|pabellon|pawilon|zal)"
BOOTHS: Final = tuple(
    re.compile(rf"(?<![a-z]){pattern}(?![a-z0-9])")
    for pattern in (
        rf"(?:{_STAND}|{_HALL})[\s:,]{{0,2}}(?:{_NUMBER_SIGN}|is|je|ist|es)?[\s.:#]{{0,3}}{_STAND_CODE}",
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
        r"(?:展位号?|展台号?|摊位号?|展馆|부스|ブース)[\s:是为在]{0,3}(?:[a-z0-9][a-z0-9.\-–]{0,11}\d[a-z]?|\d{1,4})",
        r"\d{1,2}(?:\.\d)?h?号馆\s?[a-z]?\d{1,4}\s?(?:号?展位|号?展台)?",
    )
)
