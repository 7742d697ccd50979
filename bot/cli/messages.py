"""`partnerbridge messages`: every message of the main way through the bot, as people see it, to be read over."""

import asyncio
from typing import Annotated

import typer

from storage.vocabulary import Language


def messages(
    language: Annotated[Language, typer.Option(help="The language in which the bot speaks.")] = Language.EN,
) -> None:
    """Print the messages of the main way through the bot, as people see them."""

    from bot.cli.scenario import rehearse, shown

    async def play() -> None:
        async for scene in rehearse(language):
            typer.echo(shown(scene) + "\n")

    asyncio.run(play())
