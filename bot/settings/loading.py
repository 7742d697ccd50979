"""Loads the settings, and tells the operator in one line each what is wrong or unknown."""

import logging
import os
from collections.abc import Callable
from pathlib import Path

from dotenv import dotenv_values
from pydantic import ValidationError

from bot.settings.parsing import unknown_variables, variable
from bot.settings.settings import Settings

log = logging.getLogger(__name__)


class SettingsError(Exception):
    """Invalid settings. `problems` has one line per variable, without secrets."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def load_settings(
    *, need_token: bool, env_file: Path | None = Path(".env"), warn: Callable[[str], None] = log.warning
) -> Settings:
    """Returns the settings from the environment, or from `env_file` where a variable is not set.

    Raises SettingsError with one line for each wrong or missing variable. Calls `warn` with one line for each unknown
    variable with our prefix.
    """
    fields = Settings.model_fields
    try:
        for line in unknown_variables(os.environ.keys() | _keys(env_file), known=fields):
            warn(line)
        settings = Settings(_env_file=env_file, _env_file_encoding="utf-8")
    except ValidationError as error:
        raise SettingsError(tuple(_problem(str(e["loc"][0]), e["msg"], e["type"]) for e in error.errors())) from None
    except UnicodeDecodeError:
        raise SettingsError((f"{env_file}: is not UTF-8 text. Save it as UTF-8.",)) from None
    if need_token and not settings.token.get_secret_value():
        raise SettingsError((_problem("token", "is missing"),))
    return settings


def _keys(env_file: Path | None) -> set[str]:
    return set() if env_file is None else set(dotenv_values(env_file, encoding="utf-8", interpolate=False))


def _problem(field: str, message: str, kind: str = "value_error") -> str:
    """Returns one line for the operator. `message` comes from a validator and never contains the value."""
    told = message.removeprefix("Value error, ")
    wrong = told if kind == "value_error" else f"is wrong ({told[:1].lower()}{told[1:]})"
    info = Settings.model_fields[field]
    name = variable(field)
    return f"{name} {wrong}. Expected: {info.description}. Example: {name}={(info.examples or ['...'])[0]}"
