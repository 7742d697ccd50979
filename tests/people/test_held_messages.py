"""First messages that are kept in memory: for an hour, and for a limited number of people."""

from datetime import timedelta

from bot.usecases.people import first_message
from bot.usecases.people.first_message import HELD_FOR, FirstMessages
from storage.ids import PersonId
from tests.factories import NOW

ANA, MEI = PersonId(1), PersonId(2)
LISTING = {"title": "Sensors"}
SECOND = timedelta(seconds=1)


def test_a_message_is_kept_for_an_hour() -> None:
    held = FirstMessages()
    assert held.listing(ANA, NOW) is None
    held.hold_listing(ANA, LISTING, NOW)
    assert held.listing(ANA, NOW + HELD_FOR - SECOND) == LISTING
    assert held.listing(ANA, NOW + HELD_FOR) is None
    assert held.listing(MEI, NOW) is None


def test_a_link_is_taken_once_and_beside_the_message() -> None:
    held = FirstMessages()
    held.hold_listing(ANA, LISTING, NOW)
    held.hold_link(ANA, "FAIR2026", NOW)
    assert held.take_link(ANA, NOW + HELD_FOR - SECOND) == "FAIR2026"
    assert held.take_link(ANA, NOW + HELD_FOR - SECOND) == ""
    assert held.listing(ANA, NOW + HELD_FOR) == LISTING, "the hour began anew"
    held.forget(ANA)
    assert held.listing(ANA, NOW) is None
    assert held.take_link(MEI, NOW) == ""
    assert held.take_link(MEI, NOW + HELD_FOR) == ""


def test_taking_no_link_keeps_nothing_longer() -> None:
    held = FirstMessages()
    held.hold_listing(ANA, LISTING, NOW)
    assert held.take_link(ANA, NOW + SECOND) == ""
    assert held.listing(ANA, NOW + HELD_FOR) is None


def test_expired_messages_are_dropped_when_somebody_else_writes() -> None:
    held = FirstMessages()
    held.hold_listing(ANA, LISTING, NOW)
    held.hold_listing(MEI, LISTING, NOW + HELD_FOR - SECOND)
    assert set(held._held) == {ANA, MEI}
    held.hold_listing(MEI, LISTING, NOW + HELD_FOR)
    assert set(held._held) == {MEI}


def test_the_oldest_go_first_when_there_are_too_many() -> None:
    held, most = FirstMessages(), first_message._MOST_HELD
    for number in range(most):
        held.hold_listing(PersonId(number), LISTING, NOW)
    assert held.listing(PersonId(0), NOW) == LISTING
    held.hold_listing(PersonId(most), LISTING, NOW)
    assert held.listing(PersonId(0), NOW) is None
    assert held.listing(PersonId(1), NOW) == LISTING
