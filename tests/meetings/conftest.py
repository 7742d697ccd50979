"""Fixtures: a fair with meetings in a chat."""

import pytest

from tests.chat import Chat
from tests.clock import Clock
from tests.meetings.fair import Fair, at_a_fair_with_meetings


@pytest.fixture
async def fair(chat: Chat, clock: Clock) -> Fair:
    return await at_a_fair_with_meetings(chat, clock)
