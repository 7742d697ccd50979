"""Reads and checks the files of the sample world.

`companies/*.toml` contain companies with their listings, `stage.toml` the people to play and the guided tour.
"""

import tomllib
from functools import cached_property
from importlib.resources import files
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from storage.vocabulary import (
    ChannelKind,
    CompanyKind,
    CompanySize,
    IprStatus,
    Partnership,
    ProfileType,
    Relation,
    Stage,
)


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SamplePerson(_Entry):
    """A person of the simulated Telegram. Companies and the tour refer to them by `id`, a word."""

    id: str
    name: str
    language: str
    """The language of their Telegram: zh-hans, sr, de …"""
    last_name: str | None = None
    username: str | None = None
    place: str = ""
    country: str = ""
    """ISO 3166-1 alpha-2, for the page to name in its own language; "" if `place` shows it."""
    group: str = "cast"
    note: str = ""
    """One line that describes them and their goal."""
    admin: bool = False
    topics: bool = False
    """Their Telegram has topics in the chat with the bot."""


class SampleListing(_Entry):
    type: ProfileType
    title: str = Field(min_length=3, max_length=150)
    summary: str = Field(min_length=20, max_length=2000)
    sectors: frozenset[str] = Field(min_length=1)
    stage: Stage | None = None
    ipr: IprStatus | None = None
    partnerships: frozenset[Partnership] = frozenset()
    targets: frozenset[str] = frozenset()
    language: str | None = None
    """Defaults to the company's language."""


class SampleCompany(_Entry):
    """A company. `person` is the id of a person of the stage, or the name of a new representative."""

    name: str
    country: str = Field(pattern=r"^[A-Z]{2}$")
    city: str
    language: str
    kind: CompanyKind = CompanyKind.COMPANY
    size: CompanySize | None = None
    website: str | None = None
    about: str | None = Field(default=None, max_length=300)
    person: str
    username: str | None = None
    role: str | None = None
    relation: Relation = Relation.REPRESENTATIVE
    channels: dict[ChannelKind, str] = Field(default_factory=dict)
    listing: tuple[SampleListing, ...] = ()


class SampleGroup(_Entry):
    id: str
    title: str


class TourStep(_Entry):
    """A step of the tour.

    It ends when `until` (part of a text or button) appears in the chat of `person`; if empty, with a click.
    """

    title: str
    text: str
    person: str
    say: str = ""
    """Text that the visitor can send with one click."""
    until: str = ""


class SampleItem(_Entry):
    """A programme item. `quarters` is its start in quarters of an hour from now."""

    quarters: int
    minutes: int = Field(gt=0)
    hall: str
    titles: dict[str, str]


class SampleFair(_Entry):
    """The event of the sandbox; it begins today."""

    organizer: str
    names: dict[str, str]
    place: str
    zone: str
    days: int
    halls: tuple[str, ...] = Field(min_length=1)
    item: tuple[SampleItem, ...] = ()


class SampleStage(_Entry):
    fair: SampleFair
    group: tuple[SampleGroup, ...]
    person: tuple[SamplePerson, ...]
    tour: tuple[TourStep, ...] = ()

    @cached_property
    def by_id(self) -> dict[str, SamplePerson]:
        return {person.id: person for person in self.person}


def read_stage() -> SampleStage:
    return SampleStage.model_validate(_table("stage.toml"))


def read_companies() -> list[SampleCompany]:
    """Returns all companies, by file name and then in the order of the file."""
    folder = files("bot.sample").joinpath("companies")
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".toml"))
    tables = [_table("companies", name) for name in names]
    return [SampleCompany.model_validate(company) for table in tables for company in table["company"]]


def _table(*path: str) -> dict[str, Any]:
    return tomllib.loads(files("bot.sample").joinpath(*path).read_text("utf-8"))
