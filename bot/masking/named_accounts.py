"""Finds plain words that are accounts or hosts by the words beside them: "tg hazelcroft", "hazelcroft com"."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from rapidfuzz import fuzz

from .cue_words import is_known_word, tags_of_word
from .domains import TLDS
from .findings import FindingKind, Span
from .skeleton import Reading, Skeleton, read
from .strange_words import is_strange
from .vocabulary import any_of, listed, words

_WORD: Final = re.compile(r"[a-z0-9]+(?:[._'’-][a-z0-9]+)*|[^\W_a-z0-9]+")
_HOST_GAP: Final = re.compile(r"[ ,\-()\[\]]{0,3}")
_CLAUSE_END: Final = re.compile(r"\s*(?:[,.;:!?)\]}\"»“”|/\n▒。，；！？）]|\Z|-\s)")
_GAP: Final = re.compile(r"[\s:=\-–—>(\"'|/~*+#@\[.,]{0,5}")
_PROVIDER: Final = re.compile(rf"(?:{any_of('providers', 'names')})\Z")
_UNSPACED: Final = re.compile(
    "|".join(re.escape(read(one, Reading.SOUNDS).text) for one in listed("providers", "unspaced") if one[0] > "\u0500")
)
_SHORT: Final = words("accounts", "short")
_SPELLED: Final = tuple(sorted(words("accounts", "spelled")))
_AMBIGUOUS: Final = words("accounts", "ambiguous")
_FILLERS: Final = words("accounts", "fillers")
_ALIKE: Final = 80  # 0 to 100: similarity of a misspelled provider
_MIN_BENT: Final = 9  # letters of a provider with a case ending: Messengeren
_ALIKE_SHORT: Final = 88  # the same, of fewer than six letters
_MIN_MISSPELLED: Final = 5  # letters
_MOST_OTHERS: Final = 2  # words without a cue between a provider and an account
_MIN_FAR: Final = 8  # letters of an account behind them
_MOST_FILLERS: Final = 3
_DOT: Final = re.compile(rf"(?:{any_of('signs', 'dot')})\Z")
_AT: Final = re.compile(rf"(?:{any_of('signs', 'at_only')})\Z")
_ENDINGS: Final = words("accounts", "endings")
_OPEN_ENDINGS: Final = frozenset({"com", "net", "org", "kom"})
_MIN_HOST: Final = 3  # letters
_SECOND_LEVEL: Final = frozenset({"co", "com", "org", "net", "ac"})
# "zhenzilin点西恩": the ending of an address in Chinese sounds.
_HAN_HOST: Final = re.compile(
    rf"(?<![a-z0-9])[a-z][a-z0-9-]{{2,40}}\s?[点點]\s?(?:{any_of('accounts', 'han_endings')})"
)
_ACCOUNT: Final = re.compile(r"[a-z0-9][a-z0-9._-]{3,31}")
_PURPOSE: Final = words("accounts", "purpose")  # "Instagram pages for wineries"
_AFTER: Final = words("accounts", "after")  # "I am" behind the account
_LINE: Final = frozenset({"id", "ids"})
# "Google Hazelcroft and you will see".
_NAMED: Final = r"(?:(?:for|po|nach)\s)?(?P<id>[a-z-]{5,40})(?: [a-z-]{3,40}){0,2}"
_SEARCH: Final = re.compile(rf"(?:\A|(?<=[.!?\n:])\s?)(?:{any_of('accounts', 'search')})\s{{1,2}}{_NAMED}")
# "小红书ID茶碗姐姐", "1688店铺名…": a name of Han characters behind a platform and a word for its accounts.
_HAN_NAMED: Final = re.compile(
    rf"(?:{any_of('accounts', 'han_platforms')})[的上]?\s?(?:{any_of('accounts', 'han_marks')})[\s:是叫为]{{0,3}}"
    rf"(?!{any_of('accounts', 'han_no_names')})(?P<id>[\u4e00-\u9fff]{{2,10}}?)(?=\Z|[^\w]|就能|就可以|即可|可以)"
)
_COMMAS: Final = re.compile(
    r"(?<![\w,.])[a-z][a-z0-9-]{3,40},(?:co,uk|co,rs|com,[a-z]{2}|com|net|org|rs|ru|de|eu|cn)(?![\w,])"
)


def named_accounts(skeleton: Skeleton) -> Iterator[Span]:
    """Yields accounts after the name of a provider, and hosts without a dot, in original offsets."""
    found = list(_WORD.finditer(skeleton.text))
    for at, match in enumerate(found):
        beside = found[at + 1].group() if at + 1 < len(found) else ""
        name = match.group()
        whole = _is_provider(name)
        in_two = not whole and min(len(name), len(beside)) >= _MIN_HOST and _is_provider(name + beside)  # "Tele gram"
        if whole or (name == "line" and beside in _LINE) or in_two:
            account = _account_after(skeleton, found, at + in_two)
            if account is not None:
                yield Span(*skeleton.span(match.start(), account.end()), FindingKind.MESSENGER)
        else:
            end = _host_end(skeleton, found, at)
            if end is not None:
                mailbox = at > 1 and _AT.match(found[at - 1].group()) is not None
                yield Span(*skeleton.span(found[at - 2].start() if mailbox else match.start(), end), FindingKind.LINK)
    yield from _in_one_piece(skeleton)


def _in_one_piece(skeleton: Skeleton) -> Iterator[Span]:
    for pattern, kind in ((_HAN_NAMED, FindingKind.MESSENGER), (_HAN_HOST, FindingKind.LINK)):
        for match in pattern.finditer(skeleton.text):
            yield Span(*skeleton.span(*match.span()), kind)
    for match in _SEARCH.finditer(skeleton.text):
        if is_strange(match["id"]) and skeleton.source(*match.span("id"))[0].isupper():
            yield Span(*skeleton.span(match.start("id"), _end_of_capitals(skeleton, match)), FindingKind.COMPANY)
    for match in _COMMAS.finditer(skeleton.text):
        if is_strange(match.group().split(",", maxsplit=1)[0]):
            yield Span(*skeleton.span(*match.span()), FindingKind.LINK)


def _end_of_capitals(skeleton: Skeleton, match: re.Match[str]) -> int:
    """Returns the end of the words with a capital at the end of a match."""
    end = match.end("id")
    for word in re.finditer(r" [a-z-]+", match.string[end : match.end()]):
        if not skeleton.source(end + word.start() + 1, end + word.end())[0].isupper():
            return end + word.start()
    return match.end()


@lru_cache(maxsize=16_384)
def _is_provider(word: str) -> bool:
    if word in _SHORT or (_PROVIDER.match(word) and word not in _AMBIGUOUS):
        return True
    if _UNSPACED.match(word):
        return True
    if len(word) < _MIN_MISSPELLED or is_known_word(word) or (len(word) < _MIN_BENT and not is_strange(word)):
        return False
    least = _ALIKE if len(word) > _MIN_MISSPELLED else _ALIKE_SHORT
    return any(word[0] == name[0] and fuzz.ratio(word, name) >= least for name in _SPELLED)


def _account_after(skeleton: Skeleton, found: Sequence[re.Match[str]], at: int) -> re.Match[str] | None:
    text, others = skeleton.text, 0
    for after in range(at + 1, min(len(found), at + 2 + _MOST_FILLERS)):
        word = found[after].group()
        if not _GAP.fullmatch(text, found[after - 1].end(), found[after].start()):
            return None
        if word in _PURPOSE:
            return None
        if word in _FILLERS or tags_of_word(word):
            continue
        written = skeleton.source(*found[after].span())
        lower = written.isascii() and written[1:].islower()
        last = found[after + 1] if after + 1 < len(found) and found[after + 1].group() in _AFTER else found[after]
        ends = _CLAUSE_END.match(text, last.end()) is not None
        told = lower and not _is_provider(word) and (is_strange(word) or _is_account(word))
        told = told and (not others or len(word) >= _MIN_FAR)
        if told and ends:
            return found[after]
        if is_strange(word) or not word.isalpha() or others >= _MOST_OTHERS:
            return None
        others += 1
    return None


def _is_account(word: str) -> bool:
    """Returns True for letters with a figure or an underscore: hazel_croft, hazel33."""
    mixed = "_" in word or any(char.isdigit() for char in word)
    return mixed and sum(char.isalpha() for char in word) >= _MIN_HOST and _ACCOUNT.fullmatch(word) is not None


def _host_end(skeleton: Skeleton, found: Sequence[re.Match[str]], at: int) -> int | None:
    """Returns the end of a host: "hazelcroft com", "hazelcroft dot co dot uk", "bunduq نقطة كوم"."""
    text, rest = skeleton.text, found[at + 1 : at + 5]
    if (
        not rest
        or not _HOST_GAP.fullmatch(text, found[at].end(), rest[0].start())
        or not skeleton.source(*found[at].span()).islower()
    ):
        return None
    host, strange = found[at].group(), is_strange(found[at].group())
    if strange and rest[0].group() in _OPEN_ENDINGS and _CLAUSE_END.match(text, rest[0].end()):
        return rest[0].end()
    if not _DOT.match(rest[0].group()) or len(rest) < 2:
        return None
    ending = rest[1].group()
    if ending in _ENDINGS and not ending.isascii():
        return rest[1].end() if host.isascii() and len(host) >= _MIN_HOST else None
    if not strange:
        return None
    if ending in _SECOND_LEVEL and len(rest) > 3 and _DOT.match(rest[2].group()) and rest[3].group() in TLDS:
        return rest[3].end()
    told = (ending in _ENDINGS or ending in TLDS) and _CLAUSE_END.match(text, rest[1].end()) is not None
    return rest[1].end() if told else None
