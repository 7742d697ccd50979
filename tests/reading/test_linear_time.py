"""No regular expression and no reader of people's texts takes more than linear time, whatever the text."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

import pytest

from bot.gist import gist_of
from bot.masking import mask, masking
from bot.matching.guess import guess_kind
from bot.matching.language_guess import guess_language
from bot.matching.message_facts import message_facts
from bot.matching.places import find_countries, find_places, mentioned_countries
from bot.matching.sectors import SectorGuesser
from bot.matching.small_talk import says_nothing
from bot.matching.titles import make_title
from bot.reading.availability import read_availability
from bot.reading.company_in_text import company_in
from bot.reading.days import read_days
from bot.reading.moments import read_moment
from bot.reading.phones import find_phones
from bot.reading.spans import read_span
from tests.masking.red_team import WRITERS
from tests.reading.pathological import LONG, PIECES, SHORT, grows_too_fast, patterns, texts_for

NOW = datetime(2026, 11, 10, 10, tzinfo=UTC)
READERS: dict[str, Callable[[str], object]] = {
    "masking": lambda text: mask(text, secrets=WRITERS["rs"]),
    "language": guess_language,
    "sectors": SectorGuesser(None).guess,
    "countries": find_countries,
    "places": find_places,
    "mentioned countries": mentioned_countries,
    "companies": company_in,
    "offer or need": guess_kind,
    "title": make_title,
    "small talk": says_nothing,
    "facts of a message": message_facts,
    "phones": lambda text: find_phones(text, "RS"),
    "moments": lambda text: read_moment(text, NOW),
    "days": lambda text: read_days(text, NOW),
    "availability": lambda text: read_availability(text, days=[NOW.date()]),
    "spans": lambda text: read_span(text, NOW),
    "gist": lambda text: gist_of(text, "sr", is_message=True),
}


ONLY_AS_A_WHOLE = {"bot.matching.language_guess._SOUTH_SLAVIC[0]"}
"""Patterns that the code uses with `fullmatch` alone."""


def test_every_pattern_takes_linear_time() -> None:
    known = dict(patterns("bot.masking", "bot.reading", "bot.matching", "bot.gist", "bot.usecases.screening"))
    assert len(known) > 80
    slow = []
    for where, pattern in known.items():
        work = pattern.fullmatch if where in ONLY_AS_A_WHOLE else pattern.findall
        for long, short in zip(texts_for(pattern, LONG), texts_for(pattern, SHORT), strict=True):
            if grows_too_fast(work, {LONG: long, SHORT: short}.__getitem__):
                slow.append((where, short[:20]))
    assert slow == []


def _repeated(piece: str, length: int) -> str:
    return (piece * length)[:length]


@pytest.mark.parametrize("reader", READERS)
def test_every_reader_takes_linear_time(reader: str) -> None:
    read = READERS[reader]
    read("warm up 1")
    slow = [piece for piece in PIECES if grows_too_fast(read, partial(_repeated, piece))]
    assert slow == []


def test_masking_looks_at_a_text_a_few_times_only(monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[str] = []
    detect = masking.contact_data
    monkeypatch.setattr(masking, "contact_data", lambda text, secrets: looks.append(text) or detect(text, secrets))
    most = {}
    for piece in PIECES:
        looks.clear()
        mask(_repeated(piece, SHORT), secrets=WRITERS["rs"])
        most[piece] = len(looks)
    assert {piece: count for piece, count in most.items() if count > 3} == {}
