"""`partnerbridge match`: ranks a file of offers for each need in a file of needs."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.output import Format

_FILE = typer.Option(help="JSON Lines or CSV with id, title, text, and optionally lang, country, sectors, keywords.")


def match(
    needs: Annotated[Path, _FILE],
    offers: Annotated[Path, _FILE],
    top: Annotated[int, typer.Option(min=0, help="Offers for each need; 0 for all.")] = 10,
    format: Annotated[Format, typer.Option(help="The output format.")] = Format.JSONL,  # noqa: A002
    same_country: Annotated[bool, typer.Option("--same-country", help="Also pair listings of one country.")] = False,
    encoder: Annotated[
        str,
        typer.Option(envvar="PARTNERBRIDGE_ENCODER", help='"builtin", "none", or the URL of an embeddings server.'),
    ] = "builtin",
    cache: Annotated[bool, typer.Option(help="Keep vectors in the user's cache folder for the next run.")] = True,
) -> None:
    """Rank offers for needs from two files, across languages. Works without Telegram."""
    from bot.cli.match_output import print_matches

    print_matches(needs, offers, top=top, format_=format, same_country=same_country, encoder=encoder, cache=cache)
