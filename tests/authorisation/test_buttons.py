"""Buttons differ on the wire. The table of all tries needs minutes to find out, this a second."""

from enum import StrEnum
from typing import get_type_hints

from tests.authorisation.targets import kinds


def test_no_two_buttons_begin_alike() -> None:
    assert len({kind.KIND for kind in kinds()}) == len(kinds())


def test_no_two_acts_of_a_button_have_the_same_letter() -> None:
    fields = {hint for kind in kinds() for hint in get_type_hints(kind).values()}
    acts = [hint for hint in fields if isinstance(hint, type) and issubclass(hint, StrEnum)]
    assert acts
    for act in acts:
        assert len(act) == len(act.__members__), act
