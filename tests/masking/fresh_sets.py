"""The third to twenty-eighth red-team set, in the form of the second, with their writers and harmless texts."""

import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from bot.masking import Secrets
from tests.masking.second_set import Smuggled, read_set

HERE: Final = Path(__file__).parent
_ORDINALS: Final = """
second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth
seventeenth eighteenth nineteenth twentieth twentyfirst twentysecond twentythird twentyfourth twentyfifth twentysixth
twentyseventh twentyeighth twentyninth thirtieth thirtyfirst
"""
_NAMES: Final = _ORDINALS.split()
FRESH_SETS: Final = tuple(HERE / f"{name}_set.txt" for name in _NAMES[1:-3])
# From the eleventh on: business sentences with words like "call", "find", "name" and "brand" in their natural use.
HARMLESS: Final = tuple(HERE / f"ordinary_{name}.txt" for name in _NAMES)
# The shipped judge has not learned from these, so they say how it does at first sight.
UNLEARNED: Final = (*FRESH_SETS[-2:], *HARMLESS[-3:])

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
    return [line for path in HARMLESS for line in path.read_text(encoding="utf-8").splitlines()]
