"""Updates that no client sends: parts missing, of the wrong type, huge or deeply nested. The bot goes on for others."""

import asyncio
import copy
import json
import random
from collections.abc import Iterator
from typing import Any, Final

from bot.sandbox.waiting import until
from tests.attack.stage import ANSWER_S, STRANGERS, Stage, Tally

_MARK: Final = "Zorica-Poison"
_WRONG: Final[tuple[Any, ...]] = (
    None,
    True,
    -1,
    2**63,
    1e308,
    "",
    _MARK,
    "\u0000",
    "x" * 100_000,
    "💣" * 5_000,
    [],
    {},
    [[]],
    {"id": _MARK},
    [None] * 1_000,
)
_BATCH: Final = 25


def _templates(sender: int) -> list[dict[str, Any]]:
    user = {"id": sender, "is_bot": False, "first_name": _MARK, "language_code": "en"}
    chat = {"id": sender, "type": "private", "first_name": _MARK}
    text = {"message_id": 7, "date": 1_800_000_000, "chat": chat, "from": user, "text": f"/search {_MARK}"}
    text["entities"] = [{"type": "bot_command", "offset": 0, "length": 7}]
    file = {"file_id": "F", "file_unique_id": "f", "file_size": 3, "file_name": "list.csv", "mime_type": "text/csv"}
    contact = {"phone_number": "+1", "first_name": _MARK, "user_id": sender}
    group = {"id": -1_001_234_567_891, "type": "supergroup", "title": _MARK}
    member = {"status": "member", "user": {"id": 7_200_000_000, "is_bot": True, "first_name": "PartnerBridge"}}
    return [
        {"message": text},
        {"message": {**text, "text": _MARK, "reply_to_message": text}},
        {
            "message": {key: value for key, value in text.items() if key not in {"text", "entities"}}
            | {"document": file}
        },
        {
            "message": {key: value for key, value in text.items() if key not in {"text", "entities"}}
            | {"contact": contact}
        },
        {"edited_message": {**text, "edit_date": 1_800_000_001}},
        {"callback_query": {"id": "1", "from": user, "chat_instance": "1", "data": "i1:1:a", "message": text}},
        {
            "my_chat_member": {
                "chat": group,
                "from": user,
                "date": 1_800_000_000,
                "old_chat_member": {**member, "status": "left"},
                "new_chat_member": member,
            }
        },
        {"message": {**text, "chat": group, "migrate_to_chat_id": -1_001_234_567_892}},
    ]


def poisoned(rng: random.Random, sender: int) -> dict[str, Any]:
    """One update with up to three faults."""
    update = copy.deepcopy(rng.choice(_templates(sender)))
    for _ in range(rng.randint(1, 3)):
        where, key = rng.choice(list(_places(update)))
        if rng.random() < 0.3:
            where.pop(key)
        elif rng.random() < 0.1:
            where[key] = json.loads("[" * 200 + "]" * 200)
        else:
            where[key] = copy.deepcopy(rng.choice(_WRONG))
        if not update:
            break
    return update


def _places(value: dict[str, Any]) -> Iterator[tuple[dict[str, Any], str]]:
    for key, inner in value.items():
        yield value, key
        if isinstance(inner, dict):
            yield from _places(inner)


async def poison(stage: Stage, count: int) -> Tally:
    """Between the batches, bystanders are answered; at the end everything was confirmed and nothing is in the log."""
    updates = stage.world.updates
    async with stage.watched("poison updates") as tally:
        while tally.tried < count:
            for _ in range(_BATCH):
                sender = stage.rng.choice(stage.hostile).id if stage.rng.random() < 0.5 else STRANGERS[tally.tried]
                updates.pending.append({"update_id": updates.next_id, **poisoned(stage.rng, sender)})
                updates.next_id += 1
                tally.tried += 1
            stage.world.emit({"kind": "update"})
            await asyncio.sleep(0.1)
        await until(stage.world, lambda: not updates.pending, timeout=ANSWER_S)
    log = stage.log()
    tally.succeeded += [line[:300] for line in log.splitlines() if _MARK in line]
    tally.succeeded += [line[:300] for line in log.splitlines() if line.startswith("Traceback") or "Traceback" in line]
    return tally
