"""Loads the views of one introduction: its card, the contact card, and the answer to a refused action."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.context import Caller
from bot.errors import DomainError
from bot.i18n.translator import Translator
from bot.usecases import introductions
from bot.usecases.introductions import ShownIntroduction, errors
from bot.usecases.listings import later_questions
from bot.usecases.recommendations.errors import GoneOnError
from handlers.introductions import card_views, contact_views, later_question_views, pass_on_views
from handlers.ui import welcome_views
from handlers.ui.buttons import Place
from handlers.ui.notes import error_text
from handlers.ui.view import View, row
from handlers.ui.welcome_views import go
from storage.ids import IntroductionId, PersonId
from storage.meetings import meetings, setups
from storage.models import Listing
from storage.people import companies, people
from storage.vocabulary import IntroductionStatus


async def card(session: AsyncSession, caller: Caller, number: IntroductionId, note: str = "", *, now: datetime) -> View:
    """Returns the introduction with its messages. Raises NotYoursError."""
    seen = await introductions.my_introduction(session, caller.id, number)
    thread = await introductions.my_thread(session, caller.id, number)
    view = card_views.card(caller.t, seen, thread, note=note)
    return await _with_meeting(session, view, caller.id, caller.t, seen, now)


async def _with_meeting(
    session: AsyncSession, view: View, person_id: PersonId, t: Translator, seen: ShownIntroduction, now: datetime
) -> View:
    """Adds the button to meet at an event of the reader, or to the meeting that is under way."""
    may_ask = seen.status is IntroductionStatus.ACCEPTED or (seen.is_open and seen.mine_proposed)
    events = await setups.events_with_meetings(session, person_id, now) if may_ask else ()
    if not events:
        return view
    live = await meetings.live_of(session, seen.id)
    return replace(view, rows=(row(card_views.meet_button(t, seen, live)), *view.rows))


async def contact_card(
    session: AsyncSession, person_id: PersonId, t: Translator, number: IntroductionId, *, now: datetime
) -> View:
    """Shows the other side's contact data. Raises NotYoursError, ClosedError unless both accepted, UnavailableError."""
    introduction, contact = await introductions.my_contact_card(session, person_id, number)
    seen = await introductions.my_introduction(session, person_id, number)
    mine = introduction.company_of(seen.side)
    company = None if mine is None else await companies.find(session, mine)
    person = await people.find(session, person_id)
    view = contact_views.contact(
        t,
        seen,
        contact,
        me="" if person is None else person.name,
        my_company="" if company is None else company.name,
        heading=contact_views.introduced(t, seen),
    )
    return await _with_meeting(session, view, person_id, t, seen, now)


async def text_to_pass_on(session: AsyncSession, caller: Caller, number: IntroductionId, *, now: datetime) -> View:
    """Shows a text to pass on to the company that the person acts for. Raises NotYoursError or UnavailableError."""
    seen = await introductions.my_introduction(session, caller.id, number)
    acting = seen.acting_for
    if acting is None:
        return await card(session, caller, number, now=now)
    if seen.status is not IntroductionStatus.ACCEPTED:
        return pass_on_views.request(caller.t, seen, acting)
    _, contact = await introductions.my_contact_card(session, caller.id, number)
    return pass_on_views.contacts(caller.t, seen, acting, contact)


async def with_later_question(session: AsyncSession, caller: Caller, view: View, mine: Listing | None) -> View:
    """Adds the question for a fact about the listing's company that partners look for, unless all are known."""
    field = None if mine is None else await later_questions.take_company_question(session, caller.id, mine.company_id)
    if mine is None or field is None:
        return view
    return later_question_views.with_later_question(caller.t, view, mine.company_id, field)


async def refusal(
    session: AsyncSession,
    caller: Caller,
    error: DomainError,
    number: IntroductionId | None = None,
    *,
    now: datetime,
) -> View:
    """Returns the reason of a refused action, with the introduction if the person may see it."""
    t, note = caller.t, error_text(caller.t, error)
    if isinstance(error, errors.UnderWayError | GoneOnError):
        number = error.introduction_id
    if number is not None and not isinstance(error, errors.NotYoursError):
        return await card(session, caller, number, note=f"ℹ️ {note}", now=now)
    if isinstance(error, errors.CapReachedError):
        button = go(t, Place.INTRODUCTIONS)
        return View(text=note, rows=(row(button),))
    return View(text=note, rows=welcome_views.home_rows(t) if caller.registered else ())
