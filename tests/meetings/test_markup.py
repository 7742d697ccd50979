"""Names of companies and places are shown as typed."""

from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

from bot.usecases.meetings.overview_of_event import BookedMeeting
from bot.usecases.meetings.plan import PlannedMeeting
from handlers.meetings import list_views, organizer_views, plan_views
from handlers.ui.pages import Page
from storage.ids import EventId, IntroductionId, MeetingId, SlotId
from storage.models import Event, MeetingSlot
from storage.vocabulary import IntroductionStatus, MeetingStatus
from tests.factories import NOW
from tests.introductions.shown import ESCAPED, MARKUP, T, shown

EVENT = Event(id=EventId(1), names={"en": MARKUP}, zone="Europe/Belgrade", starts_on=NOW.date(), ends_on=NOW.date())
SLOT = MeetingSlot(id=SlotId(1), event_id=EVENT.id, starts_at=NOW, ends_at=NOW)
PAGE = Page(total=1, size=5, asked=0)
NAMES: dict[str, Any] = {"slot": SLOT, "place": MARKUP, "first": MARKUP, "second": MARKUP}


def test_lists_of_the_organizer() -> None:
    planned = PlannedMeeting(introduction_id=IntroductionId(1), pinned=False, barred=False, **NAMES)
    booked = BookedMeeting(meeting_id=MeetingId(1), **NAMES)
    for view in (
        plan_views.planned_meetings(T, EVENT, [planned], PAGE),
        organizer_views.booked(T, EVENT, [booked], PAGE),
    ):
        assert MARKUP not in view.text
        assert view.text.count(ESCAPED) == 3


def test_requests_in_ones_own_list() -> None:
    for company, title in ((MARKUP, "Sensors"), ("", MARKUP)):
        waiting: Any = SimpleNamespace(
            id=MeetingId(1),
            status=MeetingStatus.ASKED,
            my_turn=True,
            slot=SLOT,
            event=EVENT,
            company=company,
            introduction=shown(title=title, status=IntroductionStatus.PROPOSED),
        )
        view = list_views.mine(T, EVENT, [waiting], ZoneInfo(EVENT.zone), answered=True)
        assert MARKUP not in view.text
        assert ESCAPED in view.text.partition("</b>")[2]
        assert view.rows[0][0].text.startswith("❓ ")
