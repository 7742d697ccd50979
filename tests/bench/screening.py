"""How fast and how well names are screened against 100,000 made-up listed ones."""

import random
import time
from collections.abc import Callable

from bot.i18n.cyrillic import to_cyrillic
from bot.usecases.screening.index import NameIndex
from bot.usecases.screening.listed_names import ListedEntry
from bot.usecases.screening.spelling import words_of

NAMES = 100_000
TRADES = ("Trading", "Export", "Industries", "Shipping", "Technology", "Metal", "Energy", "Oil", "Marine")
_SYLLABLES = tuple(
    "an be ch da el fo ga ho iv jo ka li mi no or pe ri sa ti va zo kh zh sh ya yu ts la me ro ni du".split(" ")  # noqa: SIM905
)
_TRANSLIT = (("kh", "h"), ("zh", "ž"), ("sh", "š"), ("ya", "ja"), ("yu", "iu"), ("ts", "c"), ("v", "w"), ("ch", "č"))


def word(draw: random.Random) -> str:
    return "".join(draw.choices(_SYLLABLES, k=draw.randint(2, 4))).capitalize()


def listed(draw: random.Random) -> list[ListedEntry]:
    first = [word(draw) for _ in range(3_000)]
    last = [word(draw) for _ in range(40_000)]
    names = []
    for number in range(NAMES):
        person = number % 3 != 0
        parts = [draw.choice(first), draw.choice(last)] if person else [draw.choice(last), draw.choice(TRADES)]
        if person and draw.random() < 0.5:
            parts.insert(1, draw.choice(first))
        name = " ".join(parts) if person else f"{' '.join(parts)} LLC"
        names.append(ListedEntry(list_name="made up", entity=str(number), name=name, is_person=person))
    return names


def misspelt(name: str, draw: random.Random) -> str:
    """One letter of a longer word dropped, doubled, swapped or replaced."""
    words = name.split()
    index = max(range(len(words)), key=lambda at: len(words[at]))
    old, at = words[index], draw.randrange(1, len(words[index]) - 1)
    words[index] = draw.choice(
        (
            old[:at] + old[at + 1 :],
            old[:at] + old[at] + old[at:],
            old[:at] + old[at + 1] + old[at] + old[at + 2 :],
            old[:at] + draw.choice("aeioun") + old[at + 1 :],
        )
    )
    return " ".join(words)


def transliterated(name: str, _draw: random.Random) -> str:
    for old, new in _TRANSLIT:
        name = name.replace(old, new).replace(old.capitalize(), new.capitalize())
    return name


def in_cyrillic(name: str, _draw: random.Random) -> str:
    """As a Serbian passport would have it."""
    return to_cyrillic(transliterated(name, _draw).replace("x", "ks").replace("q", "k").replace("w", "v"))


def twice_misspelt(name: str, draw: random.Random) -> str:
    return misspelt(misspelt(name, draw), draw)


def initialled(name: str, _draw: random.Random) -> str:
    """The first word as an initial."""
    first, *rest = name.split()
    return " ".join([f"{first[0]}.", *rest])


def turned(name: str, draw: random.Random) -> str:
    """The last word first, and a middle one left out."""
    words = name.split()
    return " ".join([words[-1], words[0]]) if len(words) > 2 else " ".join(reversed(words))


def measure(
    title: str, index: NameIndex, names: list[ListedEntry], change: Callable[[str, random.Random], str]
) -> None:
    draw, found, spent = random.Random(7), 0, []
    for one in draw.sample(names, 300):
        asked = change(one.name, draw)
        began = time.process_time()  # others on this machine do not count
        hits = index.alike(asked, is_person=one.is_person)
        spent.append(time.process_time() - began)
        found += any(hit.listed.name == one.name for hit in hits)
    spent.sort()
    print(f"{title:16} found {found / 3:5.1f} %   p50 {spent[150] * 1e3:5.1f} ms   p99 {spent[297] * 1e3:5.1f} ms")


def wrong(index: NameIndex, title: str, names: list[str], known: set[tuple[str, ...]], *, is_person: bool) -> None:
    """Of those whose very name is not listed: with so few syllables, many are."""
    strangers = [name for name in names if words_of(name) not in known][:1_000]
    taken = sum(bool(index.alike(name, is_person=is_person)) for name in strangers)
    print(f"{title:16} taken for a listed one: {100 * taken / len(strangers):.1f} % of {len(strangers)}")


def main(_argv: list[str]) -> None:
    draw = random.Random(1)
    names = listed(draw)
    began = time.perf_counter()
    index = NameIndex(names)
    print(f"{NAMES} names indexed in {time.perf_counter() - began:.1f} s")
    people = [one for one in names if one.is_person]
    measure("as listed", index, names, lambda name, _: name)
    measure("misspelt", index, people, misspelt)
    measure("firms misspelt", index, [one for one in names if not one.is_person], misspelt)
    measure("misspelt twice", index, people, twice_misspelt)
    measure("transliterated", index, names, transliterated)
    measure("in Cyrillic", index, names, in_cyrillic)
    measure("turned round", index, names, turned)
    measure("with an initial", index, people, initialled)
    known = {words_of(one.name) for one in names}
    wrong(index, "strangers", [f"{word(draw)} {word(draw)}" for _ in range(1_500)], known, is_person=True)
    firms = [f"{word(draw)} {draw.choice(TRADES)} d.o.o." for _ in range(1_500)]
    wrong(index, "strange firms", firms, known, is_person=False)


if __name__ == "__main__":
    main([])
