"""Finds accounts by the provider or messenger that is named near them, also in another sentence or message."""

import re
from collections.abc import Iterator
from typing import Final

from .cue_words import tags_of_word
from .findings import FindingKind, Span
from .skeleton import Skeleton
from .vocabulary import any_of, words

_NAMES: Final = any_of("providers", "names")
_PROVIDER: Final = re.compile(rf"(?<![a-z0-9.@])(?:{_NAMES})(?![a-z0-9])|{any_of('providers', 'unspaced')}")
# Strings that are no ordinary words: vesna.gora, vesna_gora, vesna77.
_ACCOUNT: Final = re.compile(
    r"(?<![\w.@/-])(?:[a-z][a-z0-9]{0,24}(?:[._][a-z0-9]{1,24}){1,3}|[a-z]{4,24}\d{2,8})(?![\w@/-]|\.[a-z0-9])"
)
_HAN_ACCOUNT: Final = re.compile(
    r"(?<=[^\x00-\x7f])(?:[a-z]{4,24}[._]?\d{2,8}|[a-z][a-z0-9]{1,24}[._][a-z0-9]{1,24})(?![a-z0-9_@/.-])"
)
# Only accounts are written like this: north_wind7. Listings of real fairs hold none.
_UNDERSCORED: Final = re.compile(r"(?<![\w.@/=-])[a-z]{2,24}_[a-z0-9]{2,24}(?![\w@/=(-]|\.[a-z0-9])")
# Letters of a provider's name written as figures: g00gle, 1nsta.
_MIXED: Final = re.compile(r"(?<![a-z0-9])(?=[a-z]{0,12}\d)(?=\d{0,12}[a-z])[a-z0-9]{4,14}(?![a-z0-9])")
_LEET: Final = str.maketrans("01345", "oieas")
_WHOLE_PROVIDER: Final = re.compile(_NAMES)
# "Discord: harvestqueen with tag 4471".
_TAGGED: Final = re.compile(
    r"(?<![\w.@])(?P<id>[a-z][a-z0-9._]{3,31}[,\s]{1,2}(?:(?:with|and|mit|i|sa)\s)?(?:tag|#)\s?#?\d{4})(?!\d)"
)
# A plain word counts only if the text calls it an account.
_MARKED: Final = re.compile(
    rf"(?:(?<![a-z0-9.@])(?:{_NAMES})(?![a-z0-9])|{any_of('providers', 'unspaced')})[\s,.:=()'-]{{0,3}}"
    rf"(?:(?:{any_of('providers', 'fillers')})(?:[\s,:=]{{1,3}}|(?=:))){{0,3}}"
    rf"(?:(?:{any_of('providers', 'marks')})(?![a-z])|(?:{any_of('providers', 'unspaced_marks')})|:)[\s,:=-]{{0,3}}"
    r"(?P<id>[a-z][a-z0-9._-]{4,31})(?![\w@])"
)
_BEFORE: Final = re.compile(
    rf"(?:(?<![a-z])(?:{any_of('providers', 'me')})\s{{1,2}}|\A|\n)(?P<id>[a-z][a-z0-9._-]{{4,31}}),?\s{{0,2}}"
    rf"(?:[(（]\s?|(?:{any_of('providers', 'places')})\s{{1,2}}(?!\d))(?:{_NAMES})(?![a-z0-9])"
)
_AROUND: Final = 48  # characters between a provider and an account
_ORDINARY: Final = words("messengers", "ordinary") | words("providers", "ordinary")
_TECHNICAL: Final = re.compile(r"\.(?:js|net|py|io|md|ai|com|org|exe|pdf|csv|json|xml|html?|\d{1,8})\Z")


def provider_accounts(skeleton: Skeleton) -> Iterator[Span]:
    """Yields accounts near the name of a provider, in original offsets."""
    skeleton = skeleton.replaced(_MIXED, _plain_provider)
    text = skeleton.text
    for match in _UNDERSCORED.finditer(text):
        if skeleton.source(*match.span()).islower():
            yield Span(*skeleton.span(*match.span()), FindingKind.MESSENGER)
    at = [match.span() for match in _PROVIDER.finditer(text)]
    if not at:
        return
    found = [*_ACCOUNT.finditer(text), *_HAN_ACCOUNT.finditer(text)]
    found.sort(key=lambda match: match.start())
    nearest = 0
    for match in found:
        while nearest < len(at) and at[nearest][1] < match.start() - _AROUND:
            nearest += 1
        near = [span for span in at[nearest : nearest + 4] if span[0] < match.end() + _AROUND]
        inside = any(start < match.end() and match.start() < end for start, end in near)
        if near and not inside and _is_account(skeleton, match):
            yield Span(*skeleton.span(*match.span()), FindingKind.MESSENGER)
    for pattern in (_MARKED, _BEFORE, _TAGGED):
        for match in pattern.finditer(text):
            written = skeleton.source(*match.span("id"))
            # Nothing before it says that it is an account: "Posts on Instagram".
            told = pattern is not _BEFORE or match.start() < match.start("id")
            account = match["id"].rstrip(".-")
            ordinary = account in _ORDINARY or (pattern is not _TAGGED and bool(tags_of_word(account)))
            if not ordinary and written[1:].islower() and (told or written.islower()):
                yield Span(*skeleton.span(*match.span("id")), FindingKind.MESSENGER)


def _plain_provider(match: re.Match[str]) -> str | None:
    plain = match.group().translate(_LEET)
    return plain if plain.isalpha() and _WHOLE_PROVIDER.fullmatch(plain) else None


def _is_account(skeleton: Skeleton, match: re.Match[str]) -> bool:
    written = skeleton.source(*match.span())
    told = written == written.lower() and sum(char.isalpha() for char in written) >= 4
    return told and len(match.group()) >= 6 and _TECHNICAL.search(match.group()) is None
