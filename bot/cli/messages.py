"""`partnerbridge messages`: prints every message of the bot, or those of a typical use, for proofreading."""

import ast
import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from storage.vocabulary import Language


def messages(
    language: Annotated[Language, typer.Option(help="The language that the bot speaks.")] = Language.EN,
    play: Annotated[bool, typer.Option("--play", help="Print a typical use instead, as people see it.")] = False,
) -> None:
    """Print every message of the bot by dialog, with the place where it is said, to proofread them."""

    async def print_scenes() -> None:
        from bot.cli import scenario

        async for scene in scenario.play(language):
            typer.echo(scenario.shown(scene) + "\n")

    if play:
        asyncio.run(print_scenes())
    else:
        for line in _every_message(language):
            typer.echo(line)


def _every_message(language: Language) -> Iterator[str]:
    """Yields the lines: a heading for each dialog, and each of its messages below the place where it is said."""
    from bot.i18n.catalog import ROOT, sentences
    from bot.i18n.translator import translator_for

    t, dialog = translator_for(language), ""
    for file, line, msgid in sorted(sentences(), key=lambda one: (str(Path(one[0]).parent), one[:2])):
        folder, _, name = file.rpartition("/")
        if folder != dialog:
            dialog = folder
            yield from ("", f"══ {dialog}: {_purpose(ROOT / dialog)}")
        yield f"{name}:{line}"
        forms = t.unfilled(msgid) if isinstance(msgid, str) else t.unfilled(*msgid[:2])
        yield from (f"    {words}" for form in forms for words in form.splitlines())


def _purpose(folder: Path) -> str:
    """Returns the docstring of the package."""
    return ast.get_docstring(ast.parse((folder / "__init__.py").read_bytes())) or ""
