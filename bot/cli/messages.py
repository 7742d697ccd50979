"""`partnerbridge messages`: prints the messages of a typical use of the bot, for proofreading."""

import asyncio
from typing import Annotated

import typer

from storage.vocabulary import Language


def messages(
    language: Annotated[Language, typer.Option(help="The language that the bot speaks.")] = Language.EN,
) -> None:
    """Print the bot's messages as people see them, to proofread them."""

    from bot.cli.scenario import play, shown

    async def print_scenes() -> None:
        async for scene in play(language):
            typer.echo(shown(scene) + "\n")

    asyncio.run(print_scenes())
