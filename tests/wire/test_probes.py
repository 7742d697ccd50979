"""A table of calls, accepted and refused as Telegram does, through an unmodified `telegram.Bot`."""

import pytest
from telegram import (
    Bot,
)
from telegram.error import InvalidToken, TelegramError

from bot.sandbox.people import Person
from bot.sandbox.world import World
from tests.wire.pictures import png
from tests.wire.probes import Probe, Stage
from tests.wire.probes_accepted import ACCEPTED
from tests.wire.probes_refused import REFUSED


@pytest.fixture
async def stage(bot: Bot, world: World, mei: Person) -> Stage:
    text = await bot.send_message(mei.id, "Welcome")
    photo = await bot.send_photo(mei.id, png())
    hers = mei.types("Hello there")
    return Stage(
        bot=bot,
        mei=mei,
        text=text.message_id,
        photo=photo.message_id,
        hers=hers["message_id"],
        file_id=photo.photo[-1].file_id,
    )


@pytest.mark.parametrize("probe", ACCEPTED.values(), ids=ACCEPTED.keys())
async def test_accepted(stage: Stage, probe: Probe) -> None:
    assert await probe(stage)
    assert stage.mei.world.journal.calls()[-1].ok


@pytest.mark.parametrize(("probe", "error", "wording"), REFUSED.values(), ids=REFUSED.keys())
async def test_refused(stage: Stage, probe: Probe, error: type[TelegramError], wording: str) -> None:
    """The library changes the case of descriptions and cuts off what stands before the colon."""
    with pytest.raises(error) as caught:
        await probe(stage)
    assert type(caught.value) is error
    assert str(caught.value).lower() == wording.lower()


async def test_a_wrong_token_is_unauthorized(stage: Stage) -> None:
    stage.mei.world.token = "1:other"
    with pytest.raises(InvalidToken, match="Unauthorized"):
        await stage.bot.get_me()
