"""The third and fourth red-team sets, in the form of the second, with writers of their own and harmless texts."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from bot.masking import Secrets
from tests.masking.second_set import Smuggled, read_set

HERE: Final = Path(__file__).parent
THIRD: Final = HERE / "third_set.txt"
FOURTH: Final = HERE / "fourth_set.txt"
HARMLESS: Final = (HERE / "ordinary_second.txt", HERE / "ordinary_third.txt")

WRITERS: Final = {
    "": Secrets(),
    "gora": Secrets(
        company_names=("Zelena Gora d.o.o.",),
        person_names=("Vesna Milanović",),
        website_hosts=("zelenagora.rs",),
        phones=("+381 64 123 4567",),
    ),
    "yun": Secrets(company_names=("云田农业科技有限公司",), person_names=("王丽华",), phones=("139 1234 5678",)),
    "lv": Secrets(company_names=("绿源农业科技有限公司",)),
    "li": Secrets(person_names=("李梅",)),
    "orch": Secrets(
        company_names=("Blue Orchard Robotics GmbH",),
        person_names=("Katharina Schäfer",),
        phones=("+49 170 1234567",),
    ),
    "teh": Secrets(
        company_names=("Tehno Morava Niš d.o.o.",),
        person_names=("Dragana Jovanović",),
        phones=("+381 63 765 4321",),
    ),
    "hua": Secrets(company_names=("苏州龙腾机械有限公司",), person_names=("张伟民",)),
    "ste": Secrets(company_names=("Steinbrück GmbH",)),
    "ste2": Secrets(company_names=("Stein Brücke GmbH",)),
    "wolf": Secrets(company_names=("Beli Vuk d.o.o.",)),
    "yunf": Secrets(company_names=("云山有限公司",)),
    "wu": Secrets(company_names=("沐工科技有限公司",)),
    "shu": Secrets(company_names=("树洋贸易有限公司",)),
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
