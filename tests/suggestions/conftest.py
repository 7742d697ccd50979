"""The real encoder, loaded once a test process."""

import pytest

from bot.matching.encoders import Encoder, load_encoder


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    encoder = load_encoder("builtin")
    if encoder is None:
        pytest.skip("there is no built-in encoder on this system")
    return encoder
