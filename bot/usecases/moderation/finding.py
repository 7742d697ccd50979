"""Finds people, companies and listings by an id, a @username or an approximate name."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from rapidfuzz import fuzz, process
from sqlalchemy.ext.asyncio import AsyncSession

from bot.matching.normalise import fold
from storage.moderation import lookup

_LIKE: Final = 78  # rapidfuzz score, 0 to 100: one or two wrong letters in a name of two words
_MOST: Final = 6  # results that fit on a phone without scrolling
_NUMBER: Final = re.compile(r"(?:tg://user\?id=)?(\d{5,16})", re.ASCII)
_USERNAME: Final = re.compile(r"(?:@|(?:https?://)?t\.me/)([A-Za-z][A-Za-z0-9_]{3,31})", re.ASCII)


class FoundKind(StrEnum):
    PERSON = "p"
    COMPANY = "c"
    LISTING = "l"


EVERYTHING: Final = tuple(FoundKind)
SOMEBODY: Final = (FoundKind.PERSON, FoundKind.COMPANY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    kind: FoundKind
    number: int
    label: str


async def find(session: AsyncSession, words: str, kinds: Collection[FoundKind] = EVERYTHING) -> Sequence[Found]:
    """Returns what has a similar name, in any script, the best match of these kinds first."""
    found: list[tuple[float, Found]] = []
    wanted = fold(words)
    for kind in kinds:
        labels = await _labels(session, kind)
        folded = {number: fold(label) for number, label in labels.items()}
        hits = process.extract(wanted, folded, scorer=fuzz.WRatio, score_cutoff=_LIKE, limit=_MOST)
        found += [(score, Found(kind=kind, number=number, label=labels[number])) for _, score, number in hits]
    return [one for _, one in sorted(found, key=lambda pair: -pair[0])[:_MOST]]


async def find_person(session: AsyncSession, words: str) -> Found | None:
    """Returns the person with this id or username. An unknown id is its own label: people can be banned before they
    first use the bot.
    """
    number, username = _NUMBER.fullmatch(words.strip()), _USERNAME.fullmatch(words.strip())
    if number is not None:
        known = await lookup.person_by_number(session, int(number[1]))
        return Found(kind=FoundKind.PERSON, number=int(number[1]), label=known.name if known else number[1])
    person = None if username is None else await lookup.person_by_username(session, username[1])
    return None if person is None else Found(kind=FoundKind.PERSON, number=person.id, label=person.name)


async def _labels(session: AsyncSession, kind: FoundKind) -> dict[int, str]:
    match kind:
        case FoundKind.PERSON:
            return await lookup.names_of_people(session)
        case FoundKind.COMPANY:
            return await lookup.names_of_companies(session)
    return await lookup.titles_of_listings(session)
