"""Saves a world to a file and loads it."""

import json
import os
from pathlib import Path

from bot.sandbox.world import World
from bot.sandbox.world.clock import Clock
from bot.sandbox.world.snapshot import from_dict, to_dict


def save(world: World, path: Path) -> None:
    """Writes a new file and moves it into place. If the process is killed, a complete file remains."""
    beside = path.with_suffix(".new")
    with beside.open("w", encoding="utf-8") as file:
        json.dump(to_dict(world), file, ensure_ascii=False)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


def load(path: Path, *, clock: Clock | None = None) -> World | None:
    """Loads the world. Returns None if there is no file yet. Raises SnapshotError for another format."""
    if not path.exists():
        return None
    return from_dict(json.loads(path.read_text(encoding="utf-8")), clock=clock)
