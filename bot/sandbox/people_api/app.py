"""The people's API as an ASGI application."""

import json
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

from pydantic import ValidationError
from starlette.applications import Starlette
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from bot.sandbox.methods import Upload
from bot.sandbox.people import NotThereError
from bot.sandbox.people.acts import NotAllowedError
from bot.sandbox.people_api.asked import Asked, Cast, Operation
from bot.sandbox.people_api.events import stream
from bot.sandbox.people_api.openapi import docs_page, openapi
from bot.sandbox.people_api.operations import OPERATIONS
from bot.sandbox.world import World

Endpoint = Callable[[Request], Awaitable[Response]]


def people_routes(world: World) -> list[Route]:
    """Returns the routes below `/api`, and `/docs` with `/openapi.json`."""
    cast = Cast(world=world)
    routes = [Route(o.path, _endpoint(o, cast), methods=[o.verb]) for o in OPERATIONS]

    async def events(request: Request) -> Response:
        viewer = request.path_params.get("person")
        if viewer is not None:
            cast.person(viewer)
        return StreamingResponse(stream(world, viewer), media_type="text/event-stream", headers=_UNSTORED)

    async def file(request: Request) -> Response:
        stored = world.files.by_id.get(request.path_params["file_id"])
        if stored is None:
            return _error(404, "there is no such file")
        # Browsers show or download uploaded files, and never run them.
        headers = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox"}
        return Response(stored.data, media_type=stored.mime, headers=headers)

    async def described(_: Request) -> Response:
        return JSONResponse(openapi())

    async def docs(_: Request) -> Response:
        return HTMLResponse(docs_page())

    return [
        *routes,
        Route("/api/events", _guarded(events)),
        Route("/api/people/{person:int}/events", _guarded(events)),
        Route("/api/files/{file_id}", _guarded(file)),
        Route("/openapi.json", described),
        Route("/docs", docs),
    ]


_UNSTORED = {"Cache-Control": "no-store"}


def people_app(world: World) -> Starlette:
    return Starlette(routes=people_routes(world))


def _error(status: int, text: str) -> JSONResponse:
    return JSONResponse({"error": text}, status_code=status)


def _guarded(endpoint: Endpoint) -> Endpoint:
    """Converts errors to responses, and refuses requests from other websites by their Origin header."""

    async def guarded(request: Request) -> Response:
        origin = request.headers.get("origin")
        if origin and urlsplit(origin).netloc != request.headers.get("host"):
            return _error(403, "only the sandbox's own page may ask")
        try:
            return await endpoint(request)
        except (NotThereError, KeyError) as error:
            return _error(404, str(error.args[0]) if error.args else "not there")
        except NotAllowedError as error:
            return _error(409, str(error))
        except ValidationError as error:
            return _error(422, "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()))
        except ValueError as error:
            return _error(400, str(error))

    return guarded


def _endpoint(operation: Operation, cast: Cast) -> Endpoint:
    async def endpoint(request: Request) -> Response:
        body, upload = await _read(operation, request)
        asked = Asked(cast=cast, path=request.path_params, query=request.query_params, body=body, upload=upload)
        return JSONResponse(operation.run(asked), headers=_UNSTORED)

    return _guarded(endpoint)


async def _read(operation: Operation, request: Request) -> tuple[Any, Upload | None]:
    """Returns the validated body, and the uploaded file."""
    if operation.body is None:
        return None, None
    if not operation.upload:
        raw = await request.body()
        given = json.loads(raw) if raw else {}
        return operation.body.model_validate(given), None
    upload: Upload | None = None
    fields: dict[str, Any] = {}
    async with request.form() as form:
        for name, value in form.items():
            if isinstance(value, UploadFile):
                mime = value.content_type or "application/octet-stream"
                upload = Upload(name=value.filename or name, data=await value.read(), mime=mime)
            else:
                fields[name] = value
    return operation.body.model_validate(fields), upload
