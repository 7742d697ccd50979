"""No two buttons begin alike on the wire. The table of all tries needs minutes to find out, this a second."""

from tests.authorisation.targets import kinds


def test_no_two_buttons_begin_alike() -> None:
    assert len({kind.KIND for kind in kinds()}) == len(kinds())
