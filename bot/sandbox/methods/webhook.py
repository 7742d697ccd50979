"""Webhook settings. getUpdates is in `call_handler`, because it waits."""

from urllib.parse import urlsplit

from bot.sandbox.methods.call import Call
from bot.sandbox.world.chats import Json
from bot.sandbox.world.refusals import bad_request

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


def set_webhook(call: Call) -> bool:
    """Sets a webhook. HTTPS only, as on Telegram; plain HTTP for loopback, as on a self-hosted Bot API server."""
    url, secret = call.text("url"), call.text("secret_token")
    parts = urlsplit(url)
    if url and parts.scheme != "https" and parts.hostname not in _LOOPBACK:
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if len(secret) > 256 or not all(c.isascii() and (c.isalnum() or c in "_-") for c in secret):
        raise bad_request("secret token contains unallowed characters")
    call.world.updates.url, call.world.updates.secret = url, secret
    if "allowed_updates" in call.params:
        call.world.updates.allow([str(k) for k in call.items("allowed_updates")])
    _drop_if_asked(call)
    call.world.emit({"kind": "webhook"})
    return True


def delete_webhook(call: Call) -> bool:
    call.world.updates.url = call.world.updates.secret = ""
    call.world.updates.last_error = None
    _drop_if_asked(call)
    call.world.emit({"kind": "webhook"})
    return True


def _drop_if_asked(call: Call) -> None:
    if call.flag("drop_pending_updates"):
        call.world.updates.pending.clear()


def get_webhook_info(call: Call) -> Json:
    queue = call.world.updates
    info: Json = {
        "url": queue.url,
        "has_custom_certificate": False,
        "pending_update_count": len(queue.pending),
    }
    if queue.url:
        info["max_connections"] = 40
    if queue.allowed:
        info["allowed_updates"] = queue.allowed
    return info | (queue.last_error or {})
