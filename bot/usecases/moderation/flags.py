"""Flags for the reviewer of a listing, each with its evidence. They only inform."""

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from tomllib import loads
from typing import Final

from rapidfuzz import fuzz, utils
from sqlalchemy.ext.asyncio import AsyncSession

from bot.masking import FindingKind, Secrets, mask
from bot.matching.language_guess import guess_language
from bot.matching.normalise import fold
from bot.usecases.people.message_masking import secrets_of
from storage.listings import listings
from storage.models import Listing

_WORDS: Final = Path(__file__).with_name("flag_words.toml")
_SHORTEST: Final = 40  # characters; the language of a shorter text cannot be guessed reliably
_SAME_WORDS: Final = 85  # rapidfuzz score, 0 to 100: a corrected typing error stays above, another product falls below
_LIKELY: Final = 90  # rapidfuzz score of whole texts: listings of one trade are similar without being copies


class Flag(StrEnum):
    OWN_DUPLICATE = "own_duplicate"
    OTHERS_DUPLICATE = "others_duplicate"
    CONTACT = "contact"
    OWN_NAME = "own_name"
    LANGUAGE = "language"
    ADVERTISING = "advertising"
    PRICE_FISHING = "price_fishing"
    FORBIDDEN = "forbidden"
    DUAL_USE = "dual_use"


@dataclass(frozen=True, slots=True, kw_only=True)
class RaisedFlag:
    flag: Flag
    evidence: str
    """Some words of the text, the title of the other listing, or a language tag."""


async def of(session: AsyncSession, listing: Listing) -> list[RaisedFlag]:
    """Returns all flags of a listing, most important first. Searches in a thread."""
    secrets = await secrets_of(session, listing.company_id)
    own = await listings.of_company(session, listing.company_id)
    others = await listings.texts_of_others(session, listing, limit=2_000)
    return await asyncio.to_thread(_all, listing, secrets, own, others)


def _all(
    listing: Listing, secrets: Secrets, own: Sequence[Listing], others: Sequence[tuple[str, str]]
) -> list[RaisedFlag]:
    text = f"{listing.title}\n{listing.summary}"
    raised = [*words_in(text), *_contacts(text, secrets), *_language(listing), *_duplicates(listing, own, others)]
    order = list(Flag)
    return sorted(raised, key=lambda one: -order.index(one.flag))


def words_in(text: str) -> list[RaisedFlag]:
    """Returns at most one flag of each kind from the word list, which covers several languages and scripts."""
    folded = fold(text)
    found = []
    for flag, pattern in _patterns().items():
        hit = pattern.search(folded)
        if hit is not None:
            found.append(RaisedFlag(flag=flag, evidence=hit.group(0).strip()))
    return found


@cache
def _patterns() -> dict[Flag, re.Pattern[str]]:
    """Returns a pattern per flag. Words match with any ending, because Serbian inflects. Chinese matches anywhere."""
    patterns = {}
    for name, words in loads(_WORDS.read_text(encoding="utf-8")).items():
        parts = [re.escape(fold(word)) for word in words]
        latin = [part for part in parts if part.isascii()]
        other = [part for part in parts if not part.isascii()]
        alternatives = [rf"(?<!\w)(?:{'|'.join(latin)})\w*"] if latin else []
        patterns[Flag(name)] = re.compile("|".join([*alternatives, *other]))
    return patterns


def _contacts(text: str, secrets: Secrets) -> list[RaisedFlag]:
    masked = mask(text, secrets=secrets)
    names = [one for one in masked.found if one.kind in {FindingKind.COMPANY, FindingKind.PERSON}]
    contacts = [one for one in masked.found if one not in names]
    raised = []
    if contacts:
        raised.append(RaisedFlag(flag=Flag.CONTACT, evidence=text[contacts[0].start : contacts[0].end]))
    if names:
        raised.append(RaisedFlag(flag=Flag.OWN_NAME, evidence=text[names[0].start : names[0].end]))
    return raised


def _language(listing: Listing) -> list[RaisedFlag]:
    if len(listing.summary) < _SHORTEST or listing.language == "und":
        return []
    guessed = guess_language(listing.summary).code
    same = guessed in {"und", listing.language} or guessed.split("-")[0] == listing.language.split("-")[0]
    return [] if same else [RaisedFlag(flag=Flag.LANGUAGE, evidence=guessed)]


def _duplicates(listing: Listing, own: Sequence[Listing], others: Sequence[tuple[str, str]]) -> list[RaisedFlag]:
    raised = []
    for other in own:
        if other.id != listing.id and is_near_duplicate(other, listing.title, listing.summary):
            raised.append(RaisedFlag(flag=Flag.OWN_DUPLICATE, evidence=other.title))
            break
    words = utils.default_process(f"{listing.title} {listing.summary}")
    for title, summary in others:
        theirs = utils.default_process(f"{title} {summary}")
        if fuzz.token_sort_ratio(words, theirs, score_cutoff=_LIKELY):
            raised.append(RaisedFlag(flag=Flag.OTHERS_DUPLICATE, evidence=title))
            break
    return raised


def is_near_duplicate(listing: Listing, title: str, summary: str) -> bool:
    """Returns True if title and summary have nearly the same words: probably published again instead of edited."""
    titles = fuzz.token_sort_ratio(listing.title, title, processor=utils.default_process)
    texts = fuzz.token_sort_ratio(listing.summary, summary, processor=utils.default_process)
    return titles >= _SAME_WORDS and texts >= _SAME_WORDS
