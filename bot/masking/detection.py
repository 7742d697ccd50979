"""Runs all detectors of names and contact data that have a form. `announcements` reads the sentences that are left."""

from collections.abc import Iterable, Iterator

from .clipped_names import clipped_names
from .codes import coded
from .described_phones import described_phones
from .disguises import decoded, signs_in_words
from .dotless import dotless
from .east_asian_people import east_asian_people
from .findings import MASK, Secrets, Span
from .internet import addresses
from .introduced_names import introduced_names
from .meanings import translated_names
from .messengers import accounts
from .mixed_numbers import mixed_numbers
from .named_accounts import named_accounts
from .names import names
from .own_phones import own_phones, spread_phones
from .phones import phones
from .places import places
from .provider_accounts import provider_accounts
from .radicals import radicals, split_names
from .sentence_judge import UNLIKELY, judged
from .sentences import sentence_around
from .skeleton import Reading, Skeleton, joined, read
from .sounds import is_weak, sounding_names
from .split_phones import split_phones
from .spoken_phones import spoken_phones


def own_data(text: str, secrets: Secrets) -> Iterator[Span]:
    """Finds names and numbers of the author, and no other contact data."""
    yield from _disguised_names(text, secrets)
    for reading in _readings(text):
        yield from own_phones(reading, secrets)
        yield from spread_phones(reading, secrets)
        yield from described_phones(reading, secrets)
        yield from names(_with_joined(reading), secrets)


def _disguised_names(text: str, secrets: Secrets) -> Iterator[Span]:
    yield from _likely_sounds(text, sounding_names(text, secrets))
    yield from clipped_names(text, secrets)
    yield from split_names(text, secrets)
    yield from translated_names(text, secrets)


def _with_joined(reading: Skeleton) -> list[Skeleton]:
    unspaced = joined(reading)
    return [reading] if unspaced is reading else [reading, unspaced]


def contact_data(text: str, secrets: Secrets) -> Iterator[Span]:
    """Finds names and numbers of the author, and contact data of anybody."""
    yield from coded(text)
    yield from radicals(text)
    yield from _likely(text, introduced_names(text))
    yield from _likely(text, east_asian_people(text))
    yield from _disguised_names(text, secrets)
    for reading in _readings(text):
        yield from phones(reading)
        yield from spoken_phones(reading)
        yield from mixed_numbers(reading)
        yield from own_phones(reading, secrets)
        yield from spread_phones(reading, secrets)
        yield from described_phones(reading, secrets)
        yield from _likely(text, provider_accounts(reading))
        yield from _likely(text, dotless(reading))
        yield from _likely(text, named_accounts(reading))
        skeletons = _with_joined(reading)
        for unspaced in skeletons[1:]:
            yield from phones(unspaced)
        for skeleton in skeletons:
            signs = signs_in_words(skeleton)
            yield from addresses(decoded(signs))
            yield from _likely_words(text, accounts(signs))
            yield from places(skeleton)
        yield from split_phones(reading)
        yield from names(skeletons, secrets)


def _likely(text: str, spans: Iterable[Span]) -> Iterator[Span]:
    """Yields the spans except those in sentences that hardly tell of their author: "the name follows later"."""
    for span in spans:
        certainty = judged(sentence_around(text, span.start, span.end).replace(MASK, " "))
        if certainty is None or certainty > UNLIKELY:
            yield span


def _likely_sounds(text: str, spans: Iterable[Span]) -> Iterator[Span]:
    """The same, for words that may only sound like a name: 생산, which is "production"."""
    for span in spans:
        yield from _likely(text, [span]) if is_weak(text[span.start : span.end]) else [span]


def _likely_words(text: str, spans: Iterable[Span]) -> Iterator[Span]:
    """The same, for spans of letters alone: "Telegram ist kein Problem"."""
    for span in spans:
        letters = all(char.isalpha() or char.isspace() for char in text[span.start : span.end].rstrip("."))
        yield from _likely(text, [span]) if letters else [span]


def _readings(text: str) -> list[Skeleton]:
    looks = read(text, Reading.LOOKS)
    sounds = read(text, Reading.SOUNDS)
    return [looks] if looks.text == sounds.text else [looks, sounds]
