"""The process is killed by SIGKILL while it hands over a mail, and after each answer on the page.

A mail that may have arrived is never sent again; an answer that was given is kept. The bot serves the page itself.
"""

import asyncio
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from sqlalchemy import update

from bot import http_server
from bot.sandbox.server import serve
from bot.sandbox.world import World
from bot.usecases.mail.mailboxes import MailboxJob
from storage.database import Database
from storage.models import MailDelivery
from storage.vocabulary import DeliveryStatus, MailTopic
from tests.clock import Clock
from tests.events.fair import SECRETS_OF_MEI
from tests.http.human import RemoteHuman, Wire
from tests.http.process import environment, mortal
from tests.kill.test_kill import assert_quiet
from tests.kill.test_kill_introductions import gets_to_know
from tests.mail.post import ADDRESS, open_post, part
from tests.neighbours import is_own, select_own
from tests.outbox.mail_server import MailServer, mail_server

LONGEST_S = 60.0  # far more than it takes: the machine may be busy with other tests

pytestmark = pytest.mark.slow


async def asked(world: World, database_url: str) -> RemoteHuman:
    """Mei has asked for Senzor, and the mail that asks Senzor is due."""
    clock = Clock(datetime.now(UTC))
    async with open_post(world, database_url, clock, encoder="none") as post:
        await post.mei.types("/matches")
        await post.mei.says("🤝 Introduce us", older=True)
        await post.mei.presses(post.mei.t("Send"))
        await MailboxJob(post.database, clock).run()
        async with post.database.writing() as session:  # also at night
            await session.execute(update(MailDelivery).where(is_own(MailDelivery)).values(not_before=clock()))
        return RemoteHuman.at(Wire(world), post.mei)


def free_port() -> int:
    with http_server.listening_socket("127.0.0.1", 0) as sock:
        return int(sock.getsockname()[1])


async def test_a_mail_is_sent_once_and_answers_survive(database_url: str, tmp_path: Path) -> None:
    world, port = World(), free_port()
    mei = await asked(world, database_url)
    async with mail_server(security="none") as post_office, serve(world) as server:
        post_office.silent = asyncio.Event()
        settings = environment(
            world,
            server.url,
            database_url,
            PARTNERBRIDGE_ENCODER="none",
            PARTNERBRIDGE_LOG_LEVEL="WARNING",
            PARTNERBRIDGE_SMTP_HOST="127.0.0.1",
            PARTNERBRIDGE_SMTP_PORT=str(post_office.port),
            PARTNERBRIDGE_SMTP_SECURITY="none",
            PARTNERBRIDGE_SMTP_FROM="bot@fair.example.org",
            PARTNERBRIDGE_PUBLIC_URL=f"http://127.0.0.1:{port}",
            PARTNERBRIDGE_WEBHOOK_PORT=str(port),
        )
        async with mortal(world, settings, tmp_path) as bot, httpx.AsyncClient(follow_redirects=True) as browser:
            await mails_of(post_office, 1)
            bot.kill()
            post_office.silent.set()
            await bot.start()
            assert await statuses(database_url) == {MailTopic.CONSENT: DeliveryStatus.UNKNOWN}
            link = link_of(post_office)
            for act in ("yes", "accept"):
                page = (await browser.get(link)).text
                state = re.search(r'name="state" value="([^"]*)"', page)
                answer = await browser.post(link, data={"act": act, "state": state[1] if state else ""})
                assert answer.status_code == 200
                await bot.dies_and_rises()
            page = (await browser.get(link)).text
            assert all(secret in page for secret in SECRETS_OF_MEI)
            await gets_to_know(mei, [ADDRESS])
            assert bot.process is not None
            assert bot.process.returncode is None
        assert len(post_office.mails) == 1
    assert_quiet(tmp_path)


def link_of(server: MailServer) -> str:
    found = re.search(r"http://\S+/m/[\w-]+", part(server.mails[0], "plain"))
    assert found is not None
    return found[0]


async def mails_of(server: MailServer, count: int) -> None:
    async with asyncio.timeout(LONGEST_S):
        while len(server.mails) < count:  # noqa: ASYNC110 - another task fills it
            await asyncio.sleep(0.05)


async def statuses(database_url: str) -> dict[str, DeliveryStatus]:
    """The mails once none is claimed any more."""
    database = Database(database_url)
    try:
        async with asyncio.timeout(LONGEST_S):
            while True:
                rows = await rows_of(database)
                if all(row.owner is None for row in rows):
                    return {row.topic: row.status for row in rows}
                await asyncio.sleep(0.2)
    finally:
        await database.dispose()


async def rows_of(database: Database) -> Sequence[MailDelivery]:
    async with database.reading() as session:
        return (await session.scalars(select_own(MailDelivery))).all()
