"""A person's meetings as an iCalendar file. It has no alarms, because the bot reminds people itself."""

from datetime import datetime

from bot.usecases.calendar_files import Appointment, Method, write_calendar
from bot.usecases.meetings.agenda import Agenda, AgendaMeeting


def write_agenda(agenda: Agenda, now: datetime) -> bytes:
    """Returns all meetings. Imported again, it moves the changed ones and marks the cancelled ones."""
    return write_calendar(agenda.event_name, [_appointment(one) for one in agenda.meetings], now)


def write_meeting(event_name: str, meeting: AgendaMeeting, now: datetime) -> bytes:
    """Returns one meeting; a cancelled one as a file that removes it."""
    method = Method.CANCEL if meeting.cancelled else Method.PUBLISH
    return write_calendar(event_name, [_appointment(meeting)], now, method=method)


def _appointment(meeting: AgendaMeeting) -> Appointment:
    return Appointment(
        uid=meeting.uid,
        sequence=meeting.revision,
        title=meeting.heading,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        place=meeting.where,
        link=meeting.video_link or "",
        cancelled=meeting.cancelled,
    )
