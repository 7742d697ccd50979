"""Where the writer of a first message is, and where the wanted partner: a table of messages in many languages."""

from pathlib import Path

import pytest

from bot.matching.message_facts import message_facts

_LINES = Path(__file__).with_name("places_of_messages.txt").read_text("utf-8").splitlines()
_ROWS = [tuple(line.split("|")) for line in _LINES if line and not line.startswith("#")]


@pytest.mark.parametrize(("message", "home", "wanted"), _ROWS)
def test_the_writers_country_and_the_partners_are_told_apart(message: str, home: str, wanted: str) -> None:
    facts = message_facts(message)
    assert (facts.country or "-", set(facts.targets)) == (home, set(wanted.split(",")) - {"-"})
