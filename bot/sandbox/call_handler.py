"""Handles the bot's calls for both ways of access, HTTP and in process: faults, long polling and the journal."""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from typing import Any

from bot.sandbox.methods import Call, Upload, canonical, perform
from bot.sandbox.world import Fault, FaultKind, Refusal, When, World
from bot.sandbox.world.files import StoredFile

Answer = dict[str, Any]
Gone = Callable[[], Coroutine[Any, Any, None]]
"""Returns when the caller has closed the connection."""
LONGEST_POLL = 50
"""Seconds. Longer timeouts are shortened to it."""

WEBHOOK_SET = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
_WAKES = frozenset({"update", "webhook", "poll", "closing"})
TAKEN_OVER = "terminated by other getUpdates request; make sure that only one bot instance is running"


class ConnectionCutError(Exception):
    """The connection is cut, and the caller gets no answer."""


class CallHandler:
    """Handles the calls of one bot to one world. Several of these may share a world."""

    def __init__(self, world: World) -> None:
        self.world = world

    async def answer(
        self,
        token: str,
        method: str,
        params: Mapping[str, Any],
        uploads: Mapping[str, Upload] | None = None,
        *,
        gone: Gone | None = None,
    ) -> Answer:
        """Returns the response body. Its `error_code` is the HTTP status."""
        if token != self.world.token:
            return Refusal(401, "Unauthorized").as_answer()
        call = Call(world=self.world, method=canonical(method), params=params, uploads=uploads or {})
        fault = self.world.faults.strike(call.method, call.text("chat_id") or None)
        answer: Answer | None = None
        try:
            answer = await self._answered(call, fault, gone)
        finally:
            if call.method != "getUpdates" or not answer or answer.get("result") != []:
                self._note(call, answer, fault)
        return answer

    def file(self, token: str, path: str) -> StoredFile | None:
        """Returns the file for a path from getFile; None for a wrong token or path."""
        return self.world.files.at_path(path) if token == self.world.token else None

    async def _answered(self, call: Call, fault: Fault | None, gone: Gone | None) -> Answer:
        if fault and fault.when is When.BEFORE and (struck := await _apply(fault)):
            return struck
        try:
            result = await self._get_updates(call, gone) if call.method == "getUpdates" else perform(call)
            answer: Answer = {"ok": True, "result": result}
        except Refusal as refusal:
            answer = refusal.as_answer()
        if fault and fault.when is When.AFTER and (struck := await _apply(fault)):
            return struck
        return answer

    def _note(self, call: Call, answer: Answer | None, fault: Fault | None) -> None:
        sent = {name: {"file": u.name, "size": len(u.data)} for name, u in call.uploads.items()}
        self.world.journal.write(
            at=self.world.clock.now(),
            method=call.method,
            params={**call.params, **sent},
            answer=answer,
            fault=f"{fault.kind} {fault.when}" if fault else None,
        )

    async def _get_updates(self, call: Call, gone: Gone | None) -> list[dict[str, Any]]:
        """Handles long polling. A new call ends an earlier one. With a webhook set, both are refused."""
        queue = self.world.updates
        turn = queue.take_turn()
        self.world.emit({"kind": "poll"})
        if queue.url:
            raise Refusal(409, f"Conflict: {WEBHOOK_SET}")
        if "allowed_updates" in call.params:
            queue.allow([str(kind) for kind in call.items("allowed_updates")])
        queue.confirm(call.integer("offset", 0) or 0)
        limit = min(max(call.integer("limit", 100) or 100, 1), 100)
        timeout = min(max(call.integer("timeout", 0) or 0, 0), LONGEST_POLL)
        if not queue.pending and timeout:
            await self._arrival(timeout, gone)
            if queue.turn != turn:
                raise Refusal(409, f"Conflict: {TAKEN_OVER}")
            if queue.url:
                raise Refusal(409, "Conflict: terminated by setWebhook request")
        return queue.peek(limit)

    async def _arrival(self, timeout: float, gone: Gone | None) -> None:
        """Waits for an update, another poll, a webhook, the timeout, or the end of the connection."""
        woken = asyncio.Event()
        unlisten = self.world.listen(lambda event: woken.set() if event["kind"] in _WAKES else None)
        ends: list[asyncio.Future[Any]] = [asyncio.ensure_future(woken.wait())]
        if gone is not None:
            ends.append(asyncio.ensure_future(gone()))
        try:
            await asyncio.wait(ends, timeout=timeout, return_when=asyncio.FIRST_COMPLETED)
        finally:
            unlisten()
            for end in ends:
                end.cancel()
            await asyncio.gather(*ends, return_exceptions=True)


async def _apply(fault: Fault) -> Answer | None:
    """Applies the fault. Returns None if it was only a delay."""
    if fault.kind is FaultKind.DELAY:
        await asyncio.sleep(fault.seconds)
        return None
    refusal = fault.refusal()
    if refusal is None:
        raise ConnectionCutError
    return refusal.as_answer()
