"""Names of instances of the bot, and whether one of this machine has ended."""

import os
import secrets
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final

_BOOT: Final = Path("/proc/sys/kernel/random/boot_id")
_PROCESSES: Final = Path("/proc/self/ns/pid")  # containers of one machine differ in it


def instance_name() -> str:
    """Returns a name of at most 32 characters: machine, process and a random part."""
    return f"{_machine()}-{os.getpid()}-{secrets.token_hex(4)}"


def has_ended(name: str) -> bool:
    """Returns True if the process of that name ran on this machine and is gone; False if that is unknown."""
    machine, _, rest = name.partition("-")
    process = rest.partition("-")[0]
    if machine != _machine() or not process.isdecimal() or int(process) == os.getpid():
        return False
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False


@cache
def _machine() -> str:
    """Returns a mark of this start of the machine and of its processes; a random one where there is no /proc."""
    try:
        seen = f"{_BOOT.read_text()}{_PROCESSES.readlink()}"
    except OSError:
        return secrets.token_hex(5)
    return sha256(seen.encode()).hexdigest()[:10]
