"""Decides which dotted words are internet addresses."""

import re
from typing import Final

from .vocabulary import words

_FOREIGN: Final = words("domains", "foreign")
TLDS: Final = _FOREIGN.union(*(words("domains", name) for name in ("countries", "generic", "lookalikes")))
STRONG: Final = words("domains", "strong")
_WORDS: Final = words("domains", "words")
_ABBREVIATIONS: Final = words("domains", "abbreviations")
_PRODUCTS: Final = words("domains", "products")
_FILE_ENDINGS: Final = words("domains", "file_endings")
_FILE_STEMS: Final = words("domains", "file_stems")

_LABEL: Final = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
HOST: Final = re.compile(rf"(?<![a-z0-9-]){_LABEL}(?:\.{_LABEL}){{1,6}}")
_ANY_ENDING: Final = "|".join(sorted(map(re.escape, _FOREIGN | STRONG), key=len, reverse=True))
FOREIGN_HOST: Final = re.compile(rf"[^\W_][\w-]{{0,29}}\.(?:{_ANY_ENDING})(?![a-z0-9])")


def host_length(host: str) -> int:
    """Returns the length of the address up to the last known ending; 0 if there is none."""
    labels = host.split(".")
    for count in range(len(labels), 1, -1):
        if labels[count - 1] in TLDS or labels[count - 1].startswith("xn--"):
            return len(".".join(labels[:count]))
    return 0


def is_address(host: str, source: str) -> bool:
    """Returns True if a dotted word in running text is a host. `source` is the original spelling."""
    *labels, ending = host.split(".")
    stem = labels[-1]
    if host in _PRODUCTS or len(stem) < 2 or (stem.isdigit() and ending not in {"com", "cn", "net", "org"}):
        return False
    if ending in _FILE_ENDINGS and (stem in _FILE_STEMS or stem.startswith("lib")):
        return False
    if stem in _ABBREVIATIONS:
        return len(labels) > 1
    if ending in _WORDS and len(labels) == 1:
        written = re.split(r"\W", source.rstrip("."))[-1]
        return len(stem) >= 3 and (written.islower() or (written.isupper() and len(written) <= 3))
    return True
