"""Loading what takes seconds, after the first answers."""

import gc

import pytest

from bot import app
from tests.chat import Chat


@pytest.mark.parametrize("fails", [False, True])
async def test_garbage_is_collected_again_after_tables_are_loaded(
    chat: Chat, fails: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def load(_: object) -> None:
        assert not gc.isenabled()
        if fails:
            raise RuntimeError("a table is missing")

    monkeypatch.setattr(app, "_load_readers", load)
    if fails:
        with pytest.raises(RuntimeError, match="a table is missing"):
            await app._warm_up(chat.program)
    else:
        await app._warm_up(chat.program)
    assert gc.isenabled()
