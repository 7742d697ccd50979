"""Several instances on PostgreSQL: the leader dies or hangs, and a standby takes over. On SQLite there is one."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.sandbox.people import person
from bot.sandbox.server import serve
from bot.sandbox.waiting import until
from bot.sandbox.world import World
from tests.http.forked import forker
from tests.http.persona import Persona
from tests.http.process import begin, environment, forked
from tests.http.test_health import free_port
from tests.kill.instances import ANSWER_S, STANDS_BY, instances, proxy, until_told
from tests.kill.test_kill import answered, everything_is_there, starts, two_people
from tests.postgres import PostgresServer

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1500)]


@pytest.fixture
def server_url(postgres_server: PostgresServer) -> Iterator[str]:
    with postgres_server.emptied() as url:
        yield url


@pytest.mark.postgres
async def test_the_dialog_goes_on_when_leaders_die(server_url: str, tmp_path: Path) -> None:
    world = World()
    async with (
        serve(world) as server,
        instances(world, environment(world, server.url, server_url), tmp_path) as several,
    ):
        ana, mei = two_people(world)
        for persona in (ana, mei):
            persona.begins()
            acts = 0
            while not persona.listed:
                await answered(persona)
                if not persona.listed and (act := persona.next(among_news=True)):
                    act()
                    acts += 1
                    if acts % 5 == 2:
                        await several.leader_dies()
        await everything_is_there(server_url, ana, mei)
        assert starts(ana.phone) == starts(mei.phone) == 1, "nobody ever had to begin again"
        assert "Traceback" not in several.outputs()


@pytest.mark.postgres
async def test_an_instance_that_hung_ends_and_answers_nobody(server_url: str, tmp_path: Path) -> None:
    world = World()
    async with serve(world) as server:
        settings = environment(world, server.url, server_url, PARTNERBRIDGE_ENCODER="none")
        async with instances(world, settings, tmp_path) as several:
            ana = person(world, "Ana")
            stopping = asyncio.ensure_future(several.leader_hangs())
            await asyncio.sleep(0)
            ana.starts()
            await stopping
            await until(world, lambda: "Hello" in ana.reads(), timeout=ANSWER_S)
            assert await several.wakes() == 1
            ana.types("/help")
            await until(world, lambda: "What you can do" in ana.reads(), timeout=ANSWER_S)
            assert ana.reads().count("Hello") == 1
            assert "Another instance took over" in several.outputs()
            assert "Traceback" not in several.outputs()


@pytest.mark.postgres
async def test_a_standby_stops_at_once_when_it_is_told_to(server_url: str, tmp_path: Path) -> None:
    world = World()
    async with serve(world) as server:
        settings = environment(world, server.url, server_url, PARTNERBRIDGE_ENCODER="none")
        async with instances(world, settings, tmp_path) as several:
            several.standby.send_signal(15)
            async with asyncio.timeout(ANSWER_S):
                assert await several.standby.wait() == 0


@pytest.mark.postgres
async def test_two_instances_behind_a_proxy_lose_nothing_and_keep_the_order(server_url: str, tmp_path: Path) -> None:
    world, ports = World(), (free_port(), free_port())
    async with serve(world) as server, proxy(*ports) as address:
        processes = []
        try:
            for number, port in enumerate(ports):
                settings = environment(
                    world,
                    server.url,
                    server_url,
                    PARTNERBRIDGE_WEBHOOK_URL=f"{address}/telegram",
                    PARTNERBRIDGE_WEBHOOK_SECRET="a-long-random-word",
                    PARTNERBRIDGE_WEBHOOK_PORT=str(port),
                )
                output = tmp_path / f"instance{number}.txt"
                processes.append(forker().start(settings, output))
                await until_told(output, "Application started" if number == 0 else STANDS_BY)
            ana, mei = two_people(world)
            for persona in (ana, mei):
                persona.begins()
                while not persona.listed:
                    await asked(persona)
                    if not persona.listed and (act := persona.next(among_news=True)):
                        act()
                processes[0].kill()  # the standby has Mei
            await everything_is_there(server_url, ana, mei)
            assert starts(ana.phone) == starts(mei.phone) == 1
        finally:
            for process in processes:
                process.kill()


async def asked(persona: Persona) -> None:
    """Until there is a question and all posts are confirmed, which no event tells."""
    async with asyncio.timeout(ANSWER_S):
        while persona.phone.world.updates.pending or persona.next(among_news=True) is None:  # noqa: ASYNC110
            await asyncio.sleep(0.02)


async def test_a_second_process_on_a_sqlite_file_says_that_it_is_in_use(tmp_path: Path) -> None:
    world = World()
    url = f"sqlite+aiosqlite:///{tmp_path / 'bot.sqlite3'}"
    async with serve(world) as server:
        settings = environment(world, server.url, url, PARTNERBRIDGE_ENCODER="none")
        async with forked(world, settings, tmp_path) as first:
            second = await begin(settings)
            told, _ = await asyncio.wait_for(second.communicate(), ANSWER_S)
            assert second.returncode == 1
            assert "Another process runs the bot on sqlite" in told.decode()
            assert first.returncode is None
