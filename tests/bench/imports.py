"""How long lists of exhibitors take to read and to compare with an event's 5,000: seconds of one core."""

import random
import time

from bot.matching.companies import company_key
from bot.usecases.imports.exhibitor_list import read_list, repeated_rows
from bot.usecases.imports.plan import KnownState, decide
from storage.ids import CompanyId
from storage.imports import ExhibitorFacts
from tests.bench.screening import word

AT_EVENT = 5_000
ROWS = (5_000, 50_000)
_COUNTRIES = {
    "Serbia": ("RS", "d.o.o."),
    "China": ("CN", "Co., Ltd."),
    "Germany": ("DE", "GmbH"),
    "Türkiye": ("TR", "A.Ş."),
}
_GOODS = ("sensors", "pumps", "bearings", "lasers", "valves", "coatings")


def companies(count: int, draw: random.Random) -> list[tuple[str, str]]:
    """Names and countries."""
    found = []
    for _ in range(count):
        country = draw.choice(list(_COUNTRIES))
        found.append((f"{word(draw)} {word(draw)} {_COUNTRIES[country][1]}", country))
    return found


def as_csv(rows: list[tuple[str, str]], draw: random.Random) -> bytes:
    lines = ["Company;Country;City;Phone;E-mail;Booth;Products;Looking for"]
    for at, (name, country) in enumerate(rows):
        goods = draw.sample(_GOODS, 2)
        lines.append(
            f"{name};{country};{word(draw)};+38111{at:07};a{at}@example.com;{at % 40}-{at};{goods[0]};{goods[1]}"
        )
    return "\n".join(lines).encode()


def main(_argv: list[str]) -> None:
    draw = random.Random(1)
    there = companies(AT_EVENT, draw)
    facts = [
        ExhibitorFacts(
            id=CompanyId(number), name=name, key=company_key(name), country=_COUNTRIES[country][0],
            city=None, website=None, about=None, is_at_event=True, hall_id=None, hall=None, booth=None,
        )
        for number, (name, country) in enumerate(there, 1)
    ]  # fmt: skip
    known = KnownState(facts=facts, advised=frozenset(), listings={})
    for count in ROWS:
        content = as_csv([*there[: count // 2], *companies(count - min(count // 2, AT_EVENT), draw)], draw)
        began = time.process_time()
        found = read_list(content, None)
        read = time.process_time() - began
        steps = decide(found.rows, known, repeated_rows(found.rows))
        whole = time.process_time() - began
        print(
            f"{len(steps):6} rows, {len(content) >> 10} KiB: read in {read:4.1f} s, with the comparison {whole:4.1f} s"
        )
