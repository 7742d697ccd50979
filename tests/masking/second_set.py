"""The second red-team set, written without knowledge of the masking."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.masking import Secrets, mask_after
from tests.masking.red_team import WRITERS

PATH = Path(__file__).with_name("second_set.txt")


@dataclass(frozen=True, slots=True, kw_only=True)
class Smuggled:
    """`parts`: messages sent one after the other; `hide[i]`: half-open ranges of part i that must be masked."""

    trick: str
    language: str
    parts: tuple[str, ...]
    hide: tuple[tuple[tuple[int, int], ...], ...]
    secrets: Secrets

    def shown(self) -> tuple[str, ...]:
        return tuple(mask_after(self.parts[:at], part, secrets=self.secrets).text for at, part in enumerate(self.parts))

    def is_caught(self) -> bool:
        """Whether each letter and digit that is to be hidden is covered in the last part: what was sent before is sent,
        and of no use without it.
        """
        *earlier, last = self.parts
        found = mask_after(earlier, last, secrets=self.secrets).found
        covered = {i for one in found for i in range(one.start, one.end)}
        return all(i in covered for start, end in self.hide[-1] for i in _telling(last, start, end))


def _telling(part: str, start: int, end: int) -> list[int]:
    """Where its letters and digits are; all but the spaces, where it is written in other signs alone."""
    alnum = [i for i in range(start, end) if part[i].isalnum()]
    return alnum or [i for i in range(start, end) if not part[i].isspace()]


def smuggled() -> Iterator[Smuggled]:
    return read_set(PATH, WRITERS)


def read_set(path: Path, writers: Mapping[str, Secrets]) -> Iterator[Smuggled]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        trick, language, writer, text = line.split(" | ", 3)
        marked = [_read(part) for part in text.replace("↵", "\n").split(" ‖ ")]
        yield Smuggled(
            trick=trick,
            language=language.strip(),
            parts=tuple(text for text, _ in marked),
            hide=tuple(hide for _, hide in marked),
            secrets=writers[writer.strip()],
        )


def _read(marked: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Returns the text without its marks, and the marked ranges."""
    text, stretches, start = "", [], 0
    for sign in marked:
        if sign == "⟦":
            start = len(text)
        elif sign == "⟧":
            stretches.append((start, len(text)))
        else:
            text += sign
    return text, tuple(stretches)
