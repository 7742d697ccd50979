"""What the commands have in common: how they tell, and how they end."""

from typing import NoReturn

import typer
from rich.console import Console
from rich.markup import escape
from sqlalchemy.engine import make_url

from bot.settings.settings import Settings, SettingsError, load_settings


def settings_or_exit(*, need_token: bool) -> Settings:
    """The settings, or one line for each that is wrong and exit code 2."""
    try:
        return load_settings(need_token=need_token, warn=say)
    except SettingsError as error:
        for problem in error.problems:
            say(problem)
        raise typer.Exit(2) from None


def secrets_of(settings: Settings) -> list[str]:
    """What must never stand in a log."""
    found = [settings.token.get_secret_value(), make_url(settings.database_url).password or ""]
    if settings.webhook_secret is not None:
        found.append(settings.webhook_secret.get_secret_value())
    return [secret for secret in found if secret]


def say(line: str) -> None:
    """To standard error, as it is."""
    Console(stderr=True).print(line, markup=False, highlight=False, soft_wrap=True)


def tell(line: str) -> None:
    """To standard output, as it is."""
    Console().print(line, markup=False, highlight=False, soft_wrap=True)


def fail(line: str, *, code: int) -> NoReturn:
    say(line)
    raise typer.Exit(code)


def plain(text: str) -> str:
    """Text that may hold square brackets, for where Rich expects markup."""
    return escape(text)
