"""Reads a printed page as a phone's camera and a person would."""

from collections.abc import Iterator

import pypdfium2
import zxingcpp
from PIL.Image import Image


def pages(pdf: bytes, *, dots_per_inch: int = 150) -> Iterator[Image]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        for page in document:
            yield page.render(scale=dots_per_inch / 72).to_pil()
    finally:
        document.close()


def links(pdf: bytes, *, dots_per_inch: int = 150) -> list[list[str]]:
    """The contents of the QR codes on each page, in the order of reading."""
    found = []
    for image in pages(pdf, dots_per_inch=dots_per_inch):
        codes = zxingcpp.read_barcodes(image)
        places = sorted(codes, key=lambda code: (code.position.top_left.y // 50, code.position.top_left.x))
        found.append([code.text for code in places])
    return found


def texts(pdf: bytes) -> list[str]:
    """The text of each page, with its lines joined."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [" ".join(page.get_textpage().get_text_range().split()) for page in document]
    finally:
        document.close()
