"""Unguessable codes of events and links, and their deep links."""

import re
import unicodedata
from collections.abc import Callable
from typing import Final

from storage.vocabulary import LinkKind

Draw = Callable[[str], str]
"""Returns one of the given characters, unpredictably: `secrets.choice`."""

EVENT: Final = "e"
"""Prefix of an event's start parameter. Other links have their kind as prefix."""
_READABLE: Final = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # without characters that look alike on a poster
_ALL: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_EVENT_LENGTH: Final = 8  # 40 bits: joining is no secret, but should not happen by accident
_LONGEST_TYPED: Final = 200  # characters of a pasted link that are read
_LINK_LENGTH: Final = 22  # 132 bits


def event_code(draw: Draw) -> str:
    return "".join(draw(_READABLE) for _ in range(_EVENT_LENGTH))


def link_code(draw: Draw) -> str:
    return "".join(draw(_ALL) for _ in range(_LINK_LENGTH))


def as_typed(text: str) -> str:
    """Returns the code in typed or pasted text, with full-width letters, quotes, other words, or as a link."""
    plain = unicodedata.normalize("NFKC", text[:_LONGEST_TYPED])
    linked = re.search(f"start={EVENT}_([A-Za-z0-9]+)", plain)
    if linked:
        return linked.group(1).upper()
    words = {word.upper() for word in re.findall("[A-Za-z0-9]+", plain)}
    codes = [word for word in words if len(word) == _EVENT_LENGTH and {*word} <= {*_READABLE} and not word.isalpha()]
    return codes[0] if len(codes) == 1 else "".join(re.findall("[A-Za-z0-9]", plain)).upper()


def start_parameter(kind: LinkKind | str, code: str) -> str:
    return f"{kind}_{code}"


def deep_link(username: str, kind: LinkKind | str, code: str) -> str:
    return f"https://t.me/{username}?start={start_parameter(kind, code)}"
