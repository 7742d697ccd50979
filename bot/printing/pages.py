"""A PDF in millimetres with our fonts, and what all signs are made of: bands, fitted text, QR codes and pictures."""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from fpdf import FPDF

_LATIN: Final = "latin"
_CHINESE: Final = "chinese"
_POINT_MM: Final = 25.4 / 72
_LEADING: Final = 1.2  # height of a line in heights of its letters
_SAVING: Final = 0.8  # letters may shrink to this share to save a line
_UNSPACED: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_QUIET: Final = 4  # white modules around a QR code, as ISO/IEC 18004 requires


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A rectangle on a page, in millimetres from the top left corner."""

    x: float
    y: float
    w: float
    h: float

    def inset(self, by: float) -> "Box":
        return Box(x=self.x + by, y=self.y + by, w=self.w - 2 * by, h=self.h - 2 * by)

    def columns(self, *shares: float) -> list["Box"]:
        """Cuts the box into columns of these shares of its width."""
        boxes, x, whole = list[Box](), self.x, sum(shares)
        for share in shares:
            w = self.w * share / whole
            boxes.append(Box(x=x, y=self.y, w=w, h=self.h))
            x += w
        return boxes

    def rows(self, *shares: float) -> list["Box"]:
        """Cuts the box into rows of these shares of its height."""
        boxes, y, whole = list[Box](), self.y, sum(shares)
        for share in shares:
            h = self.h * share / whole
            boxes.append(Box(x=self.x, y=y, w=self.w, h=h))
            y += h
        return boxes


def new_pdf(width: float, height: float) -> "FPDF":
    """Returns an empty PDF with pages of this size. It embeds only the characters that it shows."""
    from fpdf import FPDF
    from matplotlib import get_data_path

    pdf = FPDF(unit="mm", format=(width, height))
    pdf.set_auto_page_break(False)
    pdf.set_margin(0)
    pdf.c_margin = 0
    latin = Path(get_data_path(), "fonts", "ttf")
    pdf.add_font(_LATIN, "", latin / "DejaVuSans.ttf")
    pdf.add_font(_LATIN, "B", latin / "DejaVuSans-Bold.ttf")
    with as_file(files("bot.charts").joinpath("fonts", "NotoSansCJKsc-subset.otf")) as path:
        pdf.add_font(_CHINESE, "", path)
    pdf.set_fallback_fonts([_CHINESE], exact_match=False)
    return pdf


def fit_text(
    pdf: "FPDF", box: Box, text: str, *, largest: float, lines: int = 1, bold: bool = False, colour: str = "#22303c"
) -> None:
    """Writes the text into the middle of the box, as large as it fits in so many lines. `largest` is in millimetres.

    Letters shrink to half of that size to keep words whole. Text that does not fit at a quarter of it is cut, with an
    ellipsis.
    """
    pdf.set_text_color(colour)
    text, size = _drawable(pdf, text), largest
    wrapped = _wrapped(pdf, box.w, text, size, bold=bold)
    while (
        len(wrapped) > lines
        or len(wrapped) * size * _LEADING > box.h
        or (size > largest / 2 and _cuts_word(text, wrapped))
    ):
        size *= 0.94
        if size < largest / 4:
            room = max(1, min(lines, int(box.h / (size * _LEADING))))
            wrapped = [*wrapped[: room - 1], f"{wrapped[room - 1][:-1]}…"] if len(wrapped) > room else wrapped
            break
        wrapped = _wrapped(pdf, box.w, text, size, bold=bold)
    wrapped, size = _without_orphan(pdf, box.w, text, wrapped, size, bold=bold)
    y = box.y + (box.h - len(wrapped) * size * _LEADING) / 2
    for line in wrapped:
        # The library forgets that a line with several fonts ends with the font before it. It skips equal ones.
        pdf.set_font(_LATIN, "B" if bold else "", 1)
        pdf.set_font(_LATIN, "B" if bold else "", size / _POINT_MM)
        pdf.set_xy(box.x, y)
        pdf.cell(w=box.w, h=size * _LEADING, text=line, align="C")
        y += size * _LEADING


def _cuts_word(text: str, lines: Sequence[str]) -> bool:
    """Returns True if a line ends within a word. Chinese lines may end anywhere."""
    words = set(text.split())
    return any(word not in words and not _UNSPACED.search(word) for line in lines for word in line.split())


def _without_orphan(
    pdf: "FPDF", width: float, text: str, lines: list[str], size: float, *, bold: bool
) -> tuple[list[str], float]:
    """Returns smaller lines if that saves a last line of one or two characters, such as the end of a Chinese name."""
    smaller = size * _SAVING
    if len(lines) > 1 and len(lines[-1].strip()) <= 2:
        fewer = _wrapped(pdf, width, text, smaller, bold=bold)
        if len(fewer) < len(lines):
            return fewer, smaller
        _wrapped(pdf, width, text, size, bold=bold)  # sets the font back
    return lines, size


def _drawable(pdf: "FPDF", text: str) -> str:
    """Leaves out what no font has, mostly emoji. The library would write these characters to the log."""
    return "".join(
        char
        for char in text
        if char == "\n" or any(ord(char) in getattr(font, "cmap", ()) for font in pdf.fonts.values())
    ).strip()


def _wrapped(pdf: "FPDF", width: float, text: str, size: float, *, bold: bool) -> list[str]:
    from fpdf.enums import MethodReturnValue

    pdf.set_font(_LATIN, "B" if bold else "", size / _POINT_MM)
    found = pdf.multi_cell(w=width, text=text, dry_run=True, output=MethodReturnValue.LINES)
    return [str(line) for line in found] if isinstance(found, Sequence) else []


def fill(pdf: "FPDF", box: Box, colour: str) -> None:
    pdf.set_fill_color(colour)
    pdf.rect(box.x, box.y, box.w, box.h, style="F")


def cut_lines(pdf: "FPDF", box: Box) -> None:
    """Draws a fine grey border, along which a sign is cut out of its page."""
    pdf.set_draw_color("#c9d3dd")
    pdf.set_line_width(0.1)
    pdf.rect(box.x, box.y, box.w, box.h)


def qr_code(pdf: "FPDF", box: Box, link: str) -> None:
    """Draws the QR code as large as the box allows, on white. It stays readable with a quarter of it covered."""
    import segno

    matrix = segno.make(link, error="q", micro=False).matrix
    side = min(box.w, box.h)
    module = side / (len(matrix) + 2 * _QUIET)
    left, top = box.x + (box.w - side) / 2, box.y + (box.h - side) / 2
    fill(pdf, Box(x=left, y=top, w=side, h=side), "#ffffff")
    pdf.set_fill_color("#000000")
    for y, line in enumerate(matrix):
        for first, length in _runs(line):
            # One rectangle a run: printers show hairlines between modules that are drawn one by one.
            x = left + (first + _QUIET) * module
            pdf.rect(x, top + (y + _QUIET) * module, length * module, module * 1.01, style="F")


def _runs(line: Sequence[int]) -> list[tuple[int, int]]:
    """Returns (first module, number of modules) of each dark run."""
    runs: list[tuple[int, int]] = []
    for place, dark in enumerate(line):
        if dark and runs and sum(runs[-1]) == place:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        elif dark:
            runs.append((place, 1))
    return runs


def picture(pdf: "FPDF", box: Box, image: bytes) -> None:
    """Draws the picture into the middle of the box, with its proportions."""
    pdf.image(io.BytesIO(image), x=box.x, y=box.y, w=box.w, h=box.h, keep_aspect_ratio=True)
