"""Prepares a listing for comparison. This step needs the encoder, so it is slow; the others do not."""

import hashlib
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from bot.matching.encoders import BATCH, Encoder
from bot.matching.lexicon import lexicon
from bot.matching.listing import Subject
from bot.matching.normalise import MAX_CHARACTERS, clean
from bot.matching.tokens import Token, tokens
from bot.matching.vectors import Vectors

MAX_TITLE = 200
MAX_FULL = 600
"""Characters of the full text for the encoder: about one window of 512 pieces, even with one piece per letter."""
MAX_SENTENCE = 200
MAX_SENTENCES = 8
_VERSION = b"3"
_SHORT, _LONG = 100, 200
"""Up to the first number of letters a listing counts as all title. From the second on, its text counts more."""
_DENSE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_SENTENCE_END = re.compile(r"(?<=[。！？；;])|(?<=[!?])\s+|(?<=(?<!\.\.)\.)\s+|(?<!\s)\s*•\s*|(?<!\s)\s+[-–—]\s+")
_FULL_STOP = re.compile(r"(?<!\.)\.{1,2}$")
_LINE_END = re.compile(r"(?<![.!?。！？;；:：,，\s])\s*\n\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A listing ready for comparison. `vectors` is None without an encoder.

    `phrases`: the sentences, or only the title, that a reason may quote.
    """

    subject: Subject
    phrases: tuple[str, ...]
    tokens: tuple[Token, ...]
    vectors: Vectors | None

    @property
    def longness(self) -> float:
        """0 for a listing of a line or two, 1 for a long text. A Chinese character counts as three letters."""
        written = sum(map(len, self.phrases)) + 2 * sum(len(_DENSE.findall(phrase)) for phrase in self.phrases)
        return min(1.0, max(0.0, (written - _SHORT) / (_LONG - _SHORT)))


def head(subject: Subject) -> str:
    return clean(subject.title, MAX_TITLE)


def whole(subject: Subject) -> str:
    """Returns title, text and keywords as one text, without parts that repeat another."""
    title, text = head(subject), clean(_LINE_END.sub(". ", subject.text[: 4 * MAX_CHARACTERS]))
    parts = [text] if text.startswith(title) else [title, text]
    parts += [word for word in (clean(keyword, 80) for keyword in subject.keywords[:20]) if word not in text]
    return ". ".join(part for part in parts if part)


def sentences(body: str) -> list[str]:
    """Returns the sentences of a whole listing with its title, limited in number and length; none if there is one."""
    # "..." is a gap in the text, such as a masked word: it ends no sentence, and stays.
    pieces = [_FULL_STOP.sub("", piece.strip(" -–—;；。")) for piece in _SENTENCE_END.split(body)]
    kept = [piece[:MAX_SENTENCE] for piece in pieces if len(piece) >= 4][:MAX_SENTENCES]
    return kept if len(kept) > 1 else []


def text_hash(subject: Subject) -> str:
    """Returns 32 hexadecimal digits that change exactly when the input of the encoder changes."""
    digest = hashlib.blake2b(_VERSION, digest_size=16)
    for text in _texts(subject):
        digest.update(text.encode() + b"\0")
    return digest.hexdigest()


def _texts(subject: Subject) -> tuple[str, str]:
    """Returns the title with all glossary terms in English, and the whole text as written.

    Encoders know English best, and no encoder knows the words of every trade. The whole text keeps the words that the
    glossary gets wrong.
    """
    title = head(subject)
    return lexicon().gloss(title, subject.language) or title, whole(subject)[:MAX_FULL]


def with_vectors(subject: Subject, vectors: Vectors | None) -> Prepared:
    """Prepares a listing from stored vectors, without an encoder."""
    text = whole(subject)
    found = tokens(text) + lexicon().find(text, subject.language)
    phrases = tuple(sentences(text)) or (head(subject),)
    says_something = any(map(str.isalnum, text))  # for an encoder, all empty texts are alike, and so are all emoji
    return Prepared(subject=subject, phrases=phrases, tokens=found, vectors=vectors if says_something else None)


def prepare(subject: Subject, encoder: Encoder | None) -> Prepared:
    """Encodes one listing. Takes about 10 ms for a title, more for a long text: use a thread. Raises EncoderError."""
    return prepare_many([subject], encoder)[0]


def prepare_many(
    subjects: Sequence[Subject],
    encoder: Encoder | None,
    progress: Callable[[int], None] | None = None,
) -> list[Prepared]:
    """Encodes many listings. `progress` is called with the number encoded so far. Raises EncoderError."""
    if encoder is None:
        return [with_vectors(subject, None) for subject in subjects]
    done: list[Prepared] = []
    for start in range(0, len(subjects), BATCH):
        group = subjects[start : start + BATCH]
        done += _prepare_group(group, encoder)
        if progress:
            progress(len(done))
    return done


def _prepare_group(subjects: Sequence[Subject], encoder: Encoder) -> Iterable[Prepared]:
    texts = [_texts(subject) for subject in subjects]
    # Each distinct text is encoded once, longest first, so that a batch contains texts of similar length.
    distinct = sorted({text for pair in texts for text in pair}, key=lambda text: (-len(text), text))
    rows = dict(zip(distinct, encoder.encode(distinct), strict=True))
    for subject, (title, full) in zip(subjects, texts, strict=True):
        yield with_vectors(subject, Vectors(title=rows[title], full=rows[full]))
