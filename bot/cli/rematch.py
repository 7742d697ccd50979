"""`partnerbridge db rematch`: scores all listings against each other again, with a progress bar."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.output import fail, say, settings_or_exit

if TYPE_CHECKING:
    from bot.matching.encoders import Encoder
    from bot.settings.settings import Settings
    from bot.usecases.suggestions.rematch import Progress, RematchResult


def rematch(
    resume: Annotated[bool, typer.Option("--resume", help="Continue a run that was stopped.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Tell nobody about new matches.")] = False,
) -> None:
    """Match all listings again, for example after a change of the encoder.

    People's answers are kept. Listings that this encoder has not read yet are encoded first. You can stop at any time
    and continue with --resume. Restart a running bot afterwards if the encoder changed.
    """
    settings = settings_or_exit(need_token=False)

    from bot.cli.database_state import UnusableDatabaseError, bring_up
    from bot.matching.encoders import EncoderError, load_encoder

    try:
        encoder = load_encoder(settings.encoder)
        asyncio.run(bring_up(settings.database_url))
        done = asyncio.run(_rematch(settings, encoder, resume=resume, tell=not quiet))
    except UnusableDatabaseError as error:
        fail(f"The database {settings.shown_database_url} {error}.", code=1)
    except EncoderError as error:
        fail(f"{error}. Finished work is kept: continue with --resume.", code=1)
    except KeyboardInterrupt:
        fail("Stopped. Finished work is kept: continue with --resume.", code=130)
    say(f"{done.listings:,d} listings matched: {done.new:,d} new pairs, {done.gone:,d} pairs removed.")


async def _rematch(settings: "Settings", encoder: "Encoder | None", *, resume: bool, tell: bool) -> "RematchResult":
    from bot.matching.matcher import Matcher
    from bot.usecases.suggestions.rematch import Rematch
    from storage.database import Database

    database = Database(settings.database_url)
    try:
        matcher = await asyncio.to_thread(Matcher.for_encoder, encoder)
        again = Rematch(database, matcher, encoder, lambda: datetime.now(UTC), tell=tell)
        if not resume:
            await again.begin()
        with _bar("Encoding") as progress:
            await again.read(progress)
        with _bar("Matching") as progress:
            return await again.match(progress)
    finally:
        await database.dispose()


@contextmanager
def _bar(what: str) -> "Iterator[Progress]":
    """A progress bar on standard error, if that is a terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    errors = Console(stderr=True)
    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=errors, transient=True, disable=not errors.is_terminal) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
