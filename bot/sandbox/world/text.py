"""Text in Telegram's units: entities in UTF-16 code units, lengths in code points."""

import re
from typing import Any

Entity = dict[str, Any]
"""A MessageEntity in the wire format: type, offset, length and the fields of its type."""

BLANK = " \n"
_CONTROL = re.compile("[\x00-\x09\x0b\x0c\x0e-\x1f]")


def units(text: str) -> int:
    """Returns the length in UTF-16 code units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, entity: Entity) -> str:
    """Returns the part of the text that an entity covers."""
    raw = text.encode("utf-16-le")
    return raw[entity["offset"] * 2 : (entity["offset"] + entity["length"]) * 2].decode("utf-16-le")


def cleaned(text: str) -> str:
    """Removes carriage returns and replaces other control characters by spaces, as the server does."""
    return _CONTROL.sub(" ", text.replace("\r", ""))


def trimmed(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Trims blanks, except at a start that an entity covers, and moves the entities along."""
    kept = text.rstrip(BLANK)
    end = units(kept)
    clipped = [
        {**e, "length": min(e["offset"] + e["length"], end) - e["offset"]} for e in entities if e["offset"] < end
    ]
    clipped = [e for e in clipped if cut(kept, e).strip(BLANK)]
    first = min((e["offset"] for e in clipped), default=end)
    lead = min(len(kept) - len(kept.lstrip(BLANK)), first)
    return kept[lead:], in_order([{**e, "offset": e["offset"] - lead} for e in clipped])


_RANK = {"blockquote": 0, "expandable_blockquote": 0, "pre": 9, "code": 9}


def in_order(entities: list[Entity]) -> list[Entity]:
    """Returns outer before inner entities, as the server does."""
    return sorted(entities, key=lambda e: (e["offset"], -e["length"], _RANK.get(e["type"], 5)))
