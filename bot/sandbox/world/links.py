"""Finds commands, mentions and links in a text, as Telegram does."""

import re

from bot.sandbox.world.text import Entity, in_order, units

_ADDRESS_ENDS = (
    "com|org|net|info|biz|eu|me|io|app|dev|ai|co|gov|edu|rs|cn|tw|hk|de|at|ch|fr|it|es|pt|nl|be|uk|ie|pl|cz|sk|hu|ro|bg|gr|si|"
    "hr|ba|mk|al|tr|ru|ua|jp|kr|in|br|us|ca|au|se|no|fi|dk|lt|lv|ee|il|sg|my|vn|th|id|xyz|tech|online|shop|site"
)
_PATTERNS = (
    ("url", re.compile(r"(?<![\w@])(?:https?|ftp|tg|ton)://[^\s<>\"'«»]*[^\s<>\"'«».,:;!?)\]]", re.IGNORECASE)),
    ("email", re.compile(r"(?<![\w.+-])[\w.+-]+@(?:[\w-]+\.)+[a-z]{2,}(?!\w)", re.IGNORECASE)),
    (
        "url",
        re.compile(
            rf"(?<![\w@./-])(?:[\w-]+\.)+(?:{_ADDRESS_ENDS})(?![\w@-])(?::\d+)?(?:/[^\s<>\"']*[^\s<>\"'.,:;!?)\]]|/)?",
            re.IGNORECASE,
        ),
    ),
    ("bot_command", re.compile(r"(?<![\w/<>])/[a-zA-Z0-9_]{1,64}(?:@[a-zA-Z0-9_]{3,32})?(?![\w/<>])")),
    ("mention", re.compile(r"(?<!\w)@[a-zA-Z0-9_]{3,32}(?!\w)")),
    ("hashtag", re.compile(r"(?<!\w)#(?=\w*[^\W\d])\w{1,256}(?!\w)")),
    ("cashtag", re.compile(r"(?<!\w)\$[A-Z]{1,8}(?!\w)")),
)
_CLOSED = frozenset({"code", "pre", "text_link", "text_mention", "custom_emoji"})


def with_links(text: str, entities: list[Entity]) -> list[Entity]:
    """Returns the given and the detected entities. These never overlap and never lie inside code or a link."""
    taken = [(e["offset"], e["offset"] + e["length"]) for e in entities if e["type"] in _CLOSED]
    found: list[Entity] = []
    for kind, pattern in _PATTERNS:
        for hit in pattern.finditer(text):
            start = units(text[: hit.start()])
            end = start + units(hit.group())
            if any(start < other_end and other_start < end for other_start, other_end in taken):
                continue
            taken.append((start, end))
            found.append({"type": kind, "offset": start, "length": end - start})
    return in_order(entities + found)
