"""The people's side over HTTP, beside the bot's side on the same port."""

import json
import re
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
    KeyboardButton,
    ReplyKeyboardMarkup,
)
from telegram.error import BadRequest

from bot.sandbox.people_api import people_routes
from bot.sandbox.server import serve
from bot.sandbox.world import TOKEN, World
from tests.wire.pictures import png

KEYBOARD = InlineKeyboardMarkup([[InlineKeyboardButton("Accept", callback_data="1:yes")]])


@pytest.fixture
async def client(world: World) -> AsyncIterator[httpx.AsyncClient]:
    async with (
        serve(world, routes=people_routes(world)) as server,
        httpx.AsyncClient(base_url=server.url, trust_env=False) as client,
    ):
        yield client


@pytest.fixture
async def bot(client: httpx.AsyncClient) -> AsyncIterator[Bot]:
    async with Bot(TOKEN, base_url=f"{client.base_url}/bot".replace("//bot", "/bot")) as bot:
        yield bot


async def asked(client: httpx.AsyncClient, verb: str, path: str, **body: Any) -> Any:
    response = await client.request(verb, f"/api{path}", json=body or None)
    assert response.status_code == 200, response.text
    return response.json()


@pytest.fixture
async def me(client: httpx.AsyncClient) -> str:
    """The path of a person who has started the bot."""
    person = await asked(client, "POST", "/people", name="Mei", language_code="zh-hans", username="mei_sh")
    path = f"/people/{person['id']}"
    started = await asked(client, "POST", f"{path}/start", payload="fair-26")
    assert started["text"] == "/start fair-26"
    return path


def person_id(me: str) -> int:
    return int(me.rpartition("/")[2])


async def test_a_conversation(client: httpx.AsyncClient, bot: Bot, me: str) -> None:
    sent = await bot.send_message(person_id(me), "<b>An offer</b>", parse_mode="HTML", reply_markup=KEYBOARD)
    chat = await asked(client, "GET", f"{me}/chats/0")
    assert [(m["own"], m["message"]["text"]) for m in chat["messages"]] == [
        (True, "/start fair-26"),
        (False, "An offer"),
    ]
    pressed = await asked(client, "POST", f"{me}/presses", label="accept")
    assert (await asked(client, "GET", f"{me}/chats/0"))["waiting"]
    await bot.answer_callback_query(pressed["result"], "Noted")
    await bot.edit_message_text("Accepted", person_id(me), sent.message_id)
    later = await asked(client, "GET", f"{me}/chats/0?after={chat['tick']}")
    assert [(m["edited"], m["message"]["text"]) for m in later["messages"]] == [(True, "Accepted")]
    assert (later["notice"], later["waiting"]) == ("Noted", False)
    mine = await asked(client, "POST", f"{me}/messages", text="Hello", reply_to=sent.message_id)
    await asked(client, "PATCH", f"{me}/messages/{mine['message_id']}", text="Hello!")
    updates = [u.to_dict() for u in await bot.get_updates()]
    assert [next(k for k in u if k != "update_id") for u in updates] == [
        "message",
        "callback_query",
        "message",
        "edited_message",
    ]
    chats = await asked(client, "GET", f"{me}/chats")
    assert [c["title"] for c in chats] == ["PartnerBridge"]


async def test_all_kinds_of_messages(client: httpx.AsyncClient, bot: Bot, me: str) -> None:
    files = {"file": ("photo.png", png(), "image/png")}
    response = await client.post(f"/api{me}/files", data={"kind": "photo", "caption": "Sensor"}, files=files)
    file_id = response.json()["photo"][-1]["file_id"]
    assert (await client.get(f"/api/files/{file_id}")).content == png()
    await asked(client, "POST", f"{me}/messages", contact={"phone_number": "+8613800000000"})
    await asked(client, "POST", f"{me}/messages", location={"latitude": 31.2, "longitude": 121.5})
    await asked(client, "POST", f"{me}/forwards", message=1)
    button = KeyboardButton("My number", request_contact=True)
    await bot.send_message(person_id(me), "Number?", reply_markup=ReplyKeyboardMarkup([[button]]))
    assert (await asked(client, "GET", f"{me}/chats/0"))["keyboard"]["keyboard"][0][0]["text"] == "My number"
    await asked(client, "POST", f"{me}/presses", label="My number")
    kinds = [set(u.message.to_dict()) for u in await bot.get_updates()]
    assert [next(k for k in ("photo", "contact", "location", "text") if k in kind) for kind in kinds] == [
        "text",
        "photo",
        "contact",
        "location",
        "text",
        "contact",
    ]


async def test_groups(client: httpx.AsyncClient, bot: Bot, me: str) -> None:
    ana = (await asked(client, "POST", "/people", name="Ana"))["id"]
    group = (await asked(client, "POST", f"{me}/groups", title="Fair"))["id"]
    await asked(client, "POST", f"{me}/groups/{group}/bot", admin=True)
    await asked(client, "POST", f"/people/{ana}/groups/{group}/members")
    await bot.send_message(group, "Welcome")
    seen = await asked(client, "GET", f"/people/{ana}/chats/{group}")
    assert seen["messages"][-1]["message"]["text"] == "Welcome"
    await asked(client, "DELETE", f"/people/{ana}/groups/{group}/members")
    assert (await client.get(f"/api/people/{ana}/chats/{group}")).status_code == 404
    await asked(client, "DELETE", f"{me}/groups/{group}/bot")
    states = [u.my_chat_member.new_chat_member.status for u in await bot.get_updates() if u.my_chat_member]
    assert states == ["administrator", "kicked"]


async def test_people_block_and_come_back(client: httpx.AsyncClient, me: str, world: World) -> None:
    await asked(client, "POST", f"{me}/block")
    assert (await asked(client, "GET", me))["blocked"]
    await asked(client, "POST", f"{me}/unblock")
    overview = await asked(client, "GET", "/world")
    assert [(p["first_name"], p["blocked"]) for p in overview["people"]] == [("Mei", False)]
    assert overview["bot"] == world.bot


async def test_the_stage_is_set_from_outside(client: httpx.AsyncClient, bot: Bot, me: str, world: World) -> None:
    faults = await asked(client, "POST", "/faults", kind="forbidden", method="sendMessage", times=None)
    assert faults == await asked(client, "GET", "/faults")
    assert [(f["kind"], f["times"]) for f in faults] == [("forbidden", None)]
    await asked(client, "DELETE", "/faults")
    assert world.faults.active == []
    before = world.clock.now()
    assert (await asked(client, "POST", "/clock", move=3600))["now"] - before >= 3600
    assert await asked(client, "PUT", "/flood-limits", on=True) == {"on": True}
    await bot.send_message(person_id(me), "Hello")
    calls = await asked(client, "GET", "/journal?method=sendMessage")
    assert [(c["params"]["text"], c["answer"]["ok"]) for c in calls] == [("Hello", True)]
    assert await asked(client, "GET", f"/journal?after={calls[0]['number']}") == []


@pytest.mark.parametrize(
    ("verb", "path", "body", "status", "wording"),
    [
        ("GET", "/people/1", None, 404, "there is no person 1"),
        ("POST", "/people", {"name": ""}, 422, "name: String should have at least 1 character"),
        ("POST", "/people", {"nmae": "Mei"}, 422, "nmae: Extra inputs are not permitted"),
        ("POST", "{me}/messages", {}, 404, "nothing to send"),
        ("POST", "{me}/messages", "[", 400, "Expecting value"),
        ("POST", "{me}/messages", {"text": "x", "chat": -5}, 404, "-5"),
        ("POST", "{me}/presses", {"label": "Gone"}, 404, "Mei finds no button 'Gone'; there are: none at all"),
        ("POST", "{me}/start", {"payload": "with blank"}, 422, "payload: String should match pattern"),
        ("GET", "{me}/chats/abc", None, 400, "invalid literal"),
        ("POST", "/faults", {"kind": "earthquake"}, 422, "kind: Input should be"),
    ],
)
async def test_mistakes_are_told(
    client: httpx.AsyncClient, me: str, verb: str, path: str, body: Any, status: int, wording: str
) -> None:
    content = body if isinstance(body, str) else json.dumps(body) if body is not None else None
    response = await client.request(verb, f"/api{path.format(me=me)}", content=content)
    assert response.status_code == status
    assert wording in response.json()["error"]


async def test_only_members_write_into_a_group(client: httpx.AsyncClient, me: str) -> None:
    group = (await asked(client, "POST", f"{me}/groups", title="Fair"))["id"]
    ana = (await asked(client, "POST", "/people", name="Ana"))["id"]
    response = await client.post(f"/api/people/{ana}/messages", json={"text": "x", "chat": group})
    assert (response.status_code, response.json()) == (409, {"error": "Ana is not in Fair"})


async def test_other_websites_are_turned_away(client: httpx.AsyncClient, me: str) -> None:
    elsewhere = await client.post(f"/api{me}/block", headers={"Origin": "https://example.com"})
    assert elsewhere.status_code == 403
    own = await client.post(f"/api{me}/block", headers={"Origin": str(client.base_url).rstrip("/")})
    assert own.status_code == 200


async def test_following_live(client: httpx.AsyncClient, bot: Bot, me: str) -> None:
    other = (await asked(client, "POST", "/people", name="Ana"))["id"]
    events: list[tuple[str, Any]] = []
    async with client.stream("GET", f"/api{me}/events") as response:
        lines = response.aiter_lines()
        name = ""
        async for line in lines:
            if line.startswith("event: "):
                name = line.removeprefix("event: ")
            if not line.startswith("data: "):
                continue
            events.append((name, json.loads(line.removeprefix("data: "))))
            if name == "hello":
                await asked(client, "POST", f"/people/{other}/start")
                await bot.send_chat_action(person_id(me), "typing")
                sent = await bot.send_message(person_id(me), "Live", reply_markup=KEYBOARD)
                pressed = await asked(client, "POST", f"{me}/presses", label="Accept")
                await bot.answer_callback_query(pressed["result"], "Seen")
                await bot.delete_message(person_id(me), sent.message_id)
            if name == "delete":
                break
    assert [name for name, _ in events] == ["hello", "action", "message", "answer", "delete"]
    assert events[2][1]["message"]["message"]["text"] == "Live"
    assert events[3][1]["answer"]["text"] == "Seen"


async def test_every_route_is_documented(client: httpx.AsyncClient, world: World) -> None:
    document = (await client.get("/openapi.json")).json()
    described = {(verb.upper(), path) for path, verbs in document["paths"].items() for verb in verbs}
    routed = {
        (verb, re.sub(r":int", "", route.path))
        for route in people_routes(world)
        for verb in route.methods or ()
        if verb != "HEAD" and route.path.startswith("/api")
    }
    assert described == routed
    names = set(re.findall(r'"#/components/schemas/(\w+)"', json.dumps(document)))
    assert names <= set(document["components"]["schemas"])
    ids = [o["operationId"] for verbs in document["paths"].values() for o in verbs.values() if "operationId" in o]
    assert len(ids) == len(set(ids))


async def test_the_page_of_the_document_needs_no_network(client: httpx.AsyncClient) -> None:
    page = (await client.get("/docs")).text
    assert "/api/people/{person}/presses" in page
    assert not re.findall(r"(?:src|href)=\"(?:https?:)?//", page)


async def test_what_is_neither_is_not_found(client: httpx.AsyncClient) -> None:
    assert (await client.get("/nowhere")).status_code == 404
    assert (await client.get("/file/bot1:x/photos/a.jpg")).status_code == 404


async def test_an_inline_query_and_its_card(client: httpx.AsyncClient, bot: Bot, me: str) -> None:
    other = await asked(client, "POST", "/people", name="Wang")
    query = (await asked(client, "POST", f"{me}/inline", query="sensors"))["id"]
    assert await asked(client, "GET", f"{me}/inline/{query}") == {"answer": None}
    card = InlineQueryResultArticle("1", "Sensors", InputTextMessageContent("Sensors"))
    await bot.answer_inline_query(query, [card])
    answer = (await asked(client, "GET", f"{me}/inline/{query}"))["answer"]
    assert [result["title"] for result in answer["results"]] == ["Sensors"]
    sent = await asked(client, "POST", f"{me}/inline/{query}/picks", result="1", chat=other["id"])
    assert (sent["text"], sent["via_bot"]["is_bot"]) == ("Sensors", True)
    for path in (f"{me}/inline/1", f"/people/{other['id']}/inline/{query}"):
        assert (await client.get(f"/api{path}")).status_code == 404


async def test_a_topic_is_written_in_and_deleted(client: httpx.AsyncClient, bot: Bot, world: World, me: str) -> None:
    world.has_topics = True
    world.chats[person_id(me)].has_topics = True
    topic = (await bot.create_forum_topic(person_id(me), "Senzor d.o.o.")).message_thread_id
    sent = await asked(client, "POST", f"{me}/messages", text="Hello", topic=topic)
    assert sent["message_thread_id"] == topic
    assert (await asked(client, "GET", f"{me}/chats/0"))["topics"] == [{"id": topic, "name": "Senzor d.o.o."}]
    assert "message_thread_id" not in await asked(client, "POST", f"{me}/messages", text="Hello")
    answer = await client.delete(f"/api{me}/topics/{topic}")
    assert answer.is_success
    assert (await asked(client, "GET", f"{me}/chats/0"))["topics"] == []
    refused = await client.post(f"/api{me}/messages", json={"text": "Hello", "topic": topic})
    assert refused.status_code == 409
    with pytest.raises(BadRequest, match="thread not found"):
        await bot.send_message(person_id(me), "Hello", message_thread_id=topic)
