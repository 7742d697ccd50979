"""The third to twenty-seventh red-team sets, in the form of the second, with writers of their own and harmless texts."""

import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from bot.masking import Secrets
from tests.masking.second_set import Smuggled, read_set

HERE: Final = Path(__file__).parent
THIRD: Final = HERE / "third_set.txt"
FOURTH: Final = HERE / "fourth_set.txt"
FIFTH: Final = HERE / "fifth_set.txt"
SIXTH: Final = HERE / "sixth_set.txt"
SEVENTH: Final = HERE / "seventh_set.txt"
EIGHTH: Final = HERE / "eighth_set.txt"
NINTH: Final = HERE / "ninth_set.txt"
TENTH: Final = HERE / "tenth_set.txt"
ELEVENTH: Final = HERE / "eleventh_set.txt"
TWELFTH: Final = HERE / "twelfth_set.txt"
THIRTEENTH: Final = HERE / "thirteenth_set.txt"
FOURTEENTH: Final = HERE / "fourteenth_set.txt"
FIFTEENTH: Final = HERE / "fifteenth_set.txt"
SIXTEENTH: Final = HERE / "sixteenth_set.txt"
SEVENTEENTH: Final = HERE / "seventeenth_set.txt"
EIGHTEENTH: Final = HERE / "eighteenth_set.txt"
NINETEENTH: Final = HERE / "nineteenth_set.txt"
TWENTIETH: Final = HERE / "twentieth_set.txt"
TWENTYFIRST: Final = HERE / "twentyfirst_set.txt"
TWENTYSECOND: Final = HERE / "twentysecond_set.txt"
TWENTYTHIRD: Final = HERE / "twentythird_set.txt"
TWENTYFOURTH: Final = HERE / "twentyfourth_set.txt"
TWENTYFIFTH: Final = HERE / "twentyfifth_set.txt"
TWENTYSIXTH: Final = HERE / "twentysixth_set.txt"
TWENTYSEVENTH: Final = HERE / "twentyseventh_set.txt"
FRESH_SETS: Final = (
    THIRD,
    FOURTH,
    FIFTH,
    SIXTH,
    SEVENTH,
    EIGHTH,
    NINTH,
    TENTH,
    ELEVENTH,
    TWELFTH,
    THIRTEENTH,
    FOURTEENTH,
    FIFTEENTH,
    SIXTEENTH,
    SEVENTEENTH,
    EIGHTEENTH,
    NINETEENTH,
    TWENTIETH,
    TWENTYFIRST,
    TWENTYSECOND,
    TWENTYTHIRD,
    TWENTYFOURTH,
    TWENTYFIFTH,
    TWENTYSIXTH,
    TWENTYSEVENTH,
)
HARMLESS: Final = tuple(
    HERE / f"ordinary_{name}.txt"
    for name in ("second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
)
# Business sentences in 16 languages with words like "call", "find", "name" and "brand" in their natural use.
HARMLESS_WITH_CUES: Final = tuple(
    HERE / f"ordinary_{name}.txt"
    for name in (
        "eleventh",
        "twelfth",
        "thirteenth",
        "fourteenth",
        "fifteenth",
        "sixteenth",
        "seventeenth",
        "eighteenth",
        "nineteenth",
        "twentieth",
        "twentyfirst",
        "twentysecond",
        "twentythird",
        "twentyfourth",
        "twentyfifth",
        "twentysixth",
        "twentyseventh",
        "twentyeighth",
        "twentyninth",
    )
)
# The shipped judge has not learned from these, so they say how it does at first sight.
UNLEARNED: Final = (
    *(TWENTIETH, TWENTYFIRST, TWENTYSECOND, TWENTYTHIRD, TWENTYFOURTH, TWENTYFIFTH, TWENTYSIXTH, TWENTYSEVENTH),
    *(
        HERE / f"ordinary_{name}.txt"
        for name in (
            "twentysecond",
            "twentythird",
            "twentyfourth",
            "twentyfifth",
            "twentysixth",
            "twentyseventh",
            "twentyeighth",
            "twentyninth",
        )
    ),
)

WRITERS: Final = {
    name: Secrets(**{kind: tuple(values) for kind, values in secrets.items()})
    for name, secrets in tomllib.loads((HERE / "writers.toml").read_text(encoding="utf-8")).items()
}

# An ordinary text may hold digits like 1234567; a real number is not like that.
ORDINARY_WRITERS: Final = {
    name: replace(secrets, phones=("+381 63 804 2719", "137 2905 8146") if secrets.phones else ())
    for name, secrets in WRITERS.items()
}


def fresh_set(path: Path) -> Iterator[Smuggled]:
    return read_set(path, WRITERS)


def harmless() -> list[str]:
    return [line for path in (*HARMLESS, *HARMLESS_WITH_CUES) for line in path.read_text(encoding="utf-8").splitlines()]
