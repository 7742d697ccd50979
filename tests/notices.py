"""Renders deliveries as the outbox does, without a chat."""

from typing import Any

from bot.context import Clock
from bot.i18n.translator import translator_for
from bot.program import build
from bot.sandbox.transport import WorldRequest
from bot.sandbox.world import World
from handlers.notices import NOTICES
from handlers.ui.notice import Notice, NoticeContext
from handlers.ui.view import View
from storage.database import Database
from storage.ids import PersonId
from storage.models import Delivery
from storage.people import people
from storage.vocabulary import Topic
from tests.openings import settings_for


async def rendered(
    database: Database, clock: Clock, person_id: PersonId, topic: Topic, /, **payload: Any
) -> View | Notice | None:
    """Returns what the person is told; None if the delivery is obsolete."""
    world = World()
    program = build(
        settings_for(world, database.engine.url.render_as_string()), clock=clock, request=lambda: WorldRequest(world)
    )
    delivery = Delivery(person_id=person_id, topic=topic, payload=payload)
    async with database.reading() as session:
        person = await people.find(session, person_id)
        assert person is not None
        t = translator_for(person.language)
        context = NoticeContext(session=session, services=program.services, delivery=delivery, t=t)
        return await NOTICES[topic](context)
