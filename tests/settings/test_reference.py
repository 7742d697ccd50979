"""The documentation has every setting, as the code describes it."""

from bot.settings.parsing import variable
from bot.settings.settings import Settings
from tests.settings import reference


def test_the_page_of_settings_is_current() -> None:
    assert reference.PATH.read_text(encoding="utf-8") == reference.text(), "run python -m tests.settings.reference"


def test_the_page_has_every_setting_once() -> None:
    page = reference.PATH.read_text(encoding="utf-8")
    assert [name for name in Settings.model_fields if page.count(f"| `{variable(name)}` |") != 1] == []
