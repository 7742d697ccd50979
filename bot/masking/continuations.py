"""Tells whether a message can continue what an earlier message of the same side began to tell."""

import re
from collections.abc import Sequence
from typing import Final

from .quantities import is_quantity
from .sentence_judge import judged
from .sentences import sentences
from .skeleton import Reading, read
from .spoken_phones import is_number_word
from .vocabulary import words

_BUSINESS: Final = -2.9
"""Log-odds at or below which a message is no second half of an announcement. "It is with gmail" has -2.6."""
_REPLY: Final = -1.0  # the same for a message that begins with yes or no
_PIECE_WORDS: Final = 4
_YES_AND_NO: Final = words("continued", "yes_and_no")


def may_continue(text: str) -> bool:
    """Returns False for a message about the business, such as "About 5,000.", whatever was announced before it."""
    certainty = judged(text)
    if certainty is None:  # no encoder
        return True
    first = re.match(r"\w+", text.strip())
    replies = first is not None and first[0].lower() in _YES_AND_NO
    return certainty > (_REPLY if replies else _BUSINESS) or _is_piece(text)


def _is_piece(text: str) -> bool:
    """Returns True for a few digits in figures or words, and for a few words such as "at gmail"."""
    found = list(sentences(read(text, Reading.SOUNDS), frozenset()))
    pieces = [word.text for one in found for word in one.words]
    if len(pieces) > _PIECE_WORDS:
        return False
    in_digits = all(piece.isdigit() or is_number_word(piece) for piece in pieces)
    return (in_digits and not is_quantity(text)) or any(one.has("channel", "ending", "dot") for one in found)


def spelled_over_messages(earlier: Sequence[str], text: str) -> bool:
    """Returns True for a message of one letter or two after another one: a name told letter by letter."""
    return bool(earlier) and _is_letters(text) and _is_letters(earlier[-1])


def _is_letters(text: str) -> bool:
    letters = re.fullmatch(r"\W{0,3}(?:[^\W\d_]\W{0,3}){1,2}", text)
    return letters is not None and text.strip().lower() not in _YES_AND_NO
