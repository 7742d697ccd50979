"""Converts Serbian from Latin to Cyrillic script, in texts with placeholders, HTML, commands and addresses."""

import re
from functools import cache
from typing import Final

# Names and abbreviations that stay in Latin script. Case endings attached to a name ("Telegramu") stay Latin too; those
# after a hyphen ("PDF-a") become Cyrillic, as the orthography demands.
KEPT_WORDS: Final = (
    "PartnerBridge",
    "Telegram",
    "WeChat",
    "WhatsApp",
    "Excel",
    "English",
    "Enterprise Europe Network",
    "PDF",
    "JSON",
    "vCard",
    "QR",
    "CSV",
    "XLSX",
    "HTML",
    "ISO",
    "TRL",
    "NACE",
    "GDPR",
    "srpski",
)

_KEPT: Final = re.compile(
    "|".join(
        (
            r"<(code|pre)\b[^<>]*>.*?</\1>",
            r"<[^<>]*>",
            r"&#?\w+;",
            r"\{[^{}]*\}",
            r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+",  # an e-mail address
            r"(?:https?|tg)://[^\s<>]+",
            r"\b(?:[a-z0-9-]+\.)+(?:com|org|net|me|eu|rs|cn|io)\b(?:/[^\s<>]*)?",
            r"@\w+",
            r"(?<![\w/])/[a-z][a-z0-9_]*",  # a command, but not the stroke in "i/ili"
            r"\b(?:" + "|".join(map(re.escape, KEPT_WORDS)) + r")[a-z]{0,3}\b",
            r"\b\w*[QWXYqwxy]\w*",  # letters that Serbian does not have: a foreign word
        )
    ),
    re.DOTALL,
)

# Words in which n+j or d+ž are two letters, because a prefix ends between them. A zero-width non-joiner keeps them
# apart during the conversion and is removed afterwards.
_SPLIT: Final = re.compile(
    r"\b((?:in|kon|van|tan|an)(?=j(?:ek|unk|ug|ezi|on\b|oni))|(?:na|po|o)d(?=ž(?:iv|nj|anr|up|al|et)))", re.IGNORECASE
)
_NON_JOINER: Final = "\u200c"


@cache
def to_cyrillic(text: str) -> str:
    """The text in Cyrillic script. Placeholders, HTML, addresses, commands and foreign words stay as they are."""
    pieces: list[str] = []
    position = 0
    for kept in _KEPT.finditer(text):
        pieces += (_letters(text[position : kept.start()]), kept.group())
        position = kept.end()
    return "".join((*pieces, _letters(text[position:])))


def _letters(text: str) -> str:
    # The library handles "nj" and "Nj", but not "NJ".
    text = text.replace("NJ", "Nj").replace("LJ", "Lj").replace("DŽ", "Dž")
    split = _SPLIT.sub(rf"\1{_NON_JOINER}", text)
    import cyrtranslit

    cyrillic: str = cyrtranslit.to_cyrillic(split, "sr")
    return cyrillic.replace(_NON_JOINER, "")
