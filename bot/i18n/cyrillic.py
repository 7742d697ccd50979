"""Converts Serbian from Latin to Cyrillic script, in texts with placeholders, HTML, commands and addresses."""

import re
from functools import cache
from typing import Final

# Names and foreign words that stay in Latin script. Case endings attached to a name ("Telegramu") stay Latin too.
# Endings after a hyphen ("PDF-a") become Cyrillic, as the orthography requires. Short words in capitals (PDF, ID, CNC)
# and names with an inner capital (WeChat, vCard) need no entry.
KEPT_WORDS: Final = (
    "Telegram",
    "Excel",
    "Google",
    "English",
    "Enterprise Europe Network",
    "Wi-Fi",
    "e-mail",
    "online",
    "ms",
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
            r"(?<![\w/])/[a-z][a-z0-9_]*",  # a command, but not the slash in "i/ili"
            r"\b(?:" + "|".join(map(re.escape, KEPT_WORDS)) + r")[a-z]{0,3}\b",
            r"\b(?!(?:SAD|SAR|PDV)\b)[A-Z]{2,4}\b",  # an abbreviation, unless it is a Serbian one
            r"\b[A-Z]-\d+\b",  # a booth: A-12
            r"\b(?=[A-Z]*\d)(?=\d*[A-Z])[A-Z\d]+\b",  # a code: ABCD2345, 3D
            r"\b\w*[a-z][A-Z]\w*",  # a name with a capital inside: WeChat, vCard, pH
            r"\b\w*[QWXYqwxy]\w*",  # letters that Serbian does not have
        )
    ),
    re.DOTALL,
)

# Words in which n+j or d+ž are two letters, because a prefix ends between them: in-jekcija, an-jon, nad-živeti,
# pod-žeći, od-žvakati. A zero-width non-joiner separates them during the conversion and is removed afterwards.
_SPLIT: Final = re.compile(
    r"\b((?:in|kon|van|tan|an)(?=j(?:ek|ic|unk|ug|ezi|on))"
    r"|(?:na|po|o|pre)d(?=ž(?:d|iv|nj|anr|up|al|et|eć|eg|ež|vak|ubor)))",
    re.IGNORECASE,
)
_NON_JOINER: Final = "\u200c"


@cache
def to_cyrillic(text: str) -> str:
    """Returns the text in Cyrillic. Placeholders, HTML, addresses, commands and foreign words stay as they are."""
    pieces: list[str] = []
    position = 0
    for kept in _KEPT.finditer(text):
        pieces += (_letters(text[position : kept.start()]), kept.group())
        position = kept.end()
    return "".join((*pieces, _letters(text[position:])))


def _letters(text: str) -> str:
    split = _SPLIT.sub(rf"\1{_NON_JOINER}", text)
    # The library handles "nj" and "Nj", but not "NJ".
    split = split.replace("NJ", "Nj").replace("LJ", "Lj").replace("DŽ", "Dž")
    import cyrtranslit

    cyrillic: str = cyrtranslit.to_cyrillic(split, "sr")
    return cyrillic.replace(_NON_JOINER, "")
