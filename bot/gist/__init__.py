"""A gist of a foreign text without any service: its known concepts and its amounts. Pure functions over texts."""

from .gist import EMPTY, Gist, gist_of
from .quantities import Quantity

__all__ = ["EMPTY", "Gist", "Quantity", "gist_of"]
