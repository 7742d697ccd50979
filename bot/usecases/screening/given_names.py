"""Given names that differ by language or are shortened: Oleksandr and Aleksandr, Bob and Robert."""

import tomllib
from importlib.resources import files


def given_names() -> list[list[str]]:
    """Returns groups of forms in plain small letters. The first form of a group stands for all of them."""
    groups = tomllib.loads((files(__package__) / "given_names.toml").read_text("utf-8"))["groups"]
    return [forms.split() for forms in groups]
