"""The reasons of a pair in words that stand in both texts. Never anything that could tell who wrote them."""

from collections.abc import Iterable

from bot.matching.lexical import Overlap, Weighed
from bot.matching.listing import Reason, ReasonCode, Subject
from bot.matching.tokens import folded, without_contacts

MAX_WORDS = 4
MAX_PHRASE = 80


def secret_keys(*subjects: Subject) -> frozenset[str]:
    """Folded words that must not be shown."""
    words = (word for subject in subjects for secret in subject.secrets for word in secret.split())
    return frozenset(folded(word) for word in words) - {""}


def _tells(shown: str, secrets: frozenset[str]) -> bool:
    flat = folded(shown)
    return any(
        flat == secret or (len(flat) > 3 and flat in secret) or (len(secret) > 1 and secret in flat)
        for secret in secrets
    )


def word_reasons(here: Weighed, there: Weighed, common: Overlap, secrets: frozenset[str]) -> list[Reason]:
    """Codes in common, then words in common, the rarest first; near spellings count as words."""
    pairs = [(key, key) for key in common.common] + list(common.near)
    shown = [(mine, here.tokens[mine].shown, there.tokens[yours].shown) for mine, yours in pairs]
    open_ = [(key, a, b) for key, a, b in shown if not _tells(a, secrets) and not _tells(b, secrets)]
    codes = [(a, b) for key, a, b in open_ if key.startswith("c:")]
    words = _joined([(key, a, b) for key, a, b in open_ if not key.startswith("c:")])
    return [*_reason(ReasonCode.CODES, codes), *_reason(ReasonCode.WORDS, words)]


def _joined(pairs: Iterable[tuple[str, str, str]]) -> list[tuple[str, str]]:
    """Drops pairs of characters that a longer word shown already holds, and repetitions."""
    kept: list[tuple[str, str]] = []
    for _, here, there in pairs:
        if not any(here in a and there in b for a, b in kept):
            kept.append((here, there))
    return kept


def _reason(code: ReasonCode, pairs: list[tuple[str, str]]) -> list[Reason]:
    if not pairs:
        return []
    chosen = pairs[:MAX_WORDS]
    return [Reason(code=code, values_here=tuple(a for a, _ in chosen), values_there=tuple(b for _, b in chosen))]


def masked_phrase(text: str, secrets: frozenset[str]) -> str:
    """A phrase fit to be shown: no contacts, no secrets, cut at a word."""
    words = [
        word for word in without_contacts(text).split() if not secrets or not _tells(word.strip(".,;:()"), secrets)
    ]
    phrase = " ".join(words)
    if len(phrase) <= MAX_PHRASE:
        return phrase
    return phrase[:MAX_PHRASE].rsplit(" ", 1)[0] + "…"
