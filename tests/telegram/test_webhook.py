"""What the webhook's port answers to a post, by whom and whatever it holds."""

import hmac
import json
from typing import Any

import httpx
import pytest
from starlette.responses import PlainTextResponse

from bot.telegram.webhook import SECRET_HEADER, webhook

SECRET = "a-long-random-word"
KNOWN = {SECRET_HEADER: SECRET}
UPDATE = {"update_id": 7, "message": {}}


class Taking:
    """Used like Intake."""

    def __init__(self, *, full: bool = False, takes: bool = True) -> None:
        self.is_full = full
        self._takes = takes
        self.taken: list[dict[str, Any]] = []

    async def take(self, update: dict[str, Any]) -> bool:
        self.taken.append(update)
        return self._takes


async def posted(intake: Taking, *, method: str = "POST", path: str = "/hook", pages: Any = None, **post: Any) -> int:
    app = webhook(intake, path="/hook", secret=SECRET, pages=pages)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://bot") as client:
        return (await client.request(method, path, **post)).status_code


LARGE = json.dumps({"update_id": 7, "message": "x" * (1024 * 1024 - 31)})
assert len(LARGE) == 1024 * 1024


@pytest.mark.parametrize(
    ("status", "post"),
    [
        (404, {"path": "/other", "headers": KNOWN, "json": UPDATE}),
        (404, {"method": "PUT", "headers": KNOWN, "json": UPDATE}),
        (403, {"json": UPDATE}),
        (403, {"headers": {SECRET_HEADER: ""}, "json": UPDATE}),
        (403, {"headers": {SECRET_HEADER: f"{SECRET}x"}, "json": UPDATE}),
        (403, {"headers": {SECRET_HEADER: "a-läng-word".encode()}, "json": UPDATE}),
        (413, {"headers": KNOWN, "content": f"{LARGE} "}),
        (400, {"headers": KNOWN, "content": "{"}),
        (400, {"headers": KNOWN, "content": "[" * 100_000}),
        (400, {"headers": KNOWN, "json": [7]}),
        (400, {"headers": KNOWN, "json": {"update_id": "7"}}),
    ],
)
async def test_what_is_refused_is_not_taken(status: int, post: dict[str, Any]) -> None:
    intake = Taking()
    assert await posted(intake, **post) == status
    assert intake.taken == []


@pytest.mark.parametrize("post", [{"json": UPDATE}, {"content": LARGE}])
async def test_what_is_taken_is_confirmed(post: dict[str, Any]) -> None:
    intake = Taking()
    assert await posted(intake, headers=KNOWN, **post) == 200
    assert [update["update_id"] for update in intake.taken] == [7]


async def test_telegram_posts_again_what_cannot_be_taken_now() -> None:
    full, away = Taking(full=True), Taking(takes=False)
    assert [await posted(one, headers=KNOWN, json=UPDATE) for one in (full, away)] == [503, 503]
    assert (full.taken, away.taken) == ([], [UPDATE])


async def test_pages_answer_everything_beside_the_webhook() -> None:
    intake, pages = Taking(), PlainTextResponse("a page", status_code=201)
    assert await posted(intake, path="/other", pages=pages, json=UPDATE) == 201
    assert await posted(intake, pages=pages, json=UPDATE) == 403
    assert await posted(intake, pages=pages, json=UPDATE, headers=KNOWN) == 200


async def test_the_start_of_the_server_is_no_request() -> None:
    async def unused(*_: Any) -> Any:
        raise AssertionError

    for pages in (None, PlainTextResponse("a page")):
        await webhook(Taking(), path="/hook", secret=SECRET, pages=pages)({"type": "lifespan"}, unused, unused)


async def test_the_secret_is_compared_in_constant_time_only(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[tuple[bytes, bytes]] = []
    monkeypatch.setattr(hmac, "compare_digest", lambda one, other: compared.append((one, other)) or True)
    intake = Taking()
    assert await posted(intake, headers={SECRET_HEADER: "wrong"}, json=UPDATE) == 200
    assert compared == [(b"wrong", SECRET.encode())]
