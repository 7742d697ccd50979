"""Local servers that speak the protocols of translation services. They write down what they were asked."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

KEY = "a-secret-key"
WORDS = {"温室": "plastenici", "传感器": "senzori", "请问单价": "Koja je cena po komadu", "sensor": "传感器"}


@dataclass
class Service:
    """`fault` is a status to answer with, or "silent", "broken" (no JSON), "other" (another format), "endless"."""

    asked: list[str] = field(default_factory=list)
    targets: list[str] = field(default_factory=list)
    fault: int | str | None = None
    url: str = ""

    async def translated(self, text: str, target: str) -> str:
        self.asked.append(text)
        self.targets.append(target)
        for word, meaning in WORDS.items():
            text = text.replace(word, meaning)
        return text

    async def failing(self) -> web.StreamResponse | None:
        match self.fault:
            case int(status):
                return web.json_response({"error": "no"}, status=status)
            case "silent":
                await asyncio.sleep(3_600)
            case "broken":
                return web.Response(text="<html>")
            case "other":
                return web.json_response({"unexpected": []})
            case "endless":
                return web.Response(body=b"[" * 1_000_000)
        return None

    async def libretranslate(self, request: web.Request) -> web.StreamResponse:
        said: dict[str, Any] = await request.json()
        if said.get("api_key") != KEY:
            return web.json_response({"error": "Invalid API key"}, status=403)
        text = await self.translated(said["q"], said["target"])
        return await self.failing() or web.json_response({"translatedText": text})

    async def deepl(self, request: web.Request) -> web.StreamResponse:
        if request.headers.get("Authorization") != f"DeepL-Auth-Key {KEY}":
            return web.Response(status=403)
        said = await request.json()
        texts = [await self.translated(text, said["target_lang"]) for text in said["text"]]
        found = [{"detected_source_language": said.get("source_lang", "ZH"), "text": text} for text in texts]
        return await self.failing() or web.json_response({"translations": found})

    async def openai(self, request: web.Request) -> web.StreamResponse:
        if request.headers.get("Authorization") != f"Bearer {KEY}":
            return web.json_response({"error": {"message": "Incorrect API key"}}, status=401)
        said = await request.json()
        task, text = (message["content"] for message in said["messages"])
        answer = {"role": "assistant", "content": await self.translated(text, task)}
        return await self.failing() or web.json_response({"model": said["model"], "choices": [{"message": answer}]})


@asynccontextmanager
async def serving() -> AsyncIterator[Service]:
    service = Service()
    app = web.Application()
    app.router.add_post("/translate", service.libretranslate)
    app.router.add_post("/v2/translate", service.deepl)
    app.router.add_post("/v1/chat/completions", service.openai)
    async with TestServer(app, host="127.0.0.1") as server:
        service.url = str(server.make_url("")).rstrip("/")
        yield service
