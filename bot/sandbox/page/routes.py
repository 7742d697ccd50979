"""The routes of the page: `/` and everything below `/page`."""

from pathlib import Path
from typing import Final

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from bot.sandbox.page.staging import mark_read, overview
from bot.sandbox.world import World
from bot.sandbox.world.chats import Json

_STATIC: Final = Path(__file__).parent / "static"
# Allows only the page's own files, so that texts of people can never load or run anything.
_POLICY: Final = "default-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; object-src 'none'"
_HEADERS: Final = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}


class _Files(StaticFiles):
    """Static files without caching, so that a page never runs scripts of an earlier version."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers.update(_HEADERS)
        return response


def page_routes(world: World, stage: Json) -> list[BaseRoute]:
    """Returns the routes. The page gets `stage` unchanged: titles of the groups of people, steps of the tour."""

    async def index(_: Request) -> Response:
        return FileResponse(_STATIC / "index.html", headers=_HEADERS)

    async def people(_: Request) -> Response:
        return JSONResponse(overview(world), headers=_HEADERS)

    async def staged(_: Request) -> Response:
        return JSONResponse(stage, headers=_HEADERS)

    async def read(request: Request) -> Response:
        mark_read(world, request.path_params["person"], request.path_params["tick"])
        return Response(status_code=204)

    return [
        Route("/", index),
        Route("/page/overview", people),
        Route("/page/stage", staged),
        Route("/page/read/{person:int}/{tick:int}", read, methods=["POST"]),
        Mount("/page", _Files(directory=_STATIC)),
    ]
