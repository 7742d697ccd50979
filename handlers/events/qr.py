"""QR codes for posters and booths."""

import io

_SCALE = 12  # pixels per module: sharp on A4 at 300 dpi
_BORDER = 4  # modules, as ISO/IEC 18004 requires


def png(link: str) -> bytes:
    return _image(link, "png")


def svg(link: str) -> bytes:
    return _image(link, "svg")


def _image(link: str, kind: str) -> bytes:
    import segno

    # Level Q stays readable with a quarter of the code covered.
    code = segno.make(link, error="q", micro=False)
    out = io.BytesIO()
    code.save(out, kind=kind, scale=_SCALE, border=_BORDER)
    return out.getvalue()
