"""Paces messages to Telegram: replies before broadcasts, within the limits of the bot and of each chat.

Telegram publishes about 30 messages per second overall, one per second to a private chat ("short bursts" allowed) and
20 per minute to a group (core.telegram.org/bots/faq). Only new messages are paced. Answers to presses, edits and
queries are sent at once.
"""

import asyncio
import math
import time
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Final

from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

from bot.telegram.arrival_window import ArrivalWindow
from bot.telegram.errors import retry_seconds
from bot.telegram.send_slots import LANES, Gate, Lane

Answer = bool | dict[str, Any] | list[dict[str, Any]]
Chat = int | str

_NOT_A_MESSAGE: Final = frozenset({"sendChatAction", "sendMessageDraft"})
# Useless when Telegram would accept them.
_OUT_OF_DATE_SOON: Final = frozenset({"answerCallbackQuery", "answerInlineQuery", *_NOT_A_MESSAGE})
# A "retry after" in this many chats at once concerns the whole bot, not one busy chat.
_CHATS_THAT_MEAN_ALL: Final = 3
# With more gates than this, gates of quiet chats are dropped.
_MANY_CHATS: Final = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """Seconds between messages, and the number of replies that may be sent at once after a quiet time.

    A page of suggestions has up to six messages, and people who tap twice a second should not notice the limiter. So a
    private chat allows a burst of 8, then one per second. In a group, 5 and then one every four seconds make 20 in any
    minute. Overall there is no burst, because nobody notices 35 ms. `overall_most` is (messages, seconds) for arrivals;
    see bot.telegram.arrival_window.
    """

    overall: float = 1.005 / 30
    overall_burst: float = 1
    overall_most: tuple[int, float] = (30, 1.005)
    private: float = 1.0
    private_burst: float = 8
    group: float = 4.0
    group_burst: float = 5


REPLIES_UNPACED: Final = Pace(overall_burst=math.inf, private_burst=math.inf, group_burst=math.inf)
"""For a self-hosted Bot API server: replies do not wait. Broadcasts keep their pace, because they reach Telegram too.

"Retry after" is still obeyed.
"""
_OVERALL_DEBT: Final = 8.0
"""In intervals. A chat has 1, so that many replies to a person do not delay their news."""
_SECOND: Final = 1.005  # Telegram's clock differs, and Telegram may read it a moment after the message arrived


def faster(pace: Pace, messages_per_second: int) -> Pace:
    """Returns the pace for a bot from which Telegram accepts this many messages per second."""
    return replace(pace, overall=_SECOND / messages_per_second, overall_most=(messages_per_second, _SECOND))


class TwoLaneRateLimiter(BaseRateLimiter[Lane]):
    """Paces messages in two lanes. A "retry after" closes its chat, and for a broadcast also all broadcasts.

    A reply is repeated up to `retries` times. If the wait is longer than `patience` seconds, the caller gets
    RetryAfter, and so do the next callers until the wait is shorter. A broadcast in its turn gets RetryAfter at once,
    and its row in the outbox becomes pending again. `observe` gets the seconds that each new message waited.
    """

    def __init__(
        self,
        *,
        pace: Pace = Pace(),
        retries: int = 3,
        patience: float = 60,
        clock: Callable[[], float] = time.monotonic,
        observe: Callable[[Lane, float], None] = lambda *_: None,
    ) -> None:
        self._pace = pace
        self._observe = observe
        self._retries = retries
        self._patience = patience
        self._clock = clock
        count, span = pace.overall_most
        window = ArrivalWindow(count=count, span=span, clock=clock)
        self._overall = self._gate(pace.overall, pace.overall_burst, window, _OVERALL_DEBT)
        self._chats: dict[Chat, Gate] = {}
        self._sweep_at = _MANY_CHATS
        self._asked_to_wait: dict[Chat, float] = {}

    async def initialize(self) -> None:
        """Does nothing: there is nothing to open."""

    async def shutdown(self) -> None:
        """Cancels the waiting requests."""
        for gate in (self._overall, *self._chats.values()):
            gate.close()

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Answer]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: Lane | None,
    ) -> Answer:
        lane = rate_limit_args or Lane.REPLY
        chat = _chat(data.get("chat_id"))
        waits = lane is not Lane.IN_TURN
        paced = waits and _is_new_message(endpoint)
        messages = _messages(endpoint, data) if paced or not waits else 0
        tries_left = self._retries if waits else 0
        while True:
            if paced:
                await self._wait_for_turn(chat, lane)
                self._charge(chat, messages - 1)
            try:
                return await self._sent(lambda: callback(*args, **kwargs), messages)
            except RetryAfter as error:
                seconds = retry_seconds(error)
                self._shut(chat, lane, seconds)
                if not tries_left or seconds > self._patience or endpoint in _OUT_OF_DATE_SOON:
                    raise
                if not paced:
                    await asyncio.sleep(seconds)
            tries_left -= 1

    async def _sent(self, request: Callable[[], Coroutine[Any, Any, Answer]], messages: int) -> Answer:
        """Sends the request, and counts its messages as arrived when any answer comes."""
        started, answered_in = self._clock(), None
        try:
            answer = await request()
            answered_in = self._clock() - started
            return answer
        finally:
            self._overall.land(messages, answered_in)

    async def take_turn(self, chat: Chat, messages: int = 1) -> None:
        """Waits for the turn of a broadcast. The caller then sends it in the lane IN_TURN or gives the turn back.

        Waits while Telegram refuses all broadcasts of the bot. Raises RetryAfter if Telegram refuses only this chat, so
        that other chats do not wait.
        """
        while True:
            gate = self._chat_gate(chat)
            if gate.is_shut(Lane.BROADCAST):
                raise RetryAfter(timedelta(seconds=math.ceil(gate.wait_s(Lane.BROADCAST))))
            if self._overall.is_shut(Lane.BROADCAST):
                await asyncio.sleep(self._overall.wait_s(Lane.BROADCAST))
                continue
            with suppress(RetryAfter):  # one of the two gates was closed for long meanwhile
                await self._wait_for_turn(chat, Lane.BROADCAST)
                self._charge(chat, messages - 1)
                return

    def give_back(self, messages: int = 1) -> None:
        """Returns an unused turn."""
        self._overall.land(messages, None)

    def _charge(self, chat: Chat | None, more: int) -> None:
        """Counts the other messages of an album. A private chat accepts them at once, a group counts all."""
        self._overall.charge(more)
        if chat is not None and not _is_private(chat):
            self._chat_gate(chat).charge(more)

    async def _wait_for_turn(self, chat: Chat | None, lane: Lane) -> None:
        began = self._clock()
        while True:
            if chat is not None:
                await self._chat_gate(chat).enter(lane)
            await self._overall.enter(lane)
            # Another answer may have closed either gate during the wait at the second one.
            shut = self._overall.is_shut(lane) or (chat is not None and self._chat_gate(chat).is_shut(lane))
            if not shut:
                self._observe(lane, self._clock() - began)
                return

    def _shut(self, chat: Chat | None, lane: Lane, seconds: float) -> None:
        now = self._clock()
        if lane is not Lane.REPLY or chat is None:
            self._overall.shut(Lane.REPLY if lane is Lane.REPLY else Lane.BROADCAST, seconds=seconds)
        if chat is None:
            return
        self._chat_gate(chat).shut(*LANES, seconds=seconds)
        self._asked_to_wait = {c: until for c, until in self._asked_to_wait.items() if until > now}
        self._asked_to_wait[chat] = now + seconds
        if len(self._asked_to_wait) >= _CHATS_THAT_MEAN_ALL:
            self._overall.shut(*LANES, seconds=seconds)

    def _chat_gate(self, chat: Chat) -> Gate:
        if chat not in self._chats:
            self._forget_quiet_chats()
            pace = self._pace
            self._chats[chat] = (
                self._gate(pace.private, pace.private_burst)
                if _is_private(chat)
                else self._gate(pace.group, pace.group_burst)
            )
        return self._chats[chat]

    def _forget_quiet_chats(self) -> None:
        if len(self._chats) >= self._sweep_at:
            self._chats = {chat: gate for chat, gate in self._chats.items() if not gate.idle()}
            # Twice the number of busy chats, so that dropping gates costs little on average.
            self._sweep_at = max(_MANY_CHATS, 2 * len(self._chats))

    def _gate(self, interval: float, burst: float, window: ArrivalWindow | None = None, debt: float = 1.0) -> Gate:
        return Gate(
            interval=interval, burst=burst, window=window, patience=self._patience, clock=self._clock, debt=debt
        )


def _is_new_message(endpoint: str) -> bool:
    return endpoint.startswith(("send", "copy", "forward")) and endpoint not in _NOT_A_MESSAGE


def _messages(endpoint: str, data: dict[str, Any]) -> int:
    """Returns the number of messages that a request makes. A paced deletion counts as one."""
    if not _is_new_message(endpoint):
        return int(endpoint.startswith("delete"))
    parts = data.get("message_ids") or data.get("media")
    return max(1, len(parts)) if isinstance(parts, list | tuple) else 1


def _is_private(chat: Chat) -> bool:
    return isinstance(chat, int) and chat > 0


def _chat(chat_id: object) -> Chat | None:
    """Returns the chat of a request. An id may be text; other text is the public name of a group or channel."""
    if isinstance(chat_id, str):
        return int(chat_id) if chat_id.lstrip("-").isdigit() else chat_id
    return chat_id if isinstance(chat_id, int) else None
