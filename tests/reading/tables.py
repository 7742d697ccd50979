"""The tables of what people type (`cases/*.tsv`) and how many lines of each the bot reads right."""

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from bot.masking import Secrets, mask
from bot.matching.guess import guess
from bot.matching.normalise import fold
from bot.matching.small_talk import says_nothing
from bot.reading.availability import read_availability
from bot.reading.countries import read_country
from bot.reading.days import read_days
from bot.reading.moments import read_moment
from bot.reading.phones import find_phones
from bot.usecases.screening.index import NameIndex
from bot.usecases.screening.listed_names import ListedEntry

CASES = Path(__file__).with_name("cases")
NOTHING = "-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One line of a table: whether it was read right, and what was read."""

    text: str
    expected: str
    read: str

    @property
    def right(self) -> bool:
        return self.read == self.expected


def rows(kind: str) -> list[list[str]]:
    """The cells of each line below the heading; missing ones are empty."""
    heading, *lines = (CASES / f"{kind}.tsv").read_text("utf-8").split("\n")
    width = heading.count("\t") + 1
    return [[*line.split("\t"), *[""] * width][:width] for line in lines if line]


def countries() -> Iterator[Judged]:
    for text, expected in rows("countries"):
        yield Judged(text=text, expected=expected, read=read_country(text) or NOTHING)


def phones() -> Iterator[Judged]:
    for text, country, expected in rows("phones"):
        numbers = find_phones(text, None if country == NOTHING else country)
        yield Judged(text=text, expected=_sorted(expected), read=_sorted(",".join(numbers) or NOTHING))


def _sorted(numbers: str) -> str:
    return ",".join(sorted(numbers.split(",")))


def moments() -> Iterator[Judged]:
    for text, now, expected in rows("moments"):
        moment = read_moment(text, datetime.fromisoformat(now))
        yield Judged(text=text, expected=expected, read=moment.strftime("%Y-%m-%dT%H:%M") if moment else NOTHING)


def days() -> Iterator[Judged]:
    for text, now, first, last in rows("days"):
        read = read_days(text, datetime.fromisoformat(now))
        yield Judged(text=text, expected=f"{first} {last}", read=" ".join(map(str, read or (NOTHING, NOTHING))))


FAIR = (date(2026, 11, 3), date(2026, 11, 4), date(2026, 11, 5))
"""From Tuesday to Thursday."""
_HALF_HOUR = timedelta(minutes=30)


def availability() -> Iterator[Judged]:
    """Each text allows the half hours from eight to twenty o'clock that the table names: "1 0-12,2" or "12 14-20"."""
    slots = [(day, datetime.combine(day, time(8)) + slot * _HALF_HOUR) for day in FAIR for slot in range(24)]
    for text, expected in rows("availability"):
        rule = read_availability(text, days=FAIR)
        if rule is None or expected == NOTHING:
            yield Judged(text=text, expected=expected, read=NOTHING if rule is None else "a rule")
            continue
        wanted = [start for day, start in slots if _is_named(expected, day, start)]
        allowed = [start for _, start in slots if rule.allows(start, start + _HALF_HOUR)]
        yield Judged(text=text, expected=_half_hours(wanted), read=_half_hours(allowed))


def _is_named(expected: str, day: date, start: datetime) -> bool:
    if expected in {"all", "none"}:
        return expected == "all"
    for piece in expected.split(","):
        numbers, _, hours = piece.partition(" ")
        begins, ends = map(float, hours.split("-")) if hours else (0, 24)
        hour = start.hour + start.minute / 60
        if str(FAIR.index(day) + 1) in numbers and begins <= hour and hour + 0.5 <= ends:
            return True
    return False


def _half_hours(starts: list[datetime]) -> str:
    return " ".join(f"{one:%d-%H:%M}" for one in starts)


def masking() -> Iterator[Judged]:
    """`read` names the parts that are seen though they must not be, and those that are gone though they must stay."""
    for text, hidden, stays in rows("masking"):
        shown = mask(text, secrets=Secrets()).text
        seen = [part for part in hidden.split("|") if part and part in shown]
        gone = [part for part in stays.split("|") if part and part not in shown]
        wrong = [f"seen: {seen}"] * bool(seen) + [f"gone: {gone}"] * bool(gone)
        yield Judged(text=text, expected="", read=" ".join(wrong))


def names() -> Iterator[Judged]:
    """Each listed entity stands in one list with all others and with a few thousand ordinary names."""
    table = rows("names")
    entities = [*dict.fromkeys(entity for entity, _, _ in table), *ordinary_names()]
    listed = [
        ListedEntry(list_name="list", entity=entity, name=name.strip(), is_person=COMPANY.search(entity) is None)
        for entity in entities
        for name in entity.split(";")
    ]
    index = NameIndex(listed)
    for entity, queried, expected in table:
        found = any(hit.listed.entity == entity for hit in index.alike(queried))
        yield Judged(text=f"{entity} ? {queried}", expected=expected, read="hit" if found else "none")


COMPANY = re.compile(r"\b(co|ltd|jsc|ojsc|oao|llc|company|shipping|services)\b|公司", re.IGNORECASE)
_FIRST = ("Ivan", "Petar", "Marko", "Oleg", "Anna", "Maria", "Wei", "Jun", "Hassan", "Omar", "Ahmed", "Xiao", "Ali")
_LAST = ("Smirnov", "Kovač", "Popov", "Huang", "Zhao", "Khan", "Garcia", "Lopez", "Liu", "Yang", "Haddad", "Volkov")
_PLACES = ("Beijing", "Shanghai", "Tianjin", "Moscow", "Ural", "Vostok", "Tehran", "Minsk", "Dalian", "Shenzhen")
_TRADES = ("Trading", "Technology", "Shipping", "Machinery", "Precision", "Optoelectronics", "Holding")


def ordinary_names() -> list[str]:
    """Names as a real list has them, so that common words tell nothing."""
    draw = random.Random(3)
    people = {f"{draw.choice(_FIRST)} {draw.choice(_LAST)}{draw.choice(['', 'ev', 'in'])}" for _ in range(2_000)}
    firms = {f"{draw.choice(_PLACES)} {draw.choice('BDGKLM')}avir {draw.choice(_TRADES)} JSC" for _ in range(600)}
    return [*sorted(people), *sorted(firms)]


def messages() -> Iterator[Judged]:
    """First messages of newcomers: the kind, and what the title has and lacks. "asked": the bot asks for the kind."""
    for written, kind, has, lacks in rows("messages"):
        text = written.replace("\\n", "\n")
        found = guess(text)
        read = "none" if says_nothing(text) else str(found.kind.value) if found.kind.confidence >= 0.6 else "asked"
        title = fold(found.title)
        is_named = kind == "none" or not has or any(fold(part) in title for part in has.split("|"))
        too_much = [part for part in lacks.split(";") if part and fold(part) in title]
        wrong = "" if is_named and not too_much else f" {found.title}"
        yield Judged(text=text, expected=kind, read=f"{read}{wrong}")


KINDS: dict[str, Callable[[], Iterator[Judged]]] = {
    "countries": countries,
    "phones": phones,
    "moments": moments,
    "days": days,
    "availability": availability,
    "names": names,
    "masking": masking,
    "messages": messages,
}
