"""The logo and the line of a booth belong to one company at one event, and only its people set them."""

import pytest

from bot.errors import InputError, NotAllowedError
from bot.usecases.events import booth_pages, setup
from bot.usecases.events.booth_pages import LINE_LIMIT
from bot.usecases.events.printing import linked_booths
from storage.events import events, exhibitors
from storage.ids import PersonId
from storage.vocabulary import JoinedBy
from tests.announcements.fair import FAIR, Fair
from tests.factories import NOW, add_company, add_person


async def test_a_line_has_its_limit_and_stays_at_its_event(fair: Fair) -> None:
    async with fair.database.writing() as session:
        ana, other = await add_person(session), await add_person(session)
        company = await add_company(session, ana)
        await exhibitors.put(session, fair.event_id, company.id, hall_id=None, booth="A-1", now=NOW)
        second = await setup.create(session, fair.actor, FAIR, draw=lambda signs: signs[-1], now=NOW)
        for person in (ana, other):
            for event_id in (fair.event_id, second):
                await events.join(session, event_id, PersonId(person.id), JoinedBy.CODE, NOW)
        for line in ("First", "a" * LINE_LIMIT, None, "Last"):
            await booth_pages.change_look(session, ana.id, fair.event_id, company.id, logo=b"x", line=line)
            found = await booth_pages.look_of(session, ana.id, fair.event_id, company.id)
            assert (found.line, found.logo) == (line, b"x")
        with pytest.raises(InputError):
            await booth_pages.change_look(
                session, ana.id, fair.event_id, company.id, logo=None, line="a" * (LINE_LIMIT + 1)
            )
        with pytest.raises(NotAllowedError):
            await booth_pages.change_look(session, other.id, fair.event_id, company.id, logo=None, line="Taken over")
        with pytest.raises(NotAllowedError):
            await booth_pages.look_of(session, other.id, fair.event_id, company.id)
        _, (here,) = await booth_pages.booth_pages(session, ana.id, fair.event_id)
        _, (there,) = await booth_pages.booth_pages(session, ana.id, second)
        assert (here.line, there.line) == ("Last", None)
        for named, line in ((True, "Last"), (False, None)):
            (sign,) = await linked_booths(
                session, fair.actor, fair.event_id, named=named, draw=lambda signs: signs[0], now=NOW
            )
            assert (sign.line, sign.logo) == (line, b"x" if named else None)
