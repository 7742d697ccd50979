"""Shared by all commands: loads the settings, prints a line, ends with an exit code."""

import os
import sys
from enum import StrEnum
from typing import TYPE_CHECKING, NoReturn

import typer

if TYPE_CHECKING:
    from bot.settings.settings import Settings


class Format(StrEnum):
    """How ranked pairs are printed."""

    JSONL = "jsonl"
    CSV = "csv"
    TABLE = "table"


def settings_or_exit(*, need_token: bool) -> "Settings":
    """Returns the settings. If any is wrong, prints one line for each and exits with code 2."""
    from bot.settings.loading import SettingsError, load_settings

    try:
        return load_settings(need_token=need_token, warn=say)
    except SettingsError as error:
        for problem in error.problems:
            say(problem)
        raise typer.Exit(2) from None


def create_private_files() -> None:
    """Lets only their owner read the files that this process creates, such as the database."""
    os.umask(0o077)


def say(line: str) -> None:
    """Prints a line to standard error."""
    typer.echo(line, err=True)


def tell(line: str) -> None:
    """Prints a line to standard output."""
    typer.echo(line)
    sys.stdout.flush()


def fail(line: str, *, code: int) -> NoReturn:
    """Prints a line to standard error and exits."""
    say(line)
    raise typer.Exit(code)


def escape_markup(text: str) -> str:
    """Returns text for Rich markup that shows its square brackets unchanged."""
    from rich.markup import escape

    return escape(text)
