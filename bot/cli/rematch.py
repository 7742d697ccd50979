"""`partnerbridge db rematch`: everybody matched anew, with a bar for who watches."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from bot.cli.database_state import UnusableDatabaseError, bring_up
from bot.cli.output import fail, say, settings_or_exit
from bot.matching.encoders import Encoder, EncoderError, load_encoder
from bot.matching.matcher import Matcher
from bot.settings.settings import Settings
from bot.usecases.suggestions import rematch as use_case
from bot.usecases.suggestions.rematch import Rematch, Rematched
from storage.database import Database


def rematch(
    resume: Annotated[bool, typer.Option("--resume", help="Go on where an earlier run was stopped.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Tell nobody of new counterparts.")] = False,
) -> None:
    """Match everybody anew, as after a change of the encoder. What people answered stays; it can be stopped any time.

    Listings that the encoder has not read yet are read first. A bot that runs beside it goes on with what it knows, and
    learns of another encoder when it starts anew.
    """
    settings = settings_or_exit(need_token=False)
    try:
        encoder = load_encoder(settings.encoder)
        asyncio.run(bring_up(settings.database_url))
        done = asyncio.run(_rematch(settings, encoder, resume=resume, tell=not quiet))
    except UnusableDatabaseError as error:
        fail(f"The database {settings.shown_database_url} {error}.", code=1)
    except EncoderError as error:
        fail(f"{error}. What was read is kept: go on with --resume.", code=1)
    except KeyboardInterrupt:
        fail("Stopped. What was done is kept: go on with --resume.", code=130)
    say(f"{done.listings:,d} listings matched anew: {done.new:,d} new pairs, {done.gone:,d} taken back.")


async def _rematch(settings: Settings, encoder: Encoder | None, *, resume: bool, tell: bool) -> Rematched:
    database = Database(settings.database_url)
    try:
        matcher = await asyncio.to_thread(Matcher.for_encoder, encoder)
        again = Rematch(database, matcher, encoder, lambda: datetime.now(UTC), tell=tell)
        if not resume:
            await again.begin()
        with _bar("Reading") as progress:
            await again.read(progress)
        with _bar("Matching") as progress:
            return await again.match(progress)
    finally:
        await database.dispose()


@contextmanager
def _bar(what: str) -> Iterator[use_case.Progress]:
    """On standard error, if somebody is there to see it."""
    errors = Console(stderr=True)
    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=errors, transient=True, disable=not errors.is_terminal) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
