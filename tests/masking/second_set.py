"""The second set of texts that try to smuggle names and contact data: written before the masking was looked at."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.masking import mask
from tests.masking.red_team import WRITERS

PATH = Path(__file__).with_name("second_set.txt")


@dataclass(frozen=True, slots=True, kw_only=True)
class Smuggled:
    """`parts` are messages sent one after the other; `hide[i]` the half-open stretches of part i to be masked."""

    trick: str
    language: str
    parts: tuple[str, ...]
    hide: tuple[tuple[tuple[int, int], ...], ...]
    writer: str

    def shown(self) -> tuple[str, ...]:
        return tuple(mask(part, secrets=WRITERS[self.writer]).text for part in self.parts)

    def is_caught(self) -> bool:
        """Whether of every stretch to be hidden each letter and digit is covered."""
        return all(_is_covered(part, hide, self.writer) for part, hide in zip(self.parts, self.hide, strict=True))


def _is_covered(part: str, hide: tuple[tuple[int, int], ...], writer: str) -> bool:
    found = mask(part, secrets=WRITERS[writer]).found
    covered = {i for one in found for i in range(one.start, one.end)}
    return all(i in covered for start, end in hide for i in range(start, end) if part[i].isalnum())


def smuggled() -> Iterator[Smuggled]:
    for line in PATH.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        trick, language, writer, text = line.split(" | ", 3)
        marked = [_read(part) for part in text.replace("↵", "\n").split(" ‖ ")]
        yield Smuggled(
            trick=trick,
            language=language.strip(),
            parts=tuple(text for text, _ in marked),
            hide=tuple(hide for _, hide in marked),
            writer=writer.strip(),
        )


def _read(marked: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The text without its marks, and where they stood."""
    text, stretches, start = "", [], 0
    for sign in marked:
        if sign == "⟦":
            start = len(text)
        elif sign == "⟧":
            stretches.append((start, len(text)))
        else:
            text += sign
    return text, tuple(stretches)
