"""A validated request to the people's API, and its operation."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.methods import Upload
from bot.sandbox.people import NotThereError, Person
from bot.sandbox.people_api.bodies import Body
from bot.sandbox.world import World


@dataclass(slots=True, kw_only=True)
class Cast:
    """The people of the world. Each remembers what they saw last."""

    world: World
    actors: dict[int, Person] = field(default_factory=dict)

    def person(self, person_id: int) -> Person:
        if person_id not in self.world.people:
            raise NotThereError(f"there is no person {person_id}")
        if person_id not in self.actors:
            self.actors[person_id] = Person(world=self.world, id=person_id)
        return self.actors[person_id]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request. `body` is an instance of the operation's body class, or None without one."""

    cast: Cast
    path: Mapping[str, int | str]
    query: Mapping[str, str]
    body: Any = None
    upload: Upload | None = None

    @property
    def world(self) -> World:
        return self.cast.world

    @property
    def person(self) -> Person:
        """The person in the path."""
        return self.cast.person(int(self.path["person"]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """A row of the table that the routes and the OpenAPI document are built from."""

    verb: str
    path: str
    summary: str
    run: Callable[[Asked], Any]
    body: type[Body] | None = None
    returns: str = "What is there now"
    query: Mapping[str, str] = field(default_factory=dict)
    upload: bool = False
