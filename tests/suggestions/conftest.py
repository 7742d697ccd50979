"""The real encoder, loaded once a test process, a town with a matchmaker, and a scene of suggestions."""

from collections.abc import Iterator

import pytest

from bot.matching.encoders import Encoder, load_encoder
from storage.database import Database
from tests.encoding import remembered_vectors
from tests.suggestions.scene import Scene
from tests.suggestions.town import Town


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    encoder = load_encoder("builtin")
    if encoder is None:
        pytest.skip("there is no built-in encoder on this system")
    return encoder


@pytest.fixture(autouse=True)
def vectors() -> Iterator[None]:
    """The tests here publish the same few sentences."""
    with remembered_vectors():
        yield


@pytest.fixture
async def town(database: Database, encoder: Encoder) -> Town:
    return await Town(database, encoder).settle()


@pytest.fixture
async def scene(database: Database) -> Scene:
    return await Scene(database).set()
