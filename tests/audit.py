"""`python -m tests.audit PIP_AUDIT FILE`: looks up pinned dependencies in a service of security advisories.

Ends with 1 if the service knows a fault in any of them. If it cannot be asked, says so and ends with 0, because nothing
is known to be wrong then.
"""

import json
import subprocess
import sys
from collections.abc import Sequence
from typing import Any, Final

_OPTIONS: Final = ("--no-deps", "--disable-pip", "--progress-spinner=off", "--format=json")


def audit(command: Sequence[str]) -> int:
    """Runs pip-audit, prints what it found, and returns the exit code."""
    try:
        done = subprocess.run([*command, *_OPTIONS], check=False, capture_output=True, text=True)
        dependencies: list[dict[str, Any]] = json.loads(done.stdout)["dependencies"]
    except (OSError, ValueError):
        _tell("NOT CHECKED: the advisory service cannot be reached, so known faults of dependencies are unknown.")
        return 0
    faulty = [(each, fault) for each in dependencies for fault in each.get("vulns", ())]
    for each, fault in faulty:
        fixed = ", ".join(fault["fix_versions"]) or "no version yet"
        _tell(f"{each['name']} {each['version']}: {fault['id']}, fixed in {fixed}")
    for each in dependencies:
        if "skip_reason" in each:
            _tell(f"NOT CHECKED: {each['name']}: {each['skip_reason']}")
    _tell(f"{len(dependencies)} dependencies, {len(faulty)} known faults")
    return int(bool(faulty))


def _tell(line: str) -> None:
    sys.stderr.write(f"{line}\n")


if __name__ == "__main__":
    program, file = sys.argv[1:]
    sys.exit(audit([program, "--requirement", file]))
