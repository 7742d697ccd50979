"""What a picture says and where, seen when it is saved."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import ModuleType
from unittest.mock import patch

from matplotlib.figure import Figure
from matplotlib.text import Text


@dataclass(slots=True)
class Drawn:
    """The texts of each picture, and those that lie over its edge."""

    pictures: list[list[str]] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)


@contextmanager
def watched(charts: ModuleType) -> Iterator[Drawn]:
    """Yields what the pictures of a module say, filled as they are drawn."""
    drawn, saved = Drawn(), charts.saved

    def look(sheet: Figure, kind: str) -> bytes:
        content: bytes = saved(sheet, kind)
        texts = [one for one in sheet.findobj(Text) if isinstance(one, Text) and one.get_text()]
        drawn.pictures.append([one.get_text() for one in texts])
        for one in texts:
            box = one.get_window_extent()
            if box.x0 < 0 or box.y0 < 0 or box.x1 > sheet.bbox.width or box.y1 > sheet.bbox.height:
                drawn.outside.append(one.get_text())
        return content

    with patch.object(charts, "saved", look):
        yield drawn
