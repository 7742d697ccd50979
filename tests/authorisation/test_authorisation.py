"""Every command, button, link and message of the product, tried by everybody: exactly the allowed ones work."""

from pathlib import Path

import pytest

from handlers.ui.buttons import Go
from tests.authorisation import targets
from tests.authorisation.cast import SECRETS
from tests.authorisation.judging import Row, holes, rows
from tests.authorisation.policy import MAY_SEE
from tests.authorisation.stage import staged
from tests.authorisation.table import PATH, text_of
from tests.clock import Clock

# A minute on a quiet core; on a busy machine several. Whoever comes first plays all tries.
pytestmark = [pytest.mark.slow, pytest.mark.timeout(1500)]


@pytest.fixture(scope="module")
def found(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Row]:
    folder, clock = tmp_path_factory.mktemp("authorisation"), Clock()
    return rows(staged(sqlite_template, folder, clock), folder, clock)


def test_exactly_the_allowed_things_work(found: list[Row]) -> None:
    assert holes(found) == []


def test_the_table_is_up_to_date(found: list[Row]) -> None:
    fresh, kept = text_of(found).splitlines(), PATH.read_text(encoding="utf-8").splitlines()
    assert sorted(set(fresh) ^ set(kept)) == [], "python -m tests.authorisation writes it anew"


def test_the_policy_states_who_may_see_each_secret() -> None:
    assert set(MAY_SEE) == set(SECRETS)


def test_two_buttons_that_begin_alike_are_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    class Twin:
        """No button itself, or it would be among those of all other tests."""

        KIND = Go.KIND
        __module__ = "handlers.twin.buttons"

    known = targets.kinds()
    monkeypatch.setattr(targets, "_below", lambda _kind: iter([*known, Twin]))
    with pytest.raises(targets.TwoOfAKindError):
        targets.kinds()
