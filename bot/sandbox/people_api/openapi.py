"""The OpenAPI document of the people's API, and a page that shows it offline."""

import html
import json
import re
from typing import Any

from bot.sandbox.people_api.asked import Operation
from bot.sandbox.people_api.operations import OPERATIONS

STREAMS = {
    "/api/events": "Everything that happens, as server-sent events",
    "/api/people/{person}/events": "What happens in one person's chats, as server-sent events",
}
_PARAMETER = re.compile(r"\{(\w+)(:int)?\}")


def openapi() -> dict[str, Any]:
    """Returns the OpenAPI 3.1 document for the table of operations."""
    paths: dict[str, Any] = {}
    schemas: dict[str, Any] = {"Error": {"type": "object", "properties": {"error": {"type": "string"}}}}
    for operation in OPERATIONS:
        path = _PARAMETER.sub(r"{\1}", operation.path)
        paths.setdefault(path, {})[operation.verb.lower()] = _described(operation, path, schemas)
    for path, summary in STREAMS.items():
        answer = {"200": {"description": "Events", "content": {"text/event-stream": {"schema": {"type": "string"}}}}}
        paths[path] = {"get": {"summary": summary, "parameters": _path_parameters(path), "responses": answer}}
    file = {"200": {"description": "The bytes", "content": {"application/octet-stream": {}}}}
    parameters = _path_parameters("/api/files/{file_id}")
    paths["/api/files/{file_id}"] = {"get": {"summary": "A file's bytes", "parameters": parameters, "responses": file}}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "The people's side of a simulated Telegram",
            "version": "1",
            "description": "Act as the people who chat with the bot, and look at what they see.",
        },
        "paths": paths,
        "components": {"schemas": schemas},
    }


def _path_parameters(path: str) -> list[dict[str, Any]]:
    numbers = {"person", "chat", "message"}
    return [
        {
            "name": hit[1],
            "in": "path",
            "required": True,
            "schema": {"type": "integer" if hit[1] in numbers else "string"},
        }
        for hit in _PARAMETER.finditer(path)
    ]


def _described(operation: Operation, path: str, schemas: dict[str, Any]) -> dict[str, Any]:
    error = {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
    query = [
        {"name": name, "in": "query", "description": text, "schema": {"type": "string"}}
        for name, text in operation.query.items()
    ]
    described: dict[str, Any] = {
        "summary": operation.summary,
        "operationId": f"{operation.verb.lower()}{re.sub(r'[^a-z]+', '_', path.removeprefix('/api'))}".rstrip("_"),
        "parameters": [*_path_parameters(path), *query],
        "responses": {
            "200": {"description": operation.returns, "content": {"application/json": {"schema": {}}}},
            "4XX": {"description": "What is wrong, and what would be right", "content": error},
        },
    }
    if operation.body is not None:
        schema = operation.body.model_json_schema(ref_template="#/components/schemas/{model}")
        schemas.update(schema.pop("$defs", {}))
        if operation.upload:
            schema["properties"]["file"] = {"type": "string", "format": "binary"}
        schemas[operation.body.__name__] = schema
        kind = "multipart/form-data" if operation.upload else "application/json"
        reference = {"$ref": f"#/components/schemas/{operation.body.__name__}"}
        described["requestBody"] = {"required": True, "content": {kind: {"schema": reference}}}
    return described


_STYLE = """
body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color-scheme:light dark}
code,pre{font-family:ui-monospace,monospace;font-size:.9em} pre{overflow:auto;padding:.75rem;border:1px solid #8884}
details{border-bottom:1px solid #8884;padding:.4rem 0} summary{cursor:pointer} b{display:inline-block;min-width:4.5rem}
"""


def docs_page() -> str:
    """Returns the document as an HTML page, with one section per operation."""
    document = openapi()
    folds = [
        _fold(verb.upper(), path, described, document["components"]["schemas"])
        for path, verbs in document["paths"].items()
        for verb, described in verbs.items()
    ]
    info = document["info"]
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{html.escape(info["title"])}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style>'
        f"<h1>{html.escape(info['title'])}</h1><p>{html.escape(info['description'])} "
        f'The same for programs: <a href="/openapi.json">openapi.json</a>.</p>{"".join(folds)}</html>'
    )


def _fold(verb: str, path: str, described: dict[str, Any], schemas: dict[str, Any]) -> str:
    lines = [f"{p['name']} ({p['in']}): {p.get('description', p['schema']['type'])}" for p in described["parameters"]]
    body = described.get("requestBody", {}).get("content", {})
    for kind, content in body.items():
        name = content["schema"]["$ref"].rpartition("/")[2]
        lines.append(f"{kind}:\n{json.dumps(schemas[name]['properties'], indent=2, ensure_ascii=False)}")
    lines.append(f"Returns: {described['responses']['200']['description']}")
    shown = html.escape("\n".join(lines))
    title = f"<b>{verb}</b> <code>{html.escape(path)}</code> {html.escape(described['summary'])}"
    return f"<details><summary>{title}</summary><pre>{shown}</pre></details>"
