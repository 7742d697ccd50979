from collections.abc import Iterator

import pytest

from bot.masking import sentence_judge


@pytest.fixture
def without_encoder(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    sentence_judge.judged.cache_clear()
    monkeypatch.setattr(sentence_judge, "built_in_e5", lambda: None)
    yield
    sentence_judge.judged.cache_clear()
