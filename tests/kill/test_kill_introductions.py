"""The process is killed by SIGKILL after each step of an introduction and restarted.

Nobody is stuck, nothing that was answered is lost, and nobody is told anything twice.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.sandbox.server import serve
from bot.sandbox.waiting import until
from bot.sandbox.world import World
from storage.database import Database
from storage.models import Delivery, Draft, Introduction, RelayedMessage
from storage.people.drafts import USED
from storage.vocabulary import DeliveryStatus, IntroductionStatus, Language
from tests.chat import open_chat
from tests.clock import Clock
from tests.events.fair import SECRETS_OF_ANA, SECRETS_OF_MEI, at_the_fair
from tests.http.forked import LEASE
from tests.http.human import RemoteHuman, Wire
from tests.http.process import environment, mortal
from tests.kill.test_kill import assert_quiet
from tests.neighbours import select_own

PATIENCE_S = 2 * LEASE.total_seconds()  # after which somebody looks for themselves
LONGEST_S = 120.0  # far more than it takes: the machine may be busy with other tests

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1500)]


@asynccontextmanager
async def dying_after_each_step(database_url: str, folder: Path) -> AsyncIterator[tuple[RemoteHuman, RemoteHuman]]:
    """Mei and Ana have seen each other's cards; the bot is killed after every answer."""
    world = World()
    async with open_chat(world, database_url, Clock(datetime.now(UTC)), encoder="none") as chat:
        fair = await at_the_fair(chat, Clock(datetime.now(UTC)))
    async with serve(world) as server:
        settings = environment(
            world, server.url, database_url, PARTNERBRIDGE_LOG_LEVEL="WARNING", PARTNERBRIDGE_ENCODER="none"
        )
        async with mortal(world, settings, folder) as bot:

            async def dies_and_rises() -> None:
                """An update that was not confirmed comes once more: the next act waits until it is handled again."""
                await bot.dies_and_rises()
                await until(world, lambda: not world.updates.pending, timeout=LONGEST_S)

            wire = Wire(world, dies_and_rises)
            yield RemoteHuman.at(wire, fair.mei), RemoteHuman.at(wire, fair.ana)
            await nothing_waits(database_url)
            assert bot.process.returncode is None
    assert_quiet(folder)


async def test_an_introduction_survives_a_kill_after_each_step(database_url: str, tmp_path: Path) -> None:
    async with dying_after_each_step(database_url, tmp_path) as (mei, ana):
        await mei.types("/matches")
        await mei.says("🤝 Introduce us")
        await mei.types("我们需要四千个, 我的邮箱是 mei@pudong.cn")
        await mei.says("Send")
        await learns(ana, "我们需要四千个")
        await ana.says("❓ Ask a question first")
        await ana.types("Koliko komada? Senzor d.o.o.")
        await learns(mei, "Koliko komada?")
        await mei.says("✍️ Answer")
        await mei.types("四千个, 浦东农业科技有限公司")
        await learns(ana, "四千个, ▒▒▒")
        strangers_still(mei, ana)
        await ana.says("✅ Accept and share contacts")
        await gets_to_know(mei, SECRETS_OF_ANA)
        await gets_to_know(ana, SECRETS_OF_MEI)
        await mei.says("✍️ Write to them", older=True)
        await mei.types("你好 Ana")
        await learns(ana, "你好 Ana")
        await mei.types("还有一句")
        await learns(ana, "还有一句")
        for human, lines in ((ana, ("你好 Ana", "还有一句", "四千个, ▒▒▒")), (mei, ("Koliko komada?",))):
            assert all(times_told(human, words) <= 1 for words in lines)
    await everything_is_there(database_url)


async def test_a_decline_survives_a_kill_after_each_step(database_url: str, tmp_path: Path) -> None:
    async with dying_after_each_step(database_url, tmp_path) as (mei, ana):
        await ana.types("/matches")
        await ana.says("🤝 Introduce us")
        await ana.says("Send")
        asked = mei.t("🤝 <b>A company would like to meet you.</b>").replace("<b>", "").replace("</b>", "")
        if not await mei.hears(asked, within_s=PATIENCE_S):
            await opens_introduction(mei)
        await mei.says("🕓 Not now")
        await mei.presses(mei.t("Tomorrow"))
        await mei.types("/introductions")
        await mei.presses("🇷🇸")
        await mei.says("✖️ No")
        await mei.says("Too early a stage")
        await learns(ana, ana.t("The stage is too early for them."))
        await ana.types("/introductions")
        await ana.reads(ana.t("They said no this time."))
        strangers_still(mei, ana)


async def learns(human: RemoteHuman, words: str) -> None:
    """Reads the notice, or opens the list if the bot died while sending and does not risk a duplicate."""
    if not await human.hears(words, within_s=PATIENCE_S):
        await opens_introduction(human)
        await human.reads(words)


async def gets_to_know(human: RemoteHuman, secrets: Sequence[str]) -> None:
    """Reads the card. If the second half of the answer is missing, it is reachable from the first."""
    if not await human.hears(*secrets, within_s=PATIENCE_S):
        await opens_introduction(human)
        await human.says("📇 Contact data")
        await human.reads(*secrets)


async def opens_introduction(human: RemoteHuman) -> None:
    await human.types("/introductions")
    await human.presses("🇷🇸" if human.t.language is Language.ZH else "🇨🇳", older=True)


async def nothing_waits(database_url: str) -> None:
    """Waits until the running bot has taken over and sent the rows claimed by killed ones."""
    database = Database(database_url)
    try:
        async with asyncio.timeout(LONGEST_S):
            while await open_deliveries(database):  # noqa: ASYNC110 - in the database
                await asyncio.sleep(0.5)
    finally:
        await database.dispose()


async def open_deliveries(database: Database) -> int:
    async with database.reading() as session:
        held = Delivery.status.in_((DeliveryStatus.CLAIMED, DeliveryStatus.SENDING))
        return await session.scalar(select(func.count()).select_from(Delivery).where(held)) or 0


def times_told(human: RemoteHuman, words: str) -> int:
    """Returns the relayed messages with this text. Only relayed messages have a report button."""
    return sum(words in str(message) and "rp1:message:" in str(message) for message in human.phone.messages())


def strangers_still(mei: RemoteHuman, ana: RemoteHuman) -> None:
    for human, secrets in ((mei, SECRETS_OF_ANA), (ana, SECRETS_OF_MEI)):
        assert not [secret for secret in secrets for message in human.phone.messages() if secret in str(message)]


async def everything_is_there(database_url: str) -> None:
    database = Database(database_url)
    try:
        async with database.reading() as session:
            (introduction,) = await session.scalars(select_own(Introduction))
            lines = list(await session.scalars(select_own(RelayedMessage.text).order_by(RelayedMessage.id)))
            told = list(await session.scalars(select_own(Delivery)))
            drafts = list(await session.scalars(select_own(Draft.form)))
    finally:
        await database.dispose()
    assert introduction.status is IntroductionStatus.ACCEPTED
    assert introduction.pitch == "我们需要四千个, 我的邮箱是 mei@pudong.cn"
    assert lines == ["Koliko komada? Senzor d.o.o.", "四千个, 浦东农业科技有限公司", "你好 Ana", "还有一句"]
    assert max(Counter(one.dedupe_key for one in told).values()) == 1
    over = {DeliveryStatus.SENT, DeliveryStatus.UNKNOWN, DeliveryStatus.OBSOLETE}
    assert {one.status for one in told} <= over
    # Words that came again where no dialog was open are kept to be asked about, and the numbers of messages for edits.
    others = [form for form in drafts if form not in {"heard", USED}]
    assert others == ["write"], "the conversation is still open, and nothing else"
