"""Finds sentences that tell who the author is or how to reach the author outside, and hides them whole.

"Our name, letter by letter: …", "type … into any search engine", "the firm whose name means …": the ways to disguise a
name have no end, but the sentence around it must tell the reader what to do with it. So a sentence is judged by its cue
words (see `cue_words`); the name in it only has to be something that is no ordinary word.
"""

from collections.abc import Iterator
from typing import Final

from .announcement_rules import RULES
from .beside_masks import beside_masks
from .findings import FindingKind, Span
from .sentence_judge import UNLIKELY, judged
from .sentences import Sentence, sentences
from .skeleton import Reading, read

_SURE: Final = 1.1  # log-odds from which the judge hides a sentence that no rule knows
_SURE_WITHOUT_CUE: Final = 2.3  # log-odds, where no word is about the author or the world outside
_CONTINUED: Final = 10  # words of a sentence that continues the one before
_SHORT: Final = 16  # characters of a channel and an account in a script without spaces
_USUAL: Final = 12  # words of a sentence that tells one thing
_LONG: Final = 24  # words of a sentence that is about more than the author
_PIECE_DIGITS: Final = 3  # of a number of which a piece was found
_FAMILIES: Final = (
    ("name", "namer", "brand"),
    ("find", "websearch", "visit"),
    ("where", "channel", "page", "at"),
    ("spell",),
    ("lang",),
    ("thing",),
    ("role", "ask", "title"),
    ("venue",),
    ("register",),
    ("booth",),
    ("address",),
    ("call",),
)
_CUES: Final = ("directory", *(tag for family in _FAMILIES for tag in family))
_ABOUT: Final = 4  # words between "our" and a cue
_ENOUGH: Final = 2  # cues beside a word that looks like a name
_ENOUGH_FOR_WORDS: Final = 3  # cues beside an unknown word


def announcements(text: str, joints: frozenset[int] = frozenset()) -> Iterator[Span]:
    """Yields spans in offsets of the text. `joints`: line ends between messages, which need not end a sentence."""
    skeleton = read(text, Reading.SOUNDS)
    opened: FindingKind | None = None
    for sentence in sentences(skeleton, joints):
        kind = _judged(sentence, _kind(sentence) or (opened if _continues(sentence) else None))
        if kind is not None:
            yield Span(*skeleton.span(*_told(sentence, kind)), kind)
        for word in (*sentence.letters_in_row, *beside_masks(sentence)):
            yield Span(*skeleton.span(word.start, word.end), FindingKind.COMPANY)
        opened = kind or _opened(sentence)


def _judged(sentence: Sentence, kind: FindingKind | None) -> FindingKind | None:
    """Returns what the sentence gives away once the judge agrees with the rules or knows better."""
    if kind is None and not (sentence.strange if sentence.has_mask else sentence.can_name):
        return None  # what was found exactly leaves the rest of its sentence as it is
    certainty = judged(sentence.unmasked)
    if certainty is None:  # no encoder
        return kind
    if kind is None:
        cued = sentence.has(*_CUES, "self", "phone", "more", "dot", "ending")
        if not cued and (sentence.is_motto or sentence.is_short_answer):
            return None
        needed = _SURE if cued else _SURE_WITHOUT_CUE
        return FindingKind.SENTENCE if certainty > needed else None
    # Only accounts are written with an underscore.
    sure = kind is FindingKind.MESSENGER and any("_" in sentence.words[at].text for at in sentence.strange)
    sure = sure or sentence.has_mask  # of what the judge reads, the part that tells most is gone
    return kind if sure or certainty > UNLIKELY else None


def _told(sentence: Sentence, kind: FindingKind) -> tuple[int, int]:
    """Returns what is to be hidden: the whole sentence, or of an invitation the hall and the stand."""
    alone = kind is FindingKind.BOOTH and not (sentence.hard or sentence.strange or sentence.has("find"))
    return (sentence.extent_with_numbers("booth") if alone else None) or sentence.extent


def _kind(sentence: Sentence) -> FindingKind | None:
    """Returns what the sentence gives away, or None."""
    if sentence.is_shuffled or (sentence.has_trademark and sentence.has("self")):
        return FindingKind.COMPANY
    told = next((kind for kind, cues, tells in RULES if sentence.tags & cues and tells(sentence)), None)
    return told or _tells_by_its_cues(sentence)


def _opened(sentence: Sentence) -> FindingKind | None:
    """Returns what a sentence begins to tell, though it names nothing yet: "Our name has two parts"."""
    if sentence.near(["name"], ["self", "org"], 4):
        return FindingKind.COMPANY
    return FindingKind.MESSENGER if sentence.has("channel", "call") and len(sentence.words) <= _CONTINUED else None


def _continues(sentence: Sentence) -> bool:
    short = len(sentence.words) <= _CONTINUED and sentence.has("more")
    return short and bool(sentence.hard or sentence.accounts or sentence.digits >= _PIECE_DIGITS)


def _tells_by_its_cues(sentence: Sentence) -> FindingKind | None:
    """Returns the kind of a sentence whose cues together say that it is about the author and the world outside."""
    if not sentence.has(*_CUES) or len(sentence.words) > _LONG:
        return None
    cues = min(sum(sentence.has(*family) for family in _FAMILIES), len(sentence.at(*_CUES)))
    cues += sentence.near(["self"], _CUES, _ABOUT)
    imperative = bool(sentence.words[0].tags & {"spell", "find"})
    riddle = sentence.has("self") and (sentence.has("name") or imperative) and not sentence.has("product")
    if cues >= _ENOUGH_FOR_WORDS and riddle and sentence.is_telling and not sentence.is_in_unspaced_script:
        return FindingKind.COMPANY
    return _tells_by_a_name(sentence, cues)


def _tells_by_a_name(sentence: Sentence, cues: int) -> FindingKind | None:
    if sentence.is_in_unspaced_script and sentence.has_mask:
        return None  # "my mailbox is ▒▒▒": what was found leaves nothing to tell
    if sentence.is_in_unspaced_script:
        called = sentence.has("self") and (
            sentence.is_copula_after("thing", "where", "channel") or (sentence.is_quoted and "叫" in sentence.text)
        )
        account = (
            sentence.is_followed_by_colon("channel") and 0 < len(sentence.unknown) <= 1 and len(sentence.text) <= _SHORT
        )
        return FindingKind.COMPANY if account or (called and (sentence.unknown or sentence.is_quoted)) else None
    if sentence.beside(sentence.hard, "role", "title"):
        return FindingKind.PERSON
    if sentence.pairs and sentence.beside(sentence.pairs, "name") and not sentence.has("product"):
        return FindingKind.COMPANY
    outside = sentence.is_outside and len(sentence.words) <= _LONG
    if outside and (sentence.hard or sentence.pairs or sentence.is_quoted or sentence.strange):
        return FindingKind.LINK
    beside = sentence.beside(sentence.payload, *_CUES)
    titled = sentence.beside(sentence.capitals, "thing") if sentence.has("self") and not sentence.is_german else []
    payload = beside if sentence.is_german else [*sentence.payload, *titled]
    told = [at for at in beside if sentence.is_after_colon(at) or sentence.is_after_copula(at)]
    short = len(sentence.words) <= _CONTINUED
    told += sentence.beside(sentence.payload, "thing", "page", *(["name"] if short else []))
    about = sentence.near(["self"], _CUES, _ABOUT) or sentence.has("ask", "venue", "visit")
    about = about or bool(told) or (sentence.has("name", "page") and cues > 1)
    if not about or sentence.has("product") or not (payload or sentence.is_quoted):
        return None
    if _only_invites(sentence):
        return None
    needed = _ENOUGH + (1 if len(sentence.words) > _USUAL else 0)
    return FindingKind.COMPANY if cues + bool(beside) >= needed else None


def _only_invites(sentence: Sentence) -> bool:
    """Returns True for "krompir na veliko, pozovite nas": a word may be unknown because few people use it."""
    others = (tag for family in _FAMILIES if family != ("call",) for tag in family)
    return not (sentence.hard or sentence.pairs or sentence.strange or sentence.is_quoted or sentence.has(*others))
