"""Red-team texts that try to get names and contact data past the masking, with their authors."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.masking import Masked, Secrets, mask

PATH = Path(__file__).with_name("red_team.jsonl")

WRITERS = {
    "": Secrets(),
    "rs": Secrets(
        company_names=("Hidromak Senzor d.o.o.", "Хидромак Сензор"),
        person_names=("Jelena", "Đorđević"),
        usernames=("@jelena_hm",),
        website_hosts=("https://www.hidromak.rs/sr",),
        emails=("jelena.djordjevic@hidromak.rs",),
        phones=("+381 63 765 4321",),
        wechat_ids=("jelena_hidromak",),
    ),
    "cn": Secrets(
        company_names=("浦东绿源农业科技有限公司", "Lvyuan Agritech Co., Ltd."),
        person_names=("李梅", "Li Mei"),
        wechat_ids=("mei_lvyuan",),
        phones=("138 0013 8000",),
    ),
    "senzor": Secrets(company_names=("Senzor d.o.o.",), person_names=("Ana", "Petrović")),
    "sun": Secrets(company_names=("SunGrid GmbH",), person_names=("May Long",)),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """A text and its author. `hide`: half-open ranges of `text` that must be masked."""

    trick: str
    language: str
    text: str
    hide: tuple[tuple[int, int], ...]
    writer: str

    def masked(self) -> Masked:
        return mask(self.text, secrets=WRITERS[self.writer])

    def is_caught(self) -> bool:
        covered = {i for found in self.masked().found for i in range(found.start, found.end)}
        return all(i in covered for start, end in self.hide for i in range(start, end) if self.text[i].isalnum())


def attempts() -> Iterator[Attempt]:
    with PATH.open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            yield Attempt(
                trick=row["trick"],
                language=row["language"],
                text=row["text"],
                hide=tuple((start, end) for start, end in row["hide"]),
                writer=row.get("writer", ""),
            )
