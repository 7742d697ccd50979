"""Names of instances: one that was killed on this machine is known to have ended, others are not."""

import os
import subprocess
import sys

from bot.instances import has_ended, instance_name


def test_a_running_instance_has_not_ended() -> None:
    name = instance_name()
    assert len(name) <= 32
    assert not has_ended(name)
    assert instance_name() != name


def test_a_killed_instance_of_this_machine_has_ended() -> None:
    script = "from bot.instances import instance_name; print(instance_name())"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert has_ended(done.stdout.strip())


def test_nothing_is_known_of_other_machines() -> None:
    _, _, rest = instance_name().partition("-")
    assert not has_ended(f"0123456789-{rest}")
    assert not has_ended(f"0123456789-{os.getpid()}-00000000")
    assert not has_ended("an older name")
